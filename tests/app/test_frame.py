"""Every lesson opens in its frame, whatever stands in the link."""

from pathlib import Path

import pytest

from pages.ui.frame import LESSONS

ROOT = Path(__file__).parents[2]
each_lesson = pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.key)
NONSENSE = {
    "foo": "bar",
    "memory-words": "\u202e" * 9,
    "memory-order": "1-1-<b>",
    "unroll-step": "-1e999",
    "gradients-w": "NaN",
    "train-job": "../../etc/passwd",
    "predict-model": "<b>lstm</b>",
    "predict-text": "\u202e$\\frac{1}{0}$ [x](javascript:0)",
}


@each_lesson
def test_lesson_opens_with_its_title_and_question(open_page, lesson):
    at = open_page(lesson.key)
    assert not at.exception
    assert [title.value for title in at.title] == [lesson.title]
    assert at.markdown[0].value == f"**{lesson.question}**"


@each_lesson
def test_nonsense_in_the_link_does_no_harm(open_page, lesson):
    at = open_page(lesson.key, **NONSENSE)
    assert not at.exception
    assert [title.value for title in at.title] == [lesson.title]


@each_lesson
def test_menu_lists_every_lesson_in_order(open_page, lesson):
    at = open_page(lesson.key)
    labels = [link.proto.label for link in at.sidebar.get("page_link")]
    assert labels == [each.title for each in LESSONS]


@pytest.mark.parametrize("place", range(1, len(LESSONS)), ids=[lesson.key for lesson in LESSONS[1:]])
def test_way_on_leads_to_the_lesson_before_and_the_one_after(open_page, place):
    labels = [link.proto.label for link in open_page(LESSONS[place].key).main.get("page_link")]
    before, after = LESSONS[place - 1], LESSONS[place + 1 : place + 2]
    assert labels[-1 - len(after) :] == [f"Back: {before.title}", *(f"Next: {each.title}" for each in after)]


def test_home_shows_the_path_through_the_lessons(open_page):
    labels = [link.proto.label for link in open_page("home").main.get("page_link")]
    assert len(labels) == len(LESSONS) - 1
    for label, lesson in zip(labels, LESSONS[1:], strict=True):
        assert lesson.title in label


def test_visited_lessons_are_ticked(open_page):
    at = open_page("unroll")
    at.switch_page("pages/gradients.py").run()
    icons = {link.proto.label: link.proto.icon for link in at.sidebar.get("page_link")}
    assert icons["Unroll a network"] == ":material/check:"
    assert icons["Vanish or explode"] == ":material/trending_down:"
    assert icons["Train a network"] == ":material/model_training:"


def test_every_page_is_a_lesson():
    assert {lesson.path for lesson in LESSONS} == {
        "app.py",
        *(f"pages/{path.name}" for path in (ROOT / "pages").glob("*.py")),
    }


@each_lesson
def test_lesson_texts_have_no_exclamation_mark(lesson):
    text = (ROOT / "assets" / "lessons" / f"{lesson.key}.md").read_text("utf-8")
    assert "!" not in text.replace("![", "[")


@each_lesson
def test_every_lesson_is_one_step_for_back(open_page, lesson):
    (element,) = open_page(lesson.key).sidebar.get("bidi_component")
    assert element.proto.component_name == "unrolled_address"


def rooms_of_pictures(block, height_px=0):
    """Yield for each browser component in a block the height of the closest place that keeps its room."""
    for child in block.children.values():
        if child.type == "bidi_component":
            yield height_px
        elif hasattr(child, "children"):
            config = getattr(child.proto, "height_config", None)  # a column has none
            yield from rooms_of_pictures(child, (config and config.pixel_height) or height_px)


@each_lesson
def test_the_room_of_a_lesson_s_first_picture_is_kept_before_any_style_sheet_is_there(open_page, lesson):
    assert next(rooms_of_pictures(open_page(lesson.key).main)) > 100
