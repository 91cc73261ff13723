import pytest
import torch

from rnn_core.sentiment.tanh_rnn import TanhRNN, _Recurrence


def pair(input_size=3, hidden_size=4):
    torch.manual_seed(0)
    theirs = torch.nn.RNN(input_size, hidden_size, dtype=torch.float64)
    mine = TanhRNN(input_size, hidden_size).double()
    mine.load_state_dict(theirs.state_dict())
    return mine, theirs


def test_the_parameters_are_those_of_torch():
    mine, theirs = pair()
    shapes = [{name: value.shape for name, value in layer.named_parameters()} for layer in (mine, theirs)]
    assert shapes[0] == shapes[1]


@pytest.mark.parametrize("num_steps", [1, 2, 7])
def test_states_and_every_gradient_agree_with_torch(num_steps):
    mine, theirs = pair()
    x = torch.randn(num_steps, 2, 3, dtype=torch.float64)
    inputs = [x.clone().requires_grad_() for _ in range(2)]
    states = [layer(x_)[0] for layer, x_ in zip((mine, theirs), inputs, strict=True)]
    torch.testing.assert_close(states[0], states[1])
    weight = torch.randn_like(states[0])
    for h in states:
        (h * weight).sum().backward()
    torch.testing.assert_close(inputs[0].grad, inputs[1].grad)
    for (name, mine_p), theirs_p in zip(mine.named_parameters(), theirs.parameters(), strict=True):
        torch.testing.assert_close(mine_p.grad, theirs_p.grad, msg=name)


def test_the_last_state_is_given_too():
    mine, theirs = pair()
    x = torch.randn(5, 2, 3, dtype=torch.float64)
    torch.testing.assert_close(mine(x)[1], theirs(x)[1])


def test_backpropagation_through_time_passes_gradcheck():
    torch.manual_seed(1)
    a = torch.randn(4, 2, 3, dtype=torch.float64, requires_grad=True)
    W_hh = torch.randn(3, 3, dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(_Recurrence.apply, (a, W_hh))
