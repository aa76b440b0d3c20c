#!/usr/bin/python3
"""Saved classifiers and encoder-decoders in PyTorch: the middle of the round that example_files.mjs makes.

    tests/golden/example_files.py DIR

Reads each *.ours.safetensors with its examples, compares the mean loss in nats with the engine's, and leaves a model of
random weights of PyTorch's own beside it. Needs python3-torch and python3-numpy; everything is computed in double.
"""
import json
import pathlib
import sys

import torch
from torch import nn

from files import CELLS, TOLERANCE, read_safetensors, renewed, write_safetensors

torch.set_default_dtype(torch.float64)


def cell_of(settings, inputs, hidden, bidirectional):
    return CELLS[settings["cell"]](inputs, hidden, settings["layers"], bidirectional=bidirectional)


class Classifier(nn.Module):
    def __init__(self, s, sizes):
        super().__init__()
        self.s, D = s, 2 if s["bidirectional"] else 1
        self.embedding = nn.Embedding(sizes["source"], s["embedding"])
        setattr(self, s["cell"], cell_of(s, s["embedding"], s["hidden"], s["bidirectional"]))
        self.linear = nn.Linear(D * s["hidden"], sizes["classes"])

    def loss(self, source, target):
        y, last = getattr(self, self.s["cell"])(self.embedding(source).unsqueeze(1))
        h = last[0] if isinstance(last, tuple) else last
        D = 2 if self.s["bidirectional"] else 1
        feature = y.mean(0) if self.s["readout"] == "mean" else torch.cat(list(h[-D:]), 1)
        return nn.functional.cross_entropy(self.linear(feature), target, reduction="sum"), 1


class Half(nn.Module):
    """An encoder or a decoder: its embedding and its cell."""

    def __init__(self, s, V, inputs, hidden, bidirectional):
        super().__init__()
        self.embedding = nn.Embedding(V, s["embedding"])
        setattr(self, s["cell"], cell_of(s, inputs, hidden, bidirectional))


class Attention(nn.Module):
    def __init__(self, H):
        super().__init__()
        self.combine = nn.Linear(2 * H, H)


class Writer(nn.Module):
    def __init__(self, s, sizes):
        super().__init__()
        H, D = s["hidden"], 2 if s["bidirectional"] else 1
        self.s, self.bos, self.eos = s, sizes["target"], sizes["target"] + 1
        self.encoder = Half(s, sizes["source"], s["embedding"], H // D, s["bidirectional"])
        self.decoder = Half(s, sizes["target"] + 2, s["embedding"] + (H if s["context"] == "every" else 0), H, False)
        if s["attention"] == "dot":
            self.attention = Attention(H)
        self.linear = nn.Linear(H, sizes["target"] + 2)

    def bridge(self, state):
        """Directions side by side."""
        L, D = self.s["layers"], 2 if self.s["bidirectional"] else 1
        return state.reshape(L, D, -1).reshape(L, 1, -1).contiguous()

    def loss(self, source, target):
        keys, last = getattr(self.encoder, self.s["cell"])(self.encoder.embedding(source).unsqueeze(1))
        state = tuple(self.bridge(part) for part in last) if isinstance(last, tuple) else self.bridge(last)
        read = torch.cat([torch.tensor([self.bos]), target])
        x = self.decoder.embedding(read).unsqueeze(1)
        if self.s["context"] == "every":
            context = (state[0] if isinstance(state, tuple) else state)[-1:]
            x = torch.cat([x, context.expand(len(read), 1, -1)], 2)
        y, _ = getattr(self.decoder, self.s["cell"])(x, state)
        y = y.squeeze(1)
        if self.s["attention"] == "dot":
            alpha = torch.softmax(y @ keys.squeeze(1).T / self.s["hidden"] ** 0.5, 1)
            y = torch.tanh(self.attention.combine(torch.cat([alpha @ keys.squeeze(1), y], 1)))
        said = torch.cat([target, torch.tensor([self.eos])])
        return nn.functional.cross_entropy(self.linear(y), said, reduction="sum"), len(said)


def mean_loss(model, examples, tables):
    source, target, classes = tables
    total, count = 0.0, 0
    for e in examples:
        read = torch.tensor([source[c] for c in e["source"]])
        said = torch.tensor([classes.index(e["target"])] if classes else [target[c] for c in e["target"]])
        loss, n = model.loss(read, said)
        total, count = total + loss.item(), count + n
    return total / count


def check(folder):
    worst = 0
    for k, path in enumerate(sorted(folder.glob("*.ours.safetensors"))):
        name = path.name.removesuffix(".ours.safetensors")
        told = json.loads((folder / f"{name}.ours.json").read_text())
        tensors, metadata = read_safetensors(path)
        settings = json.loads(metadata["settings"])
        tables = [{c: n + 1 for n, c in enumerate(metadata[key])} for key in ("source", "target")]
        classes = [c for c in metadata["classes"].split("\n") if c]
        sizes = {"source": len(tables[0]) + 1, "target": len(tables[1]) + 1, "classes": len(classes)}
        model = (Classifier if classes else Writer)(settings, sizes)
        model.load_state_dict({n: t for n, t in tensors.items() if not n.startswith("training.")})
        difference = abs(mean_loss(model, told["examples"], (*tables, classes)) - told["loss"])
        print(f"{name:32} engine -> PyTorch  {difference:.1e}")
        worst = max(worst, difference)
        renewed(model, k)
        write_safetensors(folder / f"{name}.torch.safetensors", model.state_dict(), metadata, "F32")
        answer = {"loss": mean_loss(model, told["examples"], (*tables, classes))}
        (folder / f"{name}.torch.json").write_text(json.dumps(answer))
    if not worst <= TOLERANCE:
        sys.exit(f"The losses differ by {worst:.1e}; {TOLERANCE:.0e} is allowed.")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    check(pathlib.Path(sys.argv[1]))
