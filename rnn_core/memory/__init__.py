"""An MLP forgets, an RNN remembers: two small readers of equal size."""
