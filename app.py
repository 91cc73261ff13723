"""First page: what a recurrent network is, one live picture of it, and the path through the lessons."""

import streamlit as st

from pages.ui import frame
from pages.ui.lesson import load_lesson

lesson = load_lesson("home")
frame.begin("home")
with frame.prose():
    st.markdown(lesson["what"])
frame.end("home")
