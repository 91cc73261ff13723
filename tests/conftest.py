"""Under pytest the shape annotations are checked in every call that a test makes into ``rnn_core``."""

import pytest
from jaxtyping import install_import_hook

install_import_hook("rnn_core", "beartype.beartype")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with the browser where files run side by side, so that no long file is left alone at the end.

    The order counts with ``--no-loadscope-reorder``; else the files with the fewest tests come last.
    """
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: "browser" not in item.path.parts)
