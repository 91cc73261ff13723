"""Measure what a drag costs in the browser: the frames while a hand moves, and the work for one move.

``python -m benchmarks.dragging`` starts the app and prints a line of JSON for each picture: the gradients
page's W_hh over 100 steps back and its matrix with the map of every pair, and the unroll page's scrub line
over 12 steps of 8 hidden units. A last line has the frames while that row plays by itself from its start to
its end.
"""

import json
import statistics

from playwright.sync_api import CDPSession, Page, sync_playwright

from tests.browser.conftest import DESKTOP, QUIET, find_chromium, start_server

NUM_MOVES = 600
PLAY_TIMEOUT_MS = 120_000
ROW = "unroll, 12 steps of 8 units"
PICTURES = {
    "gradients, 100 steps back": ("gradients?gradients-back=100", ".scrub input[type=range]"),
    "gradients, a matrix with its map": (
        "gradients?gradients-matrix=true&gradients-map=true&gradients-units=32&gradients-steps=50",
        ".flow input[type=range]",
    ),
    ROW: (
        "unroll?unroll-units=8&unroll-words=one+two+three+four+five+six+seven+eight+nine+ten+eleven+twelve",
        ".transport input[type=range]",
    ),
    "backprop, 12 steps of 8 units": (
        "backprop?unroll-units=8&unroll-words=one+two+three+four+five+six+seven+eight+nine+ten+eleven+twelve",
        ".transport input[type=range]",
    ),
    "gates, 12 steps of 4 units": (
        "gates?gates-units=4&gates-equal=parameters"
        "&gates-words=one+two+three+four+five+six+seven+eight+nine+ten+eleven+twelve",
        ".transport input[type=range]",
    ),
}
RECORD = """() => {
  window.frames_ms = [];
  let last = performance.now();
  const note = now => { window.frames_ms.push(now - last); last = now; requestAnimationFrame(note); };
  requestAnimationFrame(note);
}"""


def main() -> None:
    process, address = start_server()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=find_chromium(), args=QUIET)
            for name, (path, slider) in PICTURES.items():
                page = browser.new_page(viewport=DESKTOP)
                page.goto(f"{address}/{path}")
                print(json.dumps({"picture": name} | drag(page, slider)), flush=True)
                if name == ROW:
                    print(json.dumps({"picture": f"{name}, playing"} | play(page)), flush=True)
                page.close()
            browser.close()
    finally:
        process.terminate()


def drag(page: Page, slider: str) -> dict[str, float]:
    """Drag the thumb to and fro and time the frames and the browser's own work."""
    page.locator(slider).wait_for()
    page.wait_for_load_state("networkidle")
    page.locator(slider).evaluate("slider => slider.scrollIntoView({ block: 'center' })")
    box = page.locator(slider).bounding_box()
    if box is None:
        raise RuntimeError(f"{slider} is not on the page")
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
    return _spread(frames) | {"processor_ms_per_move": round(busy / NUM_MOVES, 2)}


def play(page: Page) -> dict[str, float]:
    """Let the row play at its fastest from its start to its end and time the frames."""
    page.get_by_label("Speed").select_option("fast")
    page.get_by_role("button", name="To the start").click()
    page.evaluate("window.frames_ms = []")
    page.get_by_role("button", name="Play", exact=True).click()
    page.get_by_role("button", name="Pause").wait_for()
    page.get_by_role("button", name="Play", exact=True).wait_for(timeout=PLAY_TIMEOUT_MS)
    frames: list[float] = page.evaluate("window.frames_ms")
    return _spread(frames)


def _spread(frames_ms: list[float]) -> dict[str, float]:
    cuts = statistics.quantiles(frames_ms, n=100)
    return {"frames": len(frames_ms), "median_ms": round(cuts[49], 1), "p95_ms": round(cuts[94], 1)}


def _busy_ms(cdp: CDPSession) -> float:
    metrics = {metric["name"]: metric["value"] for metric in cdp.send("Performance.getMetrics")["metrics"]}
    return float(metrics["TaskDuration"]) * 1000


if __name__ == "__main__":
    main()
