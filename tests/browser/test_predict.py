"""A real review typed into the Predict page in a real browser, and everything that must not happen to it."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from pages.ui.lanes import signed
from pages.ui.prediction import ARRIVAL, EXAMPLES
from pages.ui.wording import percent, points
from rnn_core.figures.numbers import format_number
from rnn_core.sentiment.checkpoints import load_shipped
from rnn_core.sentiment.close_reading import read_closely
from rnn_core.sentiment.prediction import Prediction, predict
from tests.browser.conftest import PHONE, wait_until_still

REVIEW = "I wanted to love it, but the plot is dull and the jokes are not funny. Only the music is wonderful."
LONG = " ".join(f"{REVIEW} Once more, {k} times over." for k in range(12))
OpenPage = Callable[..., Page]


def core(text: str, model: str = "lstm") -> Prediction:
    loaded = load_shipped(model)
    return predict(loaded.model, loaded.vocabulary, text, temperature=loaded.temperature)


def type_review(page: Page, text: str) -> Locator:
    """Type a review as a person does, and return the reading once it shows that review's last word."""
    area = page.get_by_label("Your review")
    area.fill(text)
    expect(area).to_have_value(text)
    return page.locator(".reading")


@pytest.fixture
def predict_page(open_page: OpenPage) -> Callable[..., Page]:
    def predict_page(query: str = "", **options: object) -> Page:
        page = open_page(f"predict{query}", **options)
        expect(page.locator(".reading .here")).to_be_visible()
        return page

    return predict_page


def test_the_page_arrives_with_an_example_judged(predict_page):
    page = predict_page()
    expected = core(ARRIVAL)
    expect(page.locator(".reading .dot")).to_have_count(expected.num_tokens)
    expect(page.get_by_role("heading", name=expected.label.capitalize())).to_be_visible()
    said = f"{percent(expected.probability)} calibrated probability of positive"
    expect(page.get_by_text(said)).to_be_visible()


def test_a_typed_review_is_judged_and_every_number_is_the_core_s(predict_page):
    page = predict_page()
    type_review(page, REVIEW)
    expected = core(REVIEW)
    expect(page.locator(".reading .dot")).to_have_count(expected.num_tokens)
    said = f"{percent(expected.probability)} calibrated probability of positive"
    expect(page.get_by_text(said)).to_be_visible()
    page.get_by_role("option").first.focus()
    for k, token in enumerate(expected.tokens):
        expect(page.locator(".readout .percent")).to_have_text(f"{percent(token.probability)} positive")
        if k:
            change = token.probability - expected.tokens[k - 1].probability
            expect(page.locator(".readout .change")).to_contain_text(points(change))
        page.keyboard.press("ArrowRight")


def size_of_type(locator: Locator) -> float:
    return float(locator.evaluate("node => getComputedStyle(node).fontSize").removesuffix("px"))


def test_the_verdict_is_the_largest_thing_that_is_said(predict_page):
    page = predict_page()
    heading = page.get_by_role("heading", name=core(ARRIVAL).label.capitalize())
    assert size_of_type(heading) >= 1.4 * size_of_type(page.locator(".readout .percent"))


def test_bars_have_a_direction_and_stand_only_where_the_curve_does_not(predict_page):
    page = predict_page()
    expect(page.locator(".columns .bar")).to_have_count(0)
    expect(page.get_by_text("Bars above their line")).to_be_hidden()
    type_review(page, LONG)
    expect(page.get_by_text("Bars above their line")).to_be_visible()
    expect(page.locator(".reading .dot")).to_have_count(core(LONG).num_tokens)
    drawn = page.locator(".flow .bar").evaluate_all(
        "words => words.map(word => getComputedStyle(word).backgroundSize)"
    )
    for token, sizes in zip(core(LONG).tokens, drawn, strict=True):
        up, down, _ = (float(size.split()[1].removesuffix("px")) for size in sizes.split(", "))
        higher, lower = (up, down) if token.probability > 0.5 else (down, up)
        assert 3 <= higher <= 13
        assert lower == 0


