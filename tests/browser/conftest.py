"""Real Chromium against a fresh server; whatever leaves the machine or reaches the console fails the test."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

ROOT = Path(__file__).parents[2]
START_TIMEOUT_S = 60
EXPECT_TIMEOUT_MS = 20_000  # a shared machine with two cores may be busy
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
            urllib.request.urlopen(f"{address}/_stcore/health", timeout=1)
        except OSError:
            time.sleep(0.1)
        else:
            return process, address
    process.kill()
    raise RuntimeError(f"the app did not answer within {START_TIMEOUT_S} s")


expect.set_options(timeout=EXPECT_TIMEOUT_MS)


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


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of an app that was started for this module alone."""
    process, address = start_server()
    yield address
    process.terminate()
    process.wait(10)


OpenPage = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, server: str) -> Iterator[OpenPage]:
    """Return a function that opens ``/path`` in a new visitor's browser.

    At the end of the test it fails on any console error, page error or request that left the machine.
    """
    faults: list[str] = []
    contexts = []

    def open_page(path: str = "", *, viewport: dict[str, int] = DESKTOP, scheme: str = "light") -> Page:
        context = browser.new_context(viewport=viewport, color_scheme=scheme, reduced_motion="no-preference")
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.on("console", lambda message: _note_error(message, faults))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("request", lambda request: _note_foreign(request.url, server, faults))
        page.goto(f"{server}/{path}")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []


def _note_error(message: ConsoleMessage, faults: list[str]) -> None:
    # On a deep link Streamlit first looks for its server below the page's own path: a 404 in the console.
    streamlit_probe = message.location["url"].endswith(("/_stcore/health", "/_stcore/host-config"))
    if message.type == "error" and not streamlit_probe:
        faults.append(f"{message.text} ({message.location['url']})")


def _note_foreign(url: str, server: str, faults: list[str]) -> None:
    local = (server, server.replace("http", "ws"), "data:", "blob:")
    if not url.startswith(local):
        faults.append(f"request left the machine: {url}")
