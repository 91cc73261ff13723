"""The mathematics of Unrolled: recurrent networks, step by step, in torch."""
