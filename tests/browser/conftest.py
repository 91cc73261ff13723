"""Real Chromium against a fresh server; whatever leaves the machine or reaches the console fails the test."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    expect,
    sync_playwright,
)

ROOT = Path(__file__).parents[2]
START_TIMEOUT_S = 120
STOP_TIMEOUT_S = 20
EXPECT_TIMEOUT_MS = 60_000  # a shared machine with two cores may be busy, and a page may import torch
DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def find_chromium() -> str | None:
    """Return the path of a Chromium, or None: playwright's own, then the system's."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


def start_server(extra_env: dict[str, str] | None = None) -> tuple[subprocess.Popen[bytes], str]:
    """Start the app on a free port and return its process and address once it answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    process = subprocess.Popen(
        [*command, "--server.address", "127.0.0.1"],
        cwd=ROOT,
        env=os.environ | (extra_env or {}),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(f"{address}/_stcore/health", timeout=5)
        except OSError:
            time.sleep(0.1)
        else:
            return process, address
    process.kill()
    raise RuntimeError(f"the app did not answer within {START_TIMEOUT_S} s")


@contextmanager
def running_app(extra_env: dict[str, str] | None = None) -> Iterator[str]:
    """Run the app, and give its address."""
    process, address = start_server(extra_env)
    try:
        yield address
    finally:
        process.terminate()
        try:
            process.wait(STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


expect.set_options(timeout=EXPECT_TIMEOUT_MS)

_IS_STILL = """() => {
  const parts = document.querySelectorAll("[data-testid=stMain], [data-testid=stMain] .stElementContainer");
  const places = [...parts].map(part => {
    const { left, top, width, height } = part.getBoundingClientRect();
    return [left, top, width, height, part.scrollHeight].map(Math.round).join(" ");
  }).join();
  const isRunning = !document.querySelector("[data-test-script-state='notRunning']");
  const { former, since } = window.stillness ?? {};
  if (places !== former || isRunning) window.stillness = { former: places, since: performance.now() };
  else return performance.now() - since > 300;
}"""


def wait_until_still(page: Page) -> None:
    """Wait until the page's script has ended and nothing moves: before places are measured or compared."""
    page.wait_for_function(_IS_STILL, polling=50)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = find_chromium()
    if chromium is None:
        message = "no Chromium found: install the system's chromium package or set CHROMIUM to its path"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an app, with runs of its own, that serves all modules which start none themselves."""
    with running_app({"UNROLLED_JOBS_DIR": str(tmp_path_factory.mktemp("jobs"))}) as address:
        yield address


@pytest.fixture(scope="session")
def visitor(browser: Browser) -> Iterator[BrowserContext]:
    """A visitor who keeps nothing from one test to the next but the app's files."""
    with browser.new_context(reduced_motion="no-preference") as context:
        yield context


class Tab:
    """A tab that is emptied instead of closed: Chromium need not read and compile the app's scripts again.

    That is two thirds of what it costs to open a page.
    """

    def __init__(self, visitor: BrowserContext) -> None:
        self.page = visitor.new_page()
        self._devtools = visitor.new_cdp_session(self.page)

    def dress(self, viewport: dict[str, int], scheme: str) -> Page:
        """Give it the size and the theme of a window that a test asks for."""
        self.page.set_viewport_size(viewport)
        self.page.emulate_media(color_scheme=scheme)
        return self.page

    def empty(self, server: str) -> None:
        """Forget the page, the way to it, the hand on it and all that it has stored."""
        self.page.mouse.up()
        self.page.goto(f"{server}/_stcore/health")  # of the same origin, and without a script
        self.page.evaluate("localStorage.clear(), sessionStorage.clear()")
        self.page.mouse.move(-1, -1)
        self.page.context.clear_cookies()
        self._devtools.send("Page.resetNavigationHistory")


@pytest.fixture(scope="module")
def tab(visitor: BrowserContext) -> Iterator[Tab]:
    tab = Tab(visitor)
    yield tab
    tab.page.close()


OpenPage = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, tab: Tab, server: str) -> Iterator[OpenPage]:
    """Return a function that opens ``/path``; the second page of a test is in another visitor's browser.

    At the end of the test it fails on any console error, page error or request that left the machine.
    """
    faults: list[str] = []
    cleanup = ExitStack()
    free = [tab]

    def another(viewport: dict[str, int], scheme: str) -> Page:
        other = browser.new_context(viewport=viewport, color_scheme=scheme, reduced_motion="no-preference")
        return cleanup.enter_context(other).new_page()

    def open_page(path: str = "", *, viewport: dict[str, int] = DESKTOP, scheme: str = "light") -> Page:
        page = free.pop().dress(viewport, scheme) if free else another(viewport, scheme)
        page.set_default_timeout(EXPECT_TIMEOUT_MS)
        cleanup.enter_context(_noting_faults(page, server, faults))
        page.goto(f"{server}/{path}")
        return page

    yield open_page
    cleanup.close()
    tab.empty(server)
    assert faults == []


@contextmanager
def _noting_faults(page: Page, server: str, faults: list[str]) -> Iterator[None]:
    listeners = {
        "console": lambda message: _note_error(message, faults),
        "pageerror": lambda error: faults.append(str(error)),
        "request": lambda request: _note_foreign(request, server, faults),
    }
    for event, listener in listeners.items():
        page.on(event, listener)
    yield
    for event, listener in listeners.items():
        page.remove_listener(event, listener)


def _note_error(message: ConsoleMessage, faults: list[str]) -> None:
    # On a deep link Streamlit first looks for its server below the page's own path: a 404 in the console.
    streamlit_probe = message.location["url"].endswith(("/_stcore/health", "/_stcore/host-config"))
    if message.type == "error" and not streamlit_probe:
        faults.append(f"{message.text} ({message.location['url']})")


def _note_foreign(request: Request, server: str, faults: list[str]) -> None:
    local = (server, server.replace("http", "ws"), "data:", "blob:")
    if not request.url.startswith(local):
        faults.append(f"request left the machine: {request.url}")
