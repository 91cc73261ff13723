"""Every page through Streamlit's test harness; ``switch_page`` alone runs nothing, so the fixture runs it."""

import functools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from rnn_core import worker
from rnn_core.data.order import order_corpus
from rnn_core.running.store import JobStore
from rnn_core.sentiment.spec import TrainSpec

ROOT = Path(__file__).parents[2]
TIMEOUT_S = 120


@pytest.fixture(scope="session", autouse=True)
def _search_for_components_once() -> Iterator[None]:
    """Streamlit's harness reads every installed package's metadata for each page: a tenth of a second."""
    search = functools.cache(manifest_scanner.scan_component_manifests)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", search)
        yield


@pytest.fixture(scope="module")
def jobs_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder of jobs that a module has for itself, and the app with it."""
    folder = tmp_path_factory.mktemp("jobs")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("UNROLLED_JOBS_DIR", str(folder))
        yield folder


@pytest.fixture(scope="module")
def finished(jobs_folder: Path) -> str:
    """The id of a run that has really been trained."""
    store = JobStore(jobs_folder)
    job_id = store.create(TrainSpec("order", "rnn", "max-over-time", seed=3, budget_s=0.7))
    worker.Job(store.path(job_id)).run(lambda dataset: order_corpus(1_200))
    return job_id


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
