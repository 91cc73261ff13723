"""Under pytest the shape annotations are checked in every call that a test makes into ``rnn_core``."""

from jaxtyping import install_import_hook

install_import_hook("rnn_core", "beartype.beartype")
