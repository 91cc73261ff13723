"""Measure how long an edited weight takes to show its new numbers.

``python -m benchmarks.editing`` starts the app and prints a line of JSON for each network: the time from the
Enter key in the box of a number of W_hh to the last hidden state that follows from it, drawn in the row.
"""

import json
import statistics

from playwright.sync_api import Page, sync_playwright

from tests.browser.conftest import DESKTOP, QUIET, find_chromium, start_server

NUM_EDITS, NUM_WARM = 60, 5
WORDS = "one+two+three+four+five+six+seven+eight+nine+ten+eleven+twelve"
EDITED, LAST = "W_hh 0 0", "h@12 0"
NETWORKS = {
    f"12 steps of {units} units": f"unroll?unroll-units={units}&unroll-words={WORDS}" for units in (3, 8)
} | {"200 steps of 8 units": f"unroll?unroll-units=8&unroll-kind=numbers&unroll-numbers={'1+-0.5+' * 100}"}
# From the event's own time stamp, before any listener has run, to the frame after the new text was written.
WATCH = """text => {
  const before = text.textContent;
  window.edit_ms = new Promise((resolve, reject) => {
    let pressed;
    setTimeout(() => reject(new Error(`still ${before}`)), 10000);
    const press = event => { if (event.key === "Enter") pressed = event.timeStamp; };
    window.addEventListener("keydown", press, { capture: true, once: true });
    const observer = new MutationObserver(() => {
      if (text.textContent === before) return;
      observer.disconnect();
      requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - pressed)));
    });
    observer.observe(text, { childList: true, characterData: true, subtree: true });
  });
}"""


def main() -> None:
    process, address = start_server()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=find_chromium(), args=QUIET)
            for name, path in NETWORKS.items():
                page = browser.new_page(viewport=DESKTOP)
                page.goto(f"{address}/{path}")
                print(json.dumps({"network": name} | edit(page)), flush=True)
                page.close()
            browser.close()
    finally:
        process.terminate()


def edit(page: Page, turn: int = 0) -> dict[str, float]:
    """Type one number after the other into the same place and time each until it is drawn.

    Each ``turn`` from 0 to 9 types numbers of its own: what was typed before is cached.
    """
    last = page.locator(f'.row [data-number="{LAST}"] text')
    last.wait_for()
    page.wait_for_load_state("networkidle")
    # To and fro, so that each edit changes the digits that are drawn; never the same twice: runs are cached.
    numbers = [(-1) ** count * (0.3 + count / 200 + turn / 1000) for count in range(NUM_WARM + NUM_EDITS)]
    times_ms = [_edit_ms(page, f"{number:.3f}") for number in numbers]
    cuts = statistics.quantiles(times_ms[NUM_WARM:], n=100)
    return {"edits": NUM_EDITS, "median_ms": round(cuts[49]), "p95_ms": round(cuts[94])}


def _edit_ms(page: Page, text: str) -> float:
    page.locator(f'.arithmetic [data-number="{EDITED}"]').click()
    box = page.locator(".editor-input:visible")
    box.fill(text)
    page.locator(f'.row [data-number="{LAST}"] text').evaluate(WATCH)
    box.press("Enter")
    elapsed_ms: float = page.evaluate("window.edit_ms")
    box.wait_for(state="detached")
    return elapsed_ms


if __name__ == "__main__":
    main()
