"""Lesson: the same words in another order, read by a network without a memory and by one with it."""

import streamlit as st

from pages.ui import frame
from pages.ui.lesson import load_lesson
from pages.ui.memory_test import memory_test
from pages.ui.order_readings import orders_data
from pages.ui.order_table import order_table
from pages.ui.orders import orders, orders_place, reserve_place
from pages.ui.track_record import check_files, track_record
from pages.ui.two_orders import keep_order, second_order, sentence

lesson = load_lesson("memory")
frame.begin("memory")
reserve_place()


@st.fragment
def experiment() -> None:
    """A sentence, a second order of its words, and what both networks make of them."""
    tokens = sentence()
    with orders_place():
        order = second_order(tokens)
        orders(orders_data(tokens, order), key="memory-orders", on_order=keep_order)
    order_table(tokens, order)


files_are_sound = check_files()
if files_are_sound:
    experiment()
left, right = st.columns(2, gap="large")
left.markdown(lesson["mlp"], anchors=False)
left.markdown(lesson["rnn"], anchors=False)
right.markdown(lesson["trained"], anchors=False)
if files_are_sound:
    with right:
        track_record()
left.markdown(lesson["try"], anchors=False)
right.markdown(lesson["limits"], anchors=False)
memory_test()
with frame.prose():
    st.markdown(lesson["sources"], anchors=False)
frame.end("memory")
