"""The memory page's two networks: their size, how often each is right, and whether their files are sound."""

from typing import TYPE_CHECKING

import streamlit as st

from pages.ui import link
from pages.ui.order_readings import readers, state_plane
from rnn_core.wording import as_sentence

if TYPE_CHECKING:
    from rnn_core.memory.accuracy import Accuracy, Examination


@st.cache_resource(show_spinner=False)
def examination() -> "Examination":
    """Load what was found about both networks when they were trained, once."""
    from rnn_core.memory.files import load_examination

    return load_examination()


def check_files() -> bool:
    """Return whether every file of the two networks can be used; if not, say why in one sentence."""
    from rnn_core.weight_files import CheckpointError

    try:
        readers(), state_plane(), examination()
    except CheckpointError as error:
        st.warning(as_sentence(str(error)), icon=":material/error:")
        return False
    return True


def track_record() -> None:
    """Say how large both networks are and how often each is right on what it never met."""
    network, found = readers(), examination()
    words = network.rnn.embedding.numel()
    st.markdown(
        f"Both have **{network.mlp.num_parameters:,} parameters**: {words:,} in the vectors of "
        f"{len(network.vocabulary) - 2} words, one for “unknown” and a filler, and "
        f"{network.mlp.num_parameters - words} in the network itself."
    )
    st.table(
        {
            "Right on sentences never met": ["where order decides", "short everyday ones"],
            "MLP": [_scored(found.mlp_order), _scored(found.mlp_everyday)],
            "RNN": [_scored(found.rnn_order), _scored(found.rnn_everyday)],
        },
        border="horizontal",
    )
    link.aside(
        f"{found.rnn_order.num_sentences:,} of templates that training never saw, and "
        f"{found.rnn_everyday.num_sentences:,} new sentences of patterns that training did see; ± is one "
        "standard error. The recipe was chosen with an eye on these sentences."
    )


def _scored(accuracy: "Accuracy") -> str:
    if accuracy.share == 1:  # the standard error of a share of 1 is 0, which says more than was seen
        return "all of them"
    return f"{100 * accuracy.share:.1f} ± {100 * accuracy.standard_error:.1f} %"