def test_the_keyboard_walks_through_the_words(predict_page):
    page = predict_page()
    after = page.locator(".readout .after")
    page.get_by_role("option", selected=True).focus()
    page.keyboard.press("Home")
    expect(after).to_contain_text("The")
    expect(page.locator(".readout .change")).to_have_text("")
    page.keyboard.press("ArrowLeft")
    expect(after).to_contain_text("The")
    page.keyboard.press("ArrowRight")
    expect(after).to_contain_text("first")
    page.keyboard.press("End")
    expect(after).to_contain_text("“\u2068.\u2069”")
    assert (
        page.evaluate("document.activeElement.shadowRoot.activeElement.getAttribute('aria-selected')")
        == "true"
    )


def test_pointing_at_a_word_reads_it_out(predict_page):
    page = predict_page()
    page.get_by_role("option", name=re.compile("^slow:")).hover()
    expect(page.locator(".readout .after")).to_contain_text("slow")
    page.get_by_role("option", name=re.compile("^nearly:")).click()
    expect(page.locator(".readout .after")).to_contain_text("nearly")
    expect(page.get_by_role("option", name=re.compile("^nearly:"))).to_be_focused()


def test_a_long_review_wraps_and_its_curve_scrolls_to_the_word(predict_page):
    page = predict_page()
    type_review(page, LONG)
    expect(page.locator(".reading .dot")).to_have_count(core(LONG).num_tokens)
    expect(page.locator(".flow")).to_be_visible()
    expect(page.locator(".flow")).to_contain_text("Once more, 7 times over.")
    page.get_by_role("option", selected=True).focus()
    page.keyboard.press("End")
    expect(page.locator(".column").last).to_be_in_viewport()
    assert page.locator(".strip").evaluate("strip => strip.scrollLeft > 1000")
    expect(page.locator(".bars rect")).not_to_have_count(0)  # counted since the typing rests
    expect(page.get_by_role("option", selected=True)).to_be_focused()
    assert page.locator(".strip").evaluate("strip => strip.scrollLeft > 1000")


def test_a_reload_keeps_the_review_and_the_network(predict_page):
    page = predict_page("?predict-model=gru")
    type_review(page, REVIEW)
    expect(page.locator(".reading .dot")).to_have_count(core(REVIEW).num_tokens)
    expect(page).to_have_url(re.compile("predict-text=I"))
    page.reload()
    expect(page.get_by_label("Your review")).to_have_value(REVIEW)
    expected = percent(core(REVIEW, "gru").probability)
    expect(page.get_by_text(f"{expected} calibrated probability of positive")).to_be_visible()


@pytest.mark.parametrize(
    "text",
    [
        "<b>Great</b> <img src=x onerror=alert(1)> <script>alert(1)</script> film &amp; more",
        "**Great** _film_ `code` [link](http://example.org) :red[film] # title",
        "$x^2$ great \\frac{1}{2} $$\\int film$$",
    ],
    ids=["html", "markdown", "latex"],
)
def test_markup_is_shown_as_it_was_typed(predict_page, text):
    page = predict_page()
    reading = type_review(page, text)
    expect(reading.locator(".dot")).to_have_count(core(text).num_tokens)
    shown = reading.locator(".flow").evaluate("flow => flow.textContent")
    assert shown == text
    columns = "".join(reading.locator(".columns").evaluate("columns => columns.textContent").split())
    assert "".join(text.split()).startswith(columns), "only what follows the last word has no column"
    for markup in ("b", "img", "script", "a", "code", "strong", "em", ".katex"):
        assert reading.locator(markup).count() == 0
    assert page.locator(".katex").count() == 0


def test_emoji_are_words_and_hebrew_runs_from_the_right(predict_page):
    page = predict_page()
    text = "הסרט הזה נהדר \U0001f44d\U0001f3fd wow"
    reading = type_review(page, text)
    expect(reading.locator(".dot")).to_have_count(5)
    expect(reading.locator(".chart")).to_have_attribute("dir", "rtl")
    first, last = (reading.locator(".column").nth(k).bounding_box() for k in (0, 4))
    assert first["x"] > last["x"]
    page.get_by_role("option", selected=True).focus()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".readout .after")).to_contain_text("הזה")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".readout .after")).to_contain_text("הסרט")


def test_words_outside_the_vocabulary_are_underlined_and_named(predict_page):
    page = predict_page()
    reading = type_review(page, "A zorbulent film.")
    expect(reading.locator(".dot")).to_have_count(4)
    unknown = reading.locator(".columns .unknown")
    expect(unknown).to_have_text("zorbulent")
    assert unknown.evaluate("node => getComputedStyle(node).textDecorationStyle") == "dotted"
    expect(reading.locator(".legend")).to_contain_text("1 of 4 words and marks is not in the vocabulary")
    page.get_by_role("option", name=re.compile("^zorbulent:")).hover()
    expect(page.locator(".readout .note")).to_have_text("not in the vocabulary")


