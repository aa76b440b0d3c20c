#!/usr/bin/python3
"""Writes the golden values of pytorch_test.cpp: what PyTorch computes from given weights.

    apt-get install python3-torch && /usr/bin/python3 tests/golden/generate.py

Everything is computed in double. The weights come from a formula that the test repeats, so that only results are
stored. Our W is [I x GH], PyTorch's weight_ih is [GH x I]; bias_hh is zero throughout.
"""
import pathlib

import torch
from torch import nn

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)
HERE = pathlib.Path(__file__).parent


def numbers(count, seed, bound=0.5):
    """x <- (1103515245 x + 12345) mod 2^31, as a fraction in [-bound, bound): the same in every language."""
    x, out = seed, []
    for _ in range(count):
        x = (1103515245 * x + 12345) % 2**31
        out.append((x / 2**30 - 1) * bound)
    return torch.tensor(out)


def ids(count, seed, size):
    x, out = seed, []
    for _ in range(count):
        x = (1103515245 * x + 12345) % 2**31
        out.append((x >> 16) % size)
    return torch.tensor(out)


def array(name, values):
    flat = values.detach().reshape(-1).tolist()
    lines, line = [], " "
    for v in flat:
        text = f" {v.hex()},"
        if len(line) + len(text) > 118:
            lines.append(line)
            line = " "
        line += text
    lines.append(line)
    return f"inline constexpr double {name}[] = {{\n" + "\n".join(lines) + "\n};\n"


def inject(module, layer, i, h, gates, seed):
    """Fills one layer from W [I x GH], U [H x GH], b [GH] of our layout; returns the seed after it."""
    parts = {"weight_ih": (i, gates * h), "weight_hh": (h, gates * h), "bias_ih": (1, gates * h)}
    for name, (rows, cols) in parts.items():
        ours = numbers(rows * cols, seed).reshape(rows, cols)
        target = getattr(module, f"{name}_l{layer}")
        target.data.copy_(ours.reshape(-1) if name == "bias_ih" else ours.T)
        seed += 1
    bias = getattr(module, f"bias_hh_l{layer}")
    bias.data.zero_()
    if gates == 3:
        # A GRU's second bias matters in its last third, our v; PyTorch may train only that.
        bias.data[2 * h :] = numbers(h, seed)
        bias.register_hook(lambda g: torch.cat([torch.zeros(2 * h), g[2 * h :]]))
        return seed + 1
    bias.requires_grad_(False)
    return seed


def steps():
    """One step of each cell from a given state: I = 3, H = 4, B = 2."""
    out = []
    x, h, c = numbers(6, 900).reshape(1, 2, 3), numbers(8, 901).reshape(1, 2, 4), numbers(8, 902).reshape(1, 2, 4)
    lstm = nn.LSTM(3, 4)
    inject(lstm, 0, 3, 4, 4, 100)
    _, (h1, c1) = lstm(x, (h, c))
    out += [array("lstm_step_h", h1), array("lstm_step_c", c1)]
    for activation in ("tanh", "relu"):
        rnn = nn.RNN(3, 4, nonlinearity=activation)
        inject(rnn, 0, 3, 4, 1, 200)
        _, h1 = rnn(x, h)
        out.append(array(f"elman_{activation}_step_h", h1))
    gru = nn.GRU(3, 4)
    inject(gru, 0, 3, 4, 3, 700)
    _, h1 = gru(x, h)
    out.append(array("gru_step_h", h1))
    return out


V, E, H, L, T, B = 7, 3, 5, 2, 6, 2


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(V, E)
        self.lstm = nn.LSTM(E, H, L)
        self.linear = nn.Linear(H, V)
        self.embedding.weight.data.copy_(numbers(V * E, 300).reshape(V, E))
        seed = inject(self.lstm, 0, E, H, 4, 301)
        seed = inject(self.lstm, 1, H, H, 4, seed)
        self.linear.weight.data.copy_(numbers(H * V, seed).reshape(H, V).T)
        self.linear.bias.data.copy_(numbers(V, seed + 1))

    def loss(self, inputs, targets, state=None):
        y, state = self.lstm(self.embedding(inputs), state)
        z = self.linear(y)
        return nn.functional.cross_entropy(z.reshape(-1, V), targets.reshape(-1)), z, state

    def in_our_order(self):
        """(parameter, is a matrix that we keep transposed)"""
        yield self.embedding.weight, False
        for layer in range(L):
            yield getattr(self.lstm, f"weight_ih_l{layer}"), True
            yield getattr(self.lstm, f"weight_hh_l{layer}"), True
            yield getattr(self.lstm, f"bias_ih_l{layer}"), False
        yield self.linear.weight, True
        yield self.linear.bias, False


