"""Gated cells: the LSTM and the GRU, every gate of every step, forwards and backwards."""
