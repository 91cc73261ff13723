"""What a network's probabilities are worth, as a table."""

from collections.abc import Sequence

from pandas import DataFrame

from rnn_core.sentiment.reliability import Bin


def calibration_table(bins: Sequence[Bin]) -> DataFrame:
    """List the bins of a calibration, the lowest probabilities first.

    Returns
    -------
    DataFrame
        Columns ``from`` and ``to`` (probability of "positive"), ``texts``, ``said`` (mean probability) and
        ``came true`` (share positive), the last two empty where a bin holds no text.
    """
    return DataFrame(
        {
            "from": [bin.low for bin in bins],
            "to": [bin.high for bin in bins],
            "texts": [bin.count for bin in bins],
            "said": [bin.mean_probability if bin.count else None for bin in bins],
            "came true": [bin.share_positive if bin.count else None for bin in bins],
        }
    ).astype({"said": "float64", "came true": "float64"})
