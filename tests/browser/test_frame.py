"""Every page in its frame, in real Chromium: deep links on fresh servers, wide and narrow, light, dark."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from pages.ui.frame import LESSONS
from rnn_core.figures.theme import DARK, LIGHT
from tests.browser.conftest import DESKTOP, PHONE, running_app

PATHS = {lesson.key: "" if lesson.key == "home" else lesson.key for lesson in LESSONS}
PLAYED = ("home", "memory", "gates")
GROUNDS = {"light": LIGHT.page, "dark": DARK.page}
each_lesson = pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.key)


@pytest.fixture
def fresh_server() -> Iterator[str]:
    with running_app() as address:
        yield address


def heading(page, lesson):
    return page.get_by_role("heading", name=lesson.title, exact=True, level=1)


def wait_until_drawn(page, lesson):
    """Wait for the title and for the end of the script that draws the page."""
    expect(heading(page, lesson)).to_be_visible()
    expect(page.locator("[data-test-script-state='notRunning']")).to_be_attached()
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)


def menu_labels(page):
    return page.get_by_test_id("stSidebar").get_by_test_id("stPageLink").all_inner_texts()


def css_colour(hexadecimal):
    return f"rgb({', '.join(str(int(hexadecimal[start : start + 2], 16)) for start in (1, 3, 5))})"


@each_lesson
def test_deep_link_on_a_fresh_server_shows_our_frame(browser, fresh_server, lesson):
    page = browser.new_page(viewport=DESKTOP)
    page.goto(f"{fresh_server}/{PATHS[lesson.key]}")
    wait_until_drawn(page, lesson)
    assert [label.splitlines()[-1] for label in menu_labels(page)] == [each.title for each in LESSONS]
    expect(page.get_by_test_id("stSidebarNav")).to_have_count(0)
    expect(page).to_have_title(re.compile("Unrolled$"))
    page.close()


@each_lesson
@pytest.mark.parametrize(
    ("viewport", "scheme"), [(DESKTOP, "light"), (PHONE, "dark")], ids=["desktop", "phone"]
)
def test_page_fits_its_window_in_both_themes(open_page, lesson, viewport, scheme):
    page = open_page(PATHS[lesson.key], viewport=viewport, scheme=scheme)
    wait_until_drawn(page, lesson)
    expect(page.get_by_text(lesson.question).first).to_be_visible()
    ground = page.get_by_test_id("stApp").evaluate("app => getComputedStyle(app).backgroundColor")
    assert ground == css_colour(GROUNDS[scheme])
    for scroller in ("html", "[data-testid='stMain']"):
        excess = page.locator(scroller).evaluate("box => box.scrollWidth - box.clientWidth")
        assert excess <= 0, f"{scroller} scrolls sideways by {excess} px"
    expect(page.get_by_test_id("stException")).to_have_count(0)
    expect(page.get_by_test_id("stAppDeployButton")).to_have_count(0)


def test_next_and_back_walk_through_every_lesson(open_page):
    page = open_page()
    wait_until_drawn(page, LESSONS[0])
    page.get_by_test_id("stMain").get_by_role(
        "link", name=re.compile(re.escape(LESSONS[1].title))
    ).first.click()
    for lesson in LESSONS[2:]:
        page.get_by_role("link", name=re.compile(f"Next: {lesson.title}")).click()
        wait_until_drawn(page, lesson)
        assert page.url.split("?")[0].endswith(f"/{lesson.key}")
    for lesson in reversed(LESSONS[1:-1]):
        page.get_by_role("link", name=re.compile(f"Back: {lesson.title}")).click()
        wait_until_drawn(page, lesson)


def test_back_leaves_a_page_that_was_played_with_and_forward_finds_it_as_it_was(open_page):
    home, memory, gates = (next(each for each in LESSONS if each.key == key) for key in PLAYED)
    page = open_page()
    wait_until_drawn(page, home)
    for lesson in (memory, gates):
        page.get_by_test_id("stSidebar").get_by_role("link", name=lesson.title).click()
        wait_until_drawn(page, lesson)
    for step in (5, 6):
        page.get_by_role("button", name="Next step").click()
        expect(page).to_have_url(re.compile(f"gates-step={step}$"))
    page.go_back()
    wait_until_drawn(page, memory)
    page.go_back()
    wait_until_drawn(page, home)
    page.go_forward()
    wait_until_drawn(page, memory)
    page.go_forward()
    wait_until_drawn(page, gates)
    expect(page).to_have_url(re.compile("gates[?]gates-step=6$"))
    expect(page.get_by_role("slider", name="Step", exact=True)).to_have_value("6")


def test_menu_on_a_phone_is_closed_until_asked_for(open_page):
    page = open_page("gradients", viewport=PHONE)
    wait_until_drawn(page, next(lesson for lesson in LESSONS if lesson.key == "gradients"))
    expect(page.get_by_test_id("stSidebar")).to_have_attribute("data-collapsed", "true")
    page.get_by_test_id("stExpandSidebarButton").click()
    page.get_by_test_id("stSidebar").get_by_role("link", name=LESSONS[1].title).click()
    wait_until_drawn(page, LESSONS[1])


def test_an_unknown_address_still_leads_into_the_course(open_page):
    page = open_page("?nonsense=1&gradients-w=abc")
    wait_until_drawn(page, LESSONS[0])
