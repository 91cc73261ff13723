"""Take the README's picture, and with ``--all`` one of every page in every theme and width to look at.

Run as ``make screenshot`` or ``python -m tests.browser.screenshots [--all]``.
"""

import argparse
import sys
from pathlib import Path

from playwright.sync_api import Browser, expect, sync_playwright

from pages.ui.frame import LESSONS, Lesson
from tests.browser.conftest import DESKTOP, PHONE, QUIET, find_chromium, start_server

ROOT = Path(__file__).parents[2]
README_PICTURE = ROOT / "assets" / "screenshot.png"
README_LESSON = "unroll"
OUTPUT_DIR = ROOT / "tests" / "browser" / "output"
MAX_BYTES = 300_000
SETTLE_MS = 1_500  # fonts, and the 250 ms of an authored motion


def take(
    browser: Browser,
    address: str,
    lesson: Lesson,
    file: Path,
    *,
    viewport: dict[str, int],
    scheme: str,
    full_page: bool,
) -> None:
    page = browser.new_page(viewport=viewport, color_scheme=scheme, reduced_motion="reduce")
    page.goto(f"{address}/{'' if lesson.key == 'home' else lesson.key}")
    expect(page.get_by_role("heading", name=lesson.title, exact=True, level=1)).to_be_visible(timeout=30_000)
    expect(page.locator("[data-test-script-state='notRunning']")).to_be_attached(timeout=30_000)
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)
    if full_page:  # the page scrolls inside a box of its own, so the window grows to that box's height
        height = page.get_by_test_id("stMain").evaluate("box => box.scrollHeight")
        page.set_viewport_size({"width": viewport["width"], "height": max(height, viewport["height"])})
    page.wait_for_timeout(SETTLE_MS)
    file.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=file, animations="disabled")
    page.close()


def take_all(browser: Browser, address: str) -> None:
    for lesson in LESSONS:
        for width, viewport in {"desktop": DESKTOP, "phone": PHONE}.items():
            for scheme in ("light", "dark"):
                file = OUTPUT_DIR / f"{lesson.key}-{width}-{scheme}.png"
                take(browser, address, lesson, file, viewport=viewport, scheme=scheme, full_page=True)
                print(file.relative_to(ROOT))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", action="store_true", help="also every page, into tests/browser/output/")
    arguments = parser.parse_args()
    chromium = find_chromium()
    if chromium is None:
        sys.exit("no Chromium found: install the system's chromium package or set CHROMIUM to its path")
    process, address = start_server()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=QUIET)
            lesson = next(lesson for lesson in LESSONS if lesson.key == README_LESSON)
            take(browser, address, lesson, README_PICTURE, viewport=DESKTOP, scheme="light", full_page=False)
            size = README_PICTURE.stat().st_size
            print(f"{README_PICTURE.relative_to(ROOT)} ({size / 1000:.0f} kB)")
            if arguments.all:
                take_all(browser, address)
            browser.close()
    finally:
        process.terminate()
        process.wait(10)
    if size > MAX_BYTES:
        sys.exit(f"{README_PICTURE.name} must have at most {MAX_BYTES} bytes, found {size}")


if __name__ == "__main__":
    main()
