"""Every page through Streamlit's test harness; ``switch_page`` alone runs nothing, so the fixture runs it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).parents[2]
TIMEOUT_S = 60


@pytest.fixture
def open_page() -> Callable[..., AppTest]:
    """Return a function that opens a page, with query parameters if wanted, and has run it once."""

    def open_page(key: str, **query: str) -> AppTest:
        at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=TIMEOUT_S)
        if key != "home":
            at.run()
            at.switch_page(f"pages/{key}.py")
        for name, value in query.items():
            at.query_params[name.replace("__", "-")] = value
        return at.run()

    return open_page
