"""Two orders of the same words as a pandas table."""

from pandas import DataFrame, concat

from rnn_core.memory.orders import OrderComparison, Reading


def orders_table(both: OrderComparison) -> DataFrame:
    """Tabulate every hidden state and answer of two readings, one row for each word, order A first.

    Parameters
    ----------
    both
        What ``compare_orders`` returned.

    Returns
    -------
    DataFrame
        Columns ``order`` (A or B), ``t``, ``word``, ``RNN: positive`` (its probability after that word),
        ``MLP: positive`` (its one probability), then ``h[1]`` and so on.
    """
    return concat([_rows("A", both.first), _rows("B", both.second)], ignore_index=True)


def _rows(order: str, reading: Reading) -> DataFrame:
    states = {f"h[{unit}]": column.tolist() for unit, column in enumerate(reading.h[1:].T, 1)}
    return DataFrame(
        {
            "order": order,
            "t": range(1, len(reading.words) + 1),
            "word": reading.words,
            "RNN: positive": reading.probabilities.tolist(),
            "MLP: positive": reading.mlp_probability,
            **states,
        }
    )
