"""Lesson: predict."""

from pages.ui import frame

frame.begin("predict")
frame.end("predict")
