import pytest
import torch

from rnn_core.sentiment.pace import flushes_denormals, one_quiet_thread


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
