"""Lesson: unroll."""

from pages.ui import frame

frame.begin("unroll")
frame.end("unroll")
