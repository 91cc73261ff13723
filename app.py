"""First page: what a recurrent network is, one live picture of it, and the path through the lessons."""

import streamlit as st

from pages.ui import frame
from pages.ui.home_picture import picture_from_link, weight_to_link
from pages.ui.lesson import load_lesson
from pages.ui.stage import stage

lesson = load_lesson("home")
frame.begin("home")
with frame.prose():
    st.markdown(lesson["what"])
st.markdown(lesson["try"])
stage(picture_from_link(), key="home_stage", height=386, on_index=weight_to_link)
with frame.prose():
    st.markdown(lesson["see"])
frame.path()