def gradients():
    model = Model()
    loss, z, _ = model.loss(ids(T * B, 500, V).reshape(T, B), ids(T * B, 501, V).reshape(T, B))
    loss.backward()
    flat = [(p.grad.T if matrix else p.grad).reshape(-1) for p, matrix in model.in_our_order()]
    return [array("model_loss", loss), array("model_logits", z), array("model_gradients", torch.cat(flat))]


def training(name, make, theta):
    """Ten steps over one stream text of B streams with carried state; clipped as min(1, theta/||g||)."""
    model, losses, norms, state = Model(), [], [], None
    text = ids(10 * T * B + 1, 600, V)
    stream = (len(text) - 1) // B
    optimizer = make([p for p in model.parameters() if p.requires_grad])
    for step in range(10):
        at = torch.tensor([[b * stream + step * T + t for b in range(B)] for t in range(T)])
        loss, _, state = model.loss(text[at], text[at + 1], state)
        state = tuple(s.detach() for s in state)
        optimizer.zero_grad()
        loss.backward()
        used = [p for p in model.parameters() if p.requires_grad]
        norm = torch.sqrt(sum((p.grad**2).sum() for p in used))
        for p in used:
            p.grad *= min(1.0, theta / norm.item())
        optimizer.step()
        losses.append(loss.item())
        norms.append(norm.item())
    flat = [(p.data.T if matrix else p.data).reshape(-1) for p, matrix in model.in_our_order()]
    return [array(f"{name}_losses", torch.tensor(losses)), array(f"{name}_norms", torch.tensor(norms)),
            array(f"{name}_parameters", torch.cat(flat))]


class Recurrent(nn.Module):
    """Any cell and depth over an embedding; seeds as the test counts them, one a tensor."""

    def __init__(self, cell, gates, layers):
        super().__init__()
        self.embedding = nn.Embedding(V, E)
        self.embedding.weight.data.copy_(numbers(V * E, 300).reshape(V, E))
        self.cell = cell(E, H, layers)
        self.linear = nn.Linear(H, V)
        seed = 301
        for layer in range(layers):
            seed = inject(self.cell, layer, E if layer == 0 else H, H, gates, seed)
        self.linear.weight.data.copy_(numbers(H * V, seed).reshape(H, V).T)
        self.linear.bias.data.copy_(numbers(V, seed + 1))


def curves():
    """A hundred steps of Adam: the losses of every cell with one layer and two."""
    out, text = [], ids(10 * T * B + 1, 600, V)
    stream = (len(text) - 1) // B
    for name, cell, gates in (("rnn", nn.RNN, 1), ("gru", nn.GRU, 3), ("lstm", nn.LSTM, 4)):
        for layers in (1, 2):
            model, state, losses = Recurrent(cell, gates, layers), None, []
            used = [p for p in model.parameters() if p.requires_grad]
            optimizer = torch.optim.Adam(used, lr=0.02)
            for step in range(100):
                if step % 10 == 0:
                    state = None
                at = torch.tensor([[b * stream + step % 10 * T + t for b in range(B)] for t in range(T)])
                y, state = model.cell(model.embedding(text[at]), state)
                state = tuple(s.detach() for s in state) if isinstance(state, tuple) else state.detach()
                loss = nn.functional.cross_entropy(model.linear(y).reshape(-1, V), text[at + 1].reshape(-1))
                optimizer.zero_grad()
                loss.backward()
                torch.nn.utils.clip_grad_norm_(used, 0.3)
                optimizer.step()
                losses.append(loss.item())
            out.append(array(f"{name}_{layers}_curve", torch.tensor(losses)))
    return out


def main():
    parts = steps() + gradients()
    parts += training("adam", lambda p: torch.optim.Adam(p, lr=0.02), 0.3)
    parts += training("sgd", lambda p: torch.optim.SGD(p, lr=0.3, momentum=0.9), 0.25)
    parts += curves()
    head = f"// Written by generate.py with PyTorch {torch.__version__}: do not edit.\n"
    (HERE / "pytorch.inc").write_text(head + "\n".join(parts))


if __name__ == "__main__":
    main()
