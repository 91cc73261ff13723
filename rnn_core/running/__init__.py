"""Trainings beside the pages, part by part; `rnn_core.jobs` puts them together."""
