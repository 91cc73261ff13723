"""Lesson: gradients."""

from pages.ui import frame

frame.begin("gradients")
frame.end("gradients")
