#!/usr/bin/python3
"""Writes the golden values of models_test.cpp: a hundred steps of Adam of the models of whole examples.

    apt-get install python3-torch && /usr/bin/python3 tests/golden/generate_models.py

Eight examples of different lengths are one batch, padded and masked, so that their order says nothing. Weights as in
generate.py: tensor by tensor in our order, each from a seed of its own.
"""
import pathlib

import torch
from torch import nn
from torch.nn.functional import cross_entropy, mse_loss, one_hot
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence, pad_sequence

from generate import ids, numbers

HERE = pathlib.Path(__file__).parent
READ, WRITTEN = (5, 3, 1, 6, 2, 4, 6, 3), (3, 4, 0, 2, 5, 1, 4, 3)
H, E, SOURCE_V, V, P, WIDTH, CLASSES, VALUES = 4, 3, 6, 8, 7, 2, 5, 2
BOS, EOS, NOWHERE = V - 2, V - 1, -100
CELLS = {"rnn": (nn.RNN, 1), "gru": (nn.GRU, 3), "lstm": (nn.LSTM, 4)}
LENGTHS = torch.tensor(READ)


def halves(count, seed):
    x, out = seed, []
    for _ in range(count):
        x = (1103515245 * x + 12345) % 2**31
        out.append(((x >> 16) / 2**14 - 1) * 0.5)
    return torch.tensor(out)


def array(name, values):
    rows = [values[k : k + 8] for k in range(0, len(values), 8)]
    text = "\n".join("  " + " ".join(f"{v:.11f}," for v in row) for row in rows)
    return f"inline constexpr double {name}[] = {{\n{text}\n}};\n"


SOURCES = [ids(n, 1000 + k, SOURCE_V) for k, n in enumerate(READ)]
TAGS = [ids(n, 1100 + k, CLASSES) for k, n in enumerate(READ)]
LABELS = torch.cat([ids(1, 1200 + k, CLASSES) for k in range(8)])
FRAMES = [halves(n * WIDTH, 1300 + k).reshape(n, WIDTH) for k, n in enumerate(READ)]
VALUE_ROWS = [halves(n * VALUES, 1400 + k).reshape(n, VALUES) for k, n in enumerate(READ)]
TARGETS = [ids(n, 1500 + k, V - 2).long() for k, n in enumerate(WRITTEN)]
PICTURES = torch.stack([halves(P, 1600 + k) for k in range(8)])
MASK = torch.arange(max(READ))[:, None] < LENGTHS[None, :]


class Weights:
    """Hands out the tensors of a model in our order."""

    def __init__(self):
        self.seed = 300

    def matrix(self, rows, cols):
        self.seed += 1
        return numbers(rows * cols, self.seed - 1).reshape(rows, cols)

    def embedding(self, size, width):
        module = nn.Embedding(size, width)
        module.weight.data.copy_(self.matrix(size, width))
        return module

    def linear(self, i, o):
        module = nn.Linear(i, o)
        module.weight.data.copy_(self.matrix(i, o).T)
        module.bias.data.copy_(self.matrix(1, o)[0])
        return module

    def recurrent(self, cell, i, h, layers=1, directions=1):
        kind, gates = CELLS[cell]
        module = kind(i, h, layers, bidirectional=directions == 2)
        for layer in range(layers):
            for end in ("", "_reverse")[:directions]:
                self.direction(module, f"_l{layer}{end}", (i if layer == 0 else directions * h, h, gates))
        return module

    def direction(self, module, end, shape):
        i, h, gates = shape
        getattr(module, "weight_ih" + end).data.copy_(self.matrix(i, gates * h).T)
        getattr(module, "weight_hh" + end).data.copy_(self.matrix(h, gates * h).T)
        getattr(module, "bias_ih" + end).data.copy_(self.matrix(1, gates * h)[0])
        bias = getattr(module, "bias_hh" + end)
        bias.data.zero_()
        if gates == 3:
            # Of a GRU's second bias only the last third is a parameter of its own, our v.
            bias.data[2 * h :] = self.matrix(1, h)[0]
            bias.register_hook(lambda g: torch.cat([torch.zeros(2 * h), g[2 * h :]]))
        else:
            bias.requires_grad_(False)


class Reader(nn.Module):
    """width: of frames; else ids, embedded or one-hot. Readout: every, last or mean."""

    def __init__(self, cell, layers, directions, readout, outputs=CLASSES, width=0, embed=E):
        super().__init__()
        w = Weights()
        self.readout, self.width = readout, width
        self.embedding = w.embedding(SOURCE_V, embed) if embed and not width else None
        self.cell = w.recurrent(cell, width or embed or SOURCE_V, H, layers, directions)
        self.head = w.linear(directions * H, outputs)

    def forward(self):
        if self.width:
            x = pad_sequence(FRAMES)
        elif self.embedding:
            x = self.embedding(pad_sequence(SOURCES))
        else:
            x = one_hot(pad_sequence(SOURCES), SOURCE_V).double()
        y, state = self.cell(pack_padded_sequence(x, LENGTHS, enforce_sorted=False))
        y, _ = pad_packed_sequence(y)
        if self.readout == "every":
            return self.head(y[MASK])
        if self.readout == "mean":
            return self.head((y * MASK[:, :, None]).sum(0) / LENGTHS[:, None])
        h = state[0] if isinstance(state, tuple) else state
        directions = 2 if self.cell.bidirectional else 1
        return self.head(torch.cat(list(h[-directions:]), 1))


