"""What the README promises is there: its lessons, its commands, its code and its pictures."""

import json
import re
from pathlib import Path

import pytest

from pages.ui.frame import LESSONS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")


@pytest.mark.parametrize("lesson", LESSONS[1:], ids=lambda lesson: lesson.key)
def test_every_lesson_stands_with_its_question(lesson):
    assert f"| {lesson.title} | {lesson.question} |" in README


def test_example_of_the_core_runs():
    (example,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    exec(example, {})


def test_make_knows_every_target_that_is_named():
    named = set(re.findall(r"make (run|test|check|bench|screenshot)", README))
    assert named == {"run", "test", "check", "bench", "screenshot"}
    assert all(re.search(f"^{target}:", MAKEFILE, re.MULTILINE) for target in named)


def test_modules_that_are_run_exist():
    modules = re.findall(r"python -m ((?:rnn_core|benchmarks)[\w.]*)", README)
    assert modules
    homes = {name: ROOT / name.replace(".", "/") for name in modules}
    runs = {
        name: home.with_suffix(".py").is_file() or (home / "__main__.py").is_file()
        for name, home in homes.items()
    }
    assert [name for name, is_there in runs.items() if not is_there] == []


@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])
def test_figures_of_the_shipped_models_are_those_that_training_wrote(cell):
    figures = json.loads((ROOT / "assets" / "models" / f"{cell}.json").read_text("utf-8"))
    accuracy, error = (f"{100 * figures[name]:.1f}" for name in ("validation_accuracy", "standard_error"))
    (row,) = [line for line in README.splitlines() if f"--cell {cell} ...`" in line]
    assert f"| {accuracy} ± {error} %; {100 * figures['sentence_accuracy']:.1f} % |" in row
    assert f"{figures['validation_size']:,} held-back" in README


def test_files_that_are_linked_exist():
    links = [link for link in re.findall(r"\]\(([^)]+)\)", README) if not link.startswith("https://")]
    assert links
    assert [link for link in links if not (ROOT / link).is_file()] == []


def test_picture_is_light_to_load():
    assert (ROOT / "assets" / "screenshot.png").stat().st_size < 300_000


def test_it_is_short_and_names_no_machine():
    assert len(README.splitlines()) <= 190
    assert not re.search(r"/(home|root|Users|work|tmp)/", README)
