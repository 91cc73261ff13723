"""The settings that the app relies on, and the packages that it is built from."""

import re
import tomllib
from pathlib import Path

import pytest
from streamlit import config as streamlit_config

from rnn_core.figures.theme import DARK, FILL, LIGHT

ROOT = Path(__file__).parents[2]
CONFIG = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))
MARKDOWN_COLOURS = {"input": "blue", "hidden": "orange", "output": "green", "gradient": "violet"}


@pytest.mark.parametrize(
    ("section", "option", "value"),
    [
        ("runner", "postScriptGC", False),  # a light rerun takes 200 ms with it, 10 without: DESIGN
        ("browser", "gatherUsageStats", False),
        ("client", "toolbarMode", "viewer"),  # no Deploy button
        ("client", "showSidebarNavigation", False),
        ("client", "showErrorDetails", "none"),
        ("server", "headless", True),
        ("server", "enableXsrfProtection", True),
        ("server", "enableCORS", True),
        ("server", "maxMessageSize", 20),
        ("server", "maxUploadSize", 1),
    ],
)
def test_setting(section, option, value):
    found = CONFIG[section][option]
    assert (found, type(found)) == (value, type(value))


def test_every_setting_is_known_to_streamlit():
    known = set(streamlit_config._config_options_template)
    assert set(flat(CONFIG)) <= known


def flat(table, prefix=""):
    for name, value in table.items():
        if isinstance(value, dict):
            yield from flat(value, f"{prefix}{name}.")
        else:
            yield prefix + name


@pytest.mark.parametrize(("theme", "palette"), [("light", LIGHT), ("dark", DARK)])
def test_theme_has_the_colours_of_the_pictures(theme, palette):
    found = CONFIG["theme"][theme]
    assert found["backgroundColor"] == palette.page
    assert found["secondaryBackgroundColor"] == found["sidebar"]["backgroundColor"] == palette.surface
    assert found["textColor"] == palette.text
    assert found["grayTextColor"] == palette.muted
    assert found["linkColor"] == palette.ink["input"]
    assert found["primaryColor"] == palette.ink["hidden"]
    for role, colour in MARKDOWN_COLOURS.items():
        assert found[f"{colour}TextColor"] == palette.ink[role]
        assert found[f"{colour}Color"] == FILL[role]


def requirements(name):
    lines = (line.split("#")[0].strip() for line in (ROOT / name).read_text("utf-8").splitlines())
    return [line for line in lines if line and not line.startswith("-r")]


FLOORS = {"starlette>=1.1.0", "uvicorn>=0.52"}


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_package_is_pinned_exactly(name):
    pins = set(requirements(name)) - FLOORS
    assert pins
    assert [pin for pin in pins if not re.fullmatch(r"[a-z0-9-]+==\d+(\.\d+)+", pin)] == []


def test_what_had_security_fixes_has_a_floor():
    assert set(requirements("requirements.txt")) >= FLOORS


def test_torch_is_the_cpu_build_that_was_measured():
    assert "torch==2.13.0" in requirements("requirements.txt")
