"""The sections below the review in a real browser: a case is read, a file judged, a huge one refused."""

import re
from pathlib import Path

from playwright.sync_api import expect

from rnn_core.sentiment.hard_cases import CASES

ROWS = 'review;label\n"Superb; truly.";1\n=1+1 dreadful;0\n'


def test_a_case_is_read_and_a_file_comes_back_judged_unless_it_is_huge(open_page, tmp_path):
    page = open_page("predict?predict-cases=true&predict-batch=true")
    page.get_by_role("button", name="Read it").nth(1).click()
    expect(page.get_by_text("The review above is now this text.")).to_be_visible()
    expect(page).to_have_url(re.compile(f"predict-text={CASES[1].text.split()[0]}"))

    upload = page.locator('input[type="file"]')
    huge = tmp_path / "huge.csv"
    with huge.open("wb") as file:
        file.truncate(50 * 1024**2)
    upload.set_input_files(huge)
    expect(page.get_by_text("File must be 1.0MB or smaller.")).to_be_visible()
    page.get_by_role("button", name="Remove huge.csv").click()

    small = tmp_path / "small.csv"
    small.write_bytes(ROWS.encode("cp1252"))
    upload.set_input_files(small)
    expect(page.get_by_text("reviews from the column review, labels from label")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download every answer").click()
    saved = Path(download.value.path()).read_text("utf-8-sig").splitlines()
    assert saved[1].startswith("Superb; truly.,positive,0.")
    assert saved[2].startswith("'=1+1 dreadful,negative,0.")