def test_an_empty_review_is_one_sentence_and_a_hundred_thousand_words_are_taken(predict_page):
    page = predict_page()
    area = page.get_by_label("Your review")
    area.fill("")
    expect(page.get_by_text("The review must hold at least one word; none was found.")).to_be_visible()
    expect(page.locator(".reading")).to_have_count(0)
    area.fill("wonder " * 100_000)
    limit = load_shipped("lstm").model.config.max_tokens
    expect(page.get_by_text(f"only its first {limit:,} words and marks were read")).to_be_visible()
    expect(page.locator(".reading .dot")).to_have_count(limit)


@pytest.mark.parametrize("text", [ARRIVAL, LONG], ids=["short", "long"])
def test_a_phone_never_scrolls_the_page_sideways(predict_page, text):
    page = predict_page(viewport=PHONE)
    type_review(page, text)
    expect(page.locator(".reading .dot")).to_have_count(core(text).num_tokens)
    widths = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert widths[0] <= widths[1]
    box = page.locator(".reading").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE["width"]


@pytest.mark.parametrize(("scheme", "ink"), [("light", "rgb(0, 115, 90)"), ("dark", "rgb(60, 201, 160)")])
def test_the_readout_has_the_output_s_ink_in_both_themes(predict_page, scheme, ink):
    page = predict_page(scheme=scheme)
    expect(page.locator(".readout .percent")).to_have_css("color", ink)


# Looks at every frame while a person types: the dots, the picture's place and opacity, the verdict.
WATCH = """() => {
  const roots = [...document.querySelectorAll("*")].map((host) => host.shadowRoot).filter(Boolean);
  const inside = (selector) => roots.map((root) => root.querySelector(selector)).find(Boolean);
  const [reading, percent] = [inside(".reading"), inside(".verdicts .percent")];
  window.frames_seen = [];
  const look = () => {
    let opacity = 1;
    for (let node = reading.getRootNode().host; node; node = node.parentElement)
      opacity *= getComputedStyle(node).opacity;
    const box = reading.getBoundingClientRect();
    window.frames_seen.push({
      dots: reading.isConnected ? reading.querySelectorAll(".dot").length : 0,
      place: `${Math.round(box.top)} ${Math.round(box.height)}`,
      opacity,
      percent: percent.textContent,
    });
    window.watching = requestAnimationFrame(look);
  };
  look();
}"""


def test_the_verdict_follows_the_keys_and_nothing_flickers(predict_page):
    page = predict_page("?predict-text=This+film")
    area = page.get_by_label("Your review")
    expect(page.locator(".reading .dot")).to_have_count(2)
    entries = page.evaluate("history.length")
    area.press("End")
    wait_until_still(page)
    page.evaluate(WATCH)
    area.press_sequentially(" isn't (very) good!", delay=60)
    expect(page.locator(".reading .dot")).to_have_count(6)
    expect(page.locator(".verdicts .percent").nth(1)).to_have_text(
        percent(core("This film isn't (very) good!").probability)
    )
    frames = page.evaluate("cancelAnimationFrame(window.watching), window.frames_seen")
    assert min(frame["dots"] for frame in frames) == 2, "the picture is never empty"
    assert len({frame["place"] for frame in frames}) == 1, "nothing jumps"
    assert min(frame["opacity"] for frame in frames) == 1, "nothing fades"
    assert "" not in {frame["percent"] for frame in frames}
    expect(area).to_be_focused()
    expect(page).to_have_url(re.compile("predict-text=This"))
    assert page.evaluate("history.length") == entries, "Back leads off the page, not through every key"


def test_an_example_pressed_in_mid_word_is_taken_and_the_words_come_back(predict_page):
    page = predict_page("?predict-text=My+own")
    area = page.get_by_label("Your review")
    area.press("End")
    area.press_sequentially(" words")
    page.get_by_text("Not bad", exact=True).click()
    expect(area).to_have_value(EXAMPLES["Not bad"])
    page.get_by_role("button", name="Back to my words").click()
    expect(area).to_have_value("My own words")


