import pytest
import torch

from rnn_core.sentiment import pace
from rnn_core.sentiment.pace import Occasion, Rhythm, Speed, flushes_denormals, one_quiet_thread


@pytest.fixture(autouse=True)
def _settings():
    """Give the settings back, whatever a test does."""
    threads, flushes = torch.get_num_threads(), flushes_denormals()
    yield
    torch.set_num_threads(threads)
    torch.set_flush_denormal(flushes)


@pytest.mark.parametrize("flushes", [False, True])
def test_whether_denormals_are_flushed_is_known(flushes):
    torch.set_flush_denormal(flushes)
    assert flushes_denormals() == flushes


@pytest.mark.parametrize("flushes", [False, True])
@pytest.mark.parametrize("threads", [1, 2])
def test_the_callers_settings_come_back(flushes, threads):
    torch.set_flush_denormal(flushes)
    torch.set_num_threads(threads)
    with one_quiet_thread():
        assert (flushes_denormals(), torch.get_num_threads()) == (True, 1)
    assert (flushes_denormals(), torch.get_num_threads()) == (flushes, threads)


def test_one_inside_another_leaves_the_outer_one_as_it_was():
    torch.set_flush_denormal(False)
    with one_quiet_thread():
        with one_quiet_thread():
            pass
        assert (flushes_denormals(), torch.get_num_threads()) == (True, 1)
    assert not flushes_denormals()


def test_the_settings_come_back_after_an_error():
    torch.set_flush_denormal(False)
    with pytest.raises(ZeroDivisionError), one_quiet_thread():
        _ = 1 / 0
    assert not flushes_denormals()


def test_what_costs_much_is_done_rarely(monkeypatch):
    clock = iter([0.0, 0.01, 1.0, 1.6])
    monkeypatch.setattr(pace.time, "thread_time", lambda: next(clock))
    judging = Occasion(every_s=2.0, share=0.03)
    assert [judging.is_due(at_s) for at_s in (0.9, 1.0)] == [False, True], "the first comes early"
    with judging.timed(1.0):
        pass
    assert judging.next_s == pytest.approx(3.0), "cheap: by its own rhythm"
    with judging.timed(3.0):
        pass
    assert judging.next_s == pytest.approx(3.0 + 0.6 / 0.03), "0.6 s may come once in 20 s"


def test_a_rhythm_counts_from_the_last_time(monkeypatch):
    clock = iter([0.0, 0.2, 0.3, 0.4, 0.6])
    monkeypatch.setattr(pace.time, "perf_counter", lambda: next(clock))
    telling = Rhythm(0.25)
    assert [telling.is_due() for _ in range(4)] == [False, True, False, True]


def test_the_speed_is_that_since_the_last_question():
    speed = Speed()
    speed.add(100)
    assert speed.since_last(2.0) == pytest.approx(50)
    assert speed.since_last(2.0) is None
    speed.add(30)
    assert speed.since_last(3.0) == pytest.approx(30)
