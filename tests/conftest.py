"""Shape annotations are checked at run time under pytest, in every call that a test makes into ``rnn_core``."""

from jaxtyping import install_import_hook

install_import_hook("rnn_core", "beartype.beartype")
