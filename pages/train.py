"""Lesson: train."""

from pages.ui import frame

frame.begin("train")
frame.end("train")
