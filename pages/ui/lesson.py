"""The text of a lesson: ``assets/lessons/<page>.md``, cut into named sections."""

from pathlib import Path

import streamlit as st

LESSONS_DIR = Path(__file__).parents[2] / "assets" / "lessons"


@st.cache_data(show_spinner=False)
def load_lesson(key: str) -> dict[str, str]:
    """Return a lesson's sections by name; a section starts at a line ``## name``."""
    sections = (LESSONS_DIR / f"{key}.md").read_text(encoding="utf-8").split("\n## ")[1:]
    parts = (section.split("\n", 1) for section in sections)
    return {name.strip(): body.strip() for name, body in parts}