class EncoderDecoder(nn.Module):
    def __init__(self, cell, layers=1, directions=1, every=False, attention=None, picture=False):
        super().__init__()
        w = Weights()
        self.every, self.attention, self.directions, self.layers = every, attention, directions, layers
        self.picture = picture
        if picture:
            self.first, self.second = w.linear(P, H), w.linear(H, H)
        else:
            self.source_embedding = w.embedding(SOURCE_V, E)
            self.encoder = w.recurrent(cell, E, H // directions, layers, directions)
        self.embedding = w.embedding(V, E)
        self.decoder = w.recurrent(cell, E + (H if every else 0), H, layers)
        if attention == "additive":
            self.query, self.key = nn.Parameter(w.matrix(H, H)), nn.Parameter(w.matrix(H, H))
            self.v = nn.Parameter(w.matrix(1, H))
        if attention:
            self.combine = w.linear(2 * H, H)
        self.head = w.linear(H, V)

    def encode(self):
        if self.picture:
            f = torch.tanh(self.second(torch.relu(self.first(PICTURES))))
            h = f[None].expand(self.layers, -1, -1).contiguous()
            return None, (h, torch.zeros_like(h)) if isinstance(self.decoder, nn.LSTM) else h
        x = self.source_embedding(pad_sequence(SOURCES))
        y, state = self.encoder(pack_padded_sequence(x, LENGTHS, enforce_sorted=False))

        def side_by_side(h):
            parts = h.reshape(self.layers, self.directions, 8, -1)
            return torch.cat([parts[:, d] for d in range(self.directions)], 2).contiguous()

        state = tuple(map(side_by_side, state)) if isinstance(state, tuple) else side_by_side(state)
        return pad_packed_sequence(y)[0], state

    def attend(self, h, keys):
        if self.attention == "dot":
            scores = torch.einsum("tbh,sbh->tbs", h, keys) / H**0.5
        else:
            u = torch.tanh((h @ self.query)[:, None] + (keys @ self.key)[None])
            scores = torch.einsum("tsbh,h->tbs", u, self.v[0])
        alpha = scores.masked_fill(~MASK.T[None], -torch.inf).softmax(-1)
        c = torch.einsum("tbs,sbh->tbh", alpha, keys)
        return torch.tanh(self.combine(torch.cat([c, h], 2)))

    def forward(self):
        keys, state = self.encode()
        bos = torch.tensor([BOS])
        x = self.embedding(pad_sequence([torch.cat([bos, t]) for t in TARGETS], padding_value=EOS))
        if self.every:
            top = (state[0] if isinstance(state, tuple) else state)[-1]
            x = torch.cat([x, top[None].expand(len(x), -1, -1)], 2)
        h, _ = self.decoder(x, state)
        return self.head(self.attend(h, keys) if self.attention else h)


def said(z):
    targets = pad_sequence([torch.cat([t, torch.tensor([EOS])]) for t in TARGETS], padding_value=NOWHERE)
    return cross_entropy(z.reshape(-1, V), targets.reshape(-1), ignore_index=NOWHERE)


def curve(name, model, loss_of):
    used, losses = [p for p in model.parameters() if p.requires_grad], []
    optimizer = torch.optim.Adam(used, lr=0.01)
    for _ in range(100):
        loss = loss_of(model())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return array(f"{name}_curve", losses)


def readers():
    # In the order of time, then of examples, as y[MASK] gives them.
    tags = pad_sequence(TAGS)[MASK]
    values = pad_sequence(VALUE_ROWS)[MASK]
    first_values = torch.stack([rows[0] for rows in VALUE_ROWS])
    for layers in (1, 2):
        yield curve(f"tagger_{layers}", Reader("lstm", layers, 2, "every"), lambda z: cross_entropy(z, tags))
    for readout, embed in (("last", E), ("mean", 0)):
        yield curve(f"classifier_{readout}", Reader("gru", 2, 2, readout, embed=embed), lambda z: cross_entropy(z, LABELS))
    once = Reader("lstm", 1, 2, "last", VALUES, WIDTH)
    yield curve("regression_last", once, lambda z: mse_loss(z, first_values))
    each = Reader("rnn", 2, 1, "every", VALUES, WIDTH)
    yield curve("regression_every", each, lambda z: mse_loss(z, values))


def encoder_decoders():
    for cell in CELLS:
        yield curve(f"{cell}_initial", EncoderDecoder(cell, layers=2), said)
        yield curve(f"{cell}_every", EncoderDecoder(cell, directions=2, every=True), said)
    yield curve("dot", EncoderDecoder("lstm", directions=2, attention="dot"), said)
    yield curve("additive", EncoderDecoder("gru", layers=2, every=True, attention="additive"), said)
    yield curve("picture", EncoderDecoder("lstm", layers=2, every=True, picture=True), said)


def main():
    head = f"// Written by generate_models.py with PyTorch {torch.__version__}: do not edit.\n"
    (HERE / "models.inc").write_text(head + "\n".join([*readers(), *encoder_decoders()]))


main()
