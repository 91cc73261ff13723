import json
import subprocess
import sys

import pytest

from rnn_core.sentiment.control import CONTROL_FILE, Control, read_control


@pytest.mark.parametrize(
    "control", [Control(), Control(True), Control(False, 1e9, 0.0, 0.95), Control(learning_rate=1.0)]
)
def test_it_travels_as_json(control):
    assert Control.from_json(control.to_json()) == control


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"learning_rate": 0.0}, "learning_rate must be between 1e-08 and 1e+09, found 0.0"),
        ({"learning_rate": float("nan")}, "learning_rate must be between 1e-08 and 1e+09, found nan"),
        ({"clip_norm": -1.0}, "clip_norm must be between 0 and 1e+06, found -1.0"),
        ({"dropout": 1.0}, "dropout must be between 0 and 0.95, found 1.0"),
    ],
)
def test_what_is_not_allowed_is_named(values, said):
    with pytest.raises(ValueError) as caught:
        Control(**values)
    assert str(caught.value) == said


@pytest.mark.parametrize("text", ["", "[]", '{"paused": 1}', '{"speed": 2}', '{"dropout": "much"}'])
def test_what_is_no_control_is_refused_and_changes_nothing(text, tmp_path):
    with pytest.raises(ValueError):
        Control.from_json(text)
    (tmp_path / CONTROL_FILE).write_text(text)
    assert read_control(tmp_path) == Control()


def test_a_folder_without_one_changes_nothing(tmp_path):
    assert read_control(tmp_path) == Control()
    (tmp_path / CONTROL_FILE).write_text(json.dumps({"paused": True, "clip_norm": 2}))
    assert read_control(tmp_path) == Control(paused=True, clip_norm=2.0)


def test_the_pages_read_it_without_torch():
    code = "import sys, rnn_core.sentiment.control; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
