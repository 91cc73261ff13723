"""Measure what a drag of W_hh costs: the sweep, what is sent, and the frames under a moving mouse.

Start the app, then run ``python -m benchmarks.scalar_sweep [address]``; prints one JSON line.
"""

import json
import os
import shutil
import statistics
import sys
import time

from playwright.sync_api import CDPSession, Page, sync_playwright

from pages.ui import sweep

NUM_MOVES = 600
RECORD = """() => {
  window.frames_ms = [];
  let last = performance.now();
  const note = now => { window.frames_ms.push(now - last); last = now; requestAnimationFrame(note); };
  requestAnimationFrame(note);
}"""


def main() -> None:
    address = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8501"
    sweep.picture(0.0)  # the imports
    start = time.perf_counter()
    sent = len(json.dumps(sweep.picture(0.1)))
    figures = {"picture_ms": round((time.perf_counter() - start) * 1000, 1), "sent_kB": sent // 1000}
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(f"{address}/gradients?gradients-back=100")
        figures |= drag(page)
        browser.close()
    print(json.dumps(figures))


def drag(page: Page) -> dict[str, float]:
    """Drag the thumb to and fro over 100 steps back and time the frames and the browser's own work."""
    box = page.locator(".scrub input[type=range]").bounding_box()
    assert box is not None
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 0.62 * box["width"], y)
    page.mouse.down()
    cdp = page.context.new_cdp_session(page)
    cdp.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.evaluate(RECORD)
    before = _busy_ms(cdp)
    for move in range(NUM_MOVES):
        there = abs(move % 200 - 100) / 100
        page.mouse.move(box["x"] + (0.05 + 0.9 * there) * box["width"], y)
    busy = _busy_ms(cdp) - before
    frames: list[float] = page.evaluate("window.frames_ms")
    page.mouse.up()
    cuts = statistics.quantiles(frames, n=100)
    return {
        "frames": len(frames),
        "median_ms": round(cuts[49], 1),
        "p95_ms": round(cuts[94], 1),
        "processor_ms_per_move": round(busy / NUM_MOVES, 2),
    }


def _busy_ms(cdp: CDPSession) -> float:
    metrics = {metric["name"]: metric["value"] for metric in cdp.send("Performance.getMetrics")["metrics"]}
    return float(metrics["TaskDuration"]) * 1000


if __name__ == "__main__":
    main()
