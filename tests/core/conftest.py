"""What the tests of the core share."""

import os
from collections.abc import Iterator

import hypothesis
import jaxtyping
import pytest

# The machine is often busy, so no deadline; in CI the same examples every time.
hypothesis.settings.register_profile(
    "unrolled", deadline=None, max_examples=50, derandomize="CI" in os.environ
)
hypothesis.settings.load_profile("unrolled")


@pytest.fixture
def as_users_run() -> Iterator[None]:
    """Switch the annotation checks off, as outside pytest, so that a wrong type meets our own check."""
    jaxtyping.config.update("jaxtyping_disable", True)
    yield
    jaxtyping.config.update("jaxtyping_disable", False)
