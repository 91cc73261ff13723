"""How large each cell is in a fair comparison: equal units, or as nearly as can be equal parameters."""

from typing import Literal, get_args

from rnn_core.checks import MAX_HIDDEN_SIZE, check_choice, check_count

Cell = Literal["rnn", "lstm", "gru"]
Equal = Literal["units", "parameters"]
CELLS: tuple[Cell, ...] = get_args(Cell)
EQUAL: tuple[Equal, ...] = get_args(Equal)
_BLOCKS = {"rnn": 1, "lstm": 4, "gru": 3}
_BIASES = {"rnn": 1, "lstm": 4, "gru": 4}  # the GRU's candidate has two


def count_parameters(cell: Cell, *, input_size: int, hidden_size: int, output_size: int = 1) -> int:
    """Return how many parameters a cell has, its readout included.

    Examples
    --------
    >>> [count_parameters(cell, input_size=3, hidden_size=2) for cell in ("rnn", "lstm", "gru")]
    [15, 51, 41]
    """
    recurrent = _BLOCKS[cell] * hidden_size * (input_size + hidden_size) + _BIASES[cell] * hidden_size
    return recurrent + output_size * (hidden_size + 1)


def sizes_for(
    hidden_size: int, *, input_size: int, output_size: int = 1, equal: Equal = "units"
) -> dict[Cell, int]:
    """Return the number of hidden units of each cell.

    Parameters
    ----------
    hidden_size
        The units of the LSTM, from 1 to 64.
    input_size, output_size
        Sizes of x_t and y_t, each from 1 to 256.
    equal
        ``"units"`` gives all three as many; ``"parameters"`` gives the others the number of units that comes
        nearest to the parameters of the LSTM.

    Raises
    ------
    ValueError
        If an argument is outside its range.

    Examples
    --------
    >>> sizes_for(2, input_size=3, equal="parameters")
    {'rnn': 5, 'lstm': 2, 'gru': 2}
    """
    check_count("hidden_size", hidden_size, 1, 64)
    for name, size in {"input_size": input_size, "output_size": output_size}.items():
        check_count(name, size, 1, MAX_HIDDEN_SIZE)
    if check_choice("equal", equal, EQUAL) == "units":
        return dict.fromkeys(CELLS, hidden_size)
    sizes = {"input_size": input_size, "output_size": output_size}
    wanted = count_parameters("lstm", hidden_size=hidden_size, **sizes)

    def distance(cell: Cell, size: int) -> int:
        return abs(count_parameters(cell, hidden_size=size, **sizes) - wanted)

    return {cell: min(range(1, MAX_HIDDEN_SIZE + 1), key=lambda size: distance(cell, size)) for cell in CELLS}