def test_what_an_input_method_composes_is_sent_when_it_is_done(predict_page):
    page = predict_page("?predict-text=good")
    area = page.get_by_label("Your review")
    compose = """(area, [text, event]) => {
      area.value = text;
      area.dispatchEvent(new CompositionEvent(event));
      area.dispatchEvent(new InputEvent("input"));
    }"""
    area.evaluate(compose, ["good に", "compositionstart"])
    page.wait_for_timeout(600)
    assert "%E3%81%AB" not in page.url
    expect(page.locator(".reading .dot")).to_have_count(1)
    area.evaluate(compose, ["good に", "compositionend"])
    expect(page.locator(".reading .dot")).to_have_count(2)


def test_a_word_is_taken_out_swapped_and_replaced_and_comes_back(predict_page):
    page = predict_page("?predict-text=This+is+not+good.")
    area = page.get_by_label("Your review")
    dots = page.locator(".reading .dot")
    before, after = core("This is not good.").probability, core("This is good.").probability
    page.get_by_role("option", name=re.compile("^not:")).click()
    page.get_by_role("button", name="Take out “not”").click()
    expect(area).to_have_value("This is good.")
    moved = f"was {percent(before)}: {points(after - before)}"
    expect(page.locator(".verdicts .change").nth(1)).to_have_text(moved)
    expect(page.locator(".tools .done")).to_have_text(
        f"Review before: {percent(before)}, now: {percent(after)}"
    )
    expect(page.get_by_text("“not” was taken out.")).to_be_visible()
    page.get_by_role("option", name=re.compile("^is:")).click()
    page.get_by_role("button", name="Swap with the next").click()
    expect(area).to_have_value("This good is.")
    expect(dots).to_have_count(4)
    page.get_by_role("option", name=re.compile("^good:")).click()
    page.get_by_label("Another word").fill("bad")
    page.get_by_label("Another word").press("Enter")
    expect(area).to_have_value("This bad is.")
    for text in ("This good is.", "This is good.", "This is not good."):
        page.get_by_role("button", name="Undo").click()
        expect(area).to_have_value(text)
    expect(page.get_by_role("button", name="Undo")).to_be_disabled()
    page.get_by_role("option", name=re.compile("^not:")).press("Delete")
    expect(area).to_have_value("This is good.")
    expect(page.get_by_role("option", name=re.compile("^good:"))).to_be_focused()


def test_one_touch_lights_a_word_in_every_lane_and_a_cell_says_its_number(predict_page):
    page = predict_page()
    loaded = load_shipped("lstm")
    states = read_closely(loaded.model, loaded.vocabulary, ARRIVAL).gradients
    column = page.get_by_role("option", name=re.compile("^slow:"))
    column.hover()
    wait_until_still(page)
    box, heat = column.bounding_box(), page.locator("canvas.heat").bounding_box()
    assert box["y"] + box["height"] >= heat["y"] + heat["height"] - 1, (
        "its frame goes down to the heatmap's end"
    )
    expect(page.locator(".readout .shares")).to_contain_text(f"share {signed(states.shares[4].item())}")
    unit_height = heat["height"] / 64
    for unit, order in ((10, None), (int(loaded.model.output.weight[0].argmax()), "weight in the output")):
        if order:
            page.get_by_role("button", name=order).click()
        row = 0 if order else unit
        place = heat["y"] - box["y"] + (row + 0.5) * unit_height
        column.hover(position={"x": box["width"] / 2, "y": place})
        number = format_number(states.h[4, unit].item())
        expect(page.locator(".cell")).to_have_text(f"unit {unit + 1} after “slow”: h = {number}")
    expect(page).to_have_url(re.compile("predict-order=weight"))


def test_a_long_review_outlives_a_reload_and_another_network_is_chosen_by_key(predict_page):
    page = predict_page()
    type_review(page, LONG)
    expect(page.locator(".reading .dot")).to_have_count(core(LONG).num_tokens)
    page.reload()
    expect(page.get_by_label("Your review")).to_have_value(LONG)
    expect(page.locator(".reading .dot")).to_have_count(core(LONG).num_tokens)
    page.locator(".verdicts").get_by_role("radio", checked=True).press("ArrowDown")
    expect(page.get_by_role("radio", name=re.compile("^GRU"))).to_be_checked()
    expect(page).to_have_url(re.compile("predict-model=gru"))
    shown = percent(core(LONG, "gru").probability)
    expect(page.get_by_text(f"{shown} calibrated probability of positive")).to_be_visible()
