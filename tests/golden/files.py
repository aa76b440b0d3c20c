#!/usr/bin/python3
"""Saved models in PyTorch. Reads and writes safetensors by hand: eight bytes of length, JSON, numbers.

    node tests/golden/files.mjs       the whole round: engine -> PyTorch -> engine
    tests/golden/files.py golden      writes files.inc, the values of files_test.cpp
    tests/golden/files.py check DIR   the middle of the round; files.mjs calls it

Needs python3-torch and python3-numpy. Everything is computed in double.
"""
import json
import pathlib
import struct
import sys

import numpy
import torch
from torch import nn

from generate import HERE, array, ids, numbers

TOLERANCE = 1e-5
CELLS = {"lstm": nn.LSTM, "gru": nn.GRU, "rnn": nn.RNN}
TYPES = {"F64": "<f8", "F32": "<f4", "F16": "<f2"}


class LanguageModel(nn.Module):
    """A saved language model: its attributes have the names that the file's tensors have."""

    def __init__(self, settings, V):
        super().__init__()
        self.cell, self.V, E = settings["cell"], V, settings.get("embedding", 0)
        if E:
            self.embedding = nn.Embedding(V, E)
        how = {"nonlinearity": settings.get("activation", "tanh")} if self.cell == "rnn" else {}
        setattr(self, self.cell, CELLS[self.cell](E or V, settings["hidden"], settings.get("layers", 1), **how))
        self.linear = nn.Linear(settings["hidden"], V)

    def forward(self, read):
        x = self.embedding(read) if hasattr(self, "embedding") else nn.functional.one_hot(read, self.V).double()
        h, _ = getattr(self, self.cell)(x)
        return self.linear(h)


def read_safetensors(path):
    data = path.read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + length])
    metadata = header.pop("__metadata__", {})
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        flat = numpy.frombuffer(data[8 + length + begin : 8 + length + end], TYPES[entry["dtype"]])
        tensors[name] = torch.tensor(flat.reshape(entry["shape"]).astype("f8"))
    return tensors, metadata


def write_safetensors(path, tensors, metadata, dtype):
    header, data = {"__metadata__": metadata}, b""
    for name, tensor in tensors.items():
        if dtype == "BF16":  # the upper half of a float
            part = (tensor.float().numpy().view("<u4") >> 16).astype("<u2").tobytes()
        else:
            part = tensor.numpy().astype(TYPES[dtype]).tobytes()
        header[name] = {"dtype": dtype, "shape": list(tensor.shape), "data_offsets": [len(data), len(data) + len(part)]}
        data += part
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


def open_model(path):
    """The model, and the ids of characters."""
    tensors, metadata = read_safetensors(path)
    vocabulary = {c: k + 1 for k, c in enumerate(metadata["vocabulary"])}
    model = LanguageModel(json.loads(metadata["settings"]), len(vocabulary) + 1)
    model.load_state_dict({name: t for name, t in tensors.items() if not name.startswith("training.")})
    return model, vocabulary, metadata


def logits(model, vocabulary, text):
    return model(torch.tensor([vocabulary[c] for c in text[:-1]]).unsqueeze(1)).detach().reshape(-1)


def renewed(model, seed):
    """Random weights that every type of number holds exactly, and under which the states of a relu do not grow."""
    torch.manual_seed(seed)
    for parameter in model.parameters():
        parameter.data.copy_((torch.randn_like(parameter) * 0.25).bfloat16().double())


def check(folder):
    """Compares each model of ours with its logits, and leaves one of PyTorch's beside it."""
    worst = 0
    for k, path in enumerate(sorted(folder.glob("*.ours.safetensors"))):
        name = path.name.removesuffix(".ours.safetensors")
        told = json.loads((folder / f"{name}.ours.json").read_text())
        model, vocabulary, metadata = open_model(path)
        difference = (logits(model, vocabulary, told["text"]) - torch.tensor(told["logits"])).abs().max().item()
        print(f"{name:24} engine -> PyTorch  {difference:.1e}")
        worst = max(worst, difference)
        renewed(model, k)
        settings = json.loads(metadata["settings"])
        wanted = {key: settings[key] for key in ("task", "cell", "activation", "hidden", "layers", "embedding")}
        given = {"format": "pt", "settings": json.dumps(wanted), "vocabulary": metadata["vocabulary"]}
        write_safetensors(folder / f"{name}.torch.safetensors", model.state_dict(), given, ("F32", "F64", "BF16", "F16")[k % 4])
        answer = {"text": told["text"], "logits": logits(model, vocabulary, told["text"]).tolist()}
        (folder / f"{name}.torch.json").write_text(json.dumps(answer))
    if not worst <= TOLERANCE:
        sys.exit(f"The logits differ by {worst:.1e}; {TOLERANCE:.0e} is allowed.")


def golden():
    """Logits of models whose tensors come, in the file's order, from a formula that the test repeats."""
    V, H, T, parts = 7, 5, 6, []
    for cell in CELLS:
        for layers in (1, 2):
            for E in (0, 3):
                model = LanguageModel({"cell": cell, "hidden": H, "layers": layers, "embedding": E}, V)
                for seed, parameter in enumerate(model.parameters()):
                    parameter.data.copy_(numbers(parameter.numel(), 1000 + seed, 1.0).reshape(parameter.shape))
                z = model(ids(T, 500, V).unsqueeze(1))
                parts.append(array(f"{cell}_{layers}_{'embedding' if E else 'one_hot'}_logits", z))
    head = f"// Written by files.py with PyTorch {torch.__version__}: do not edit.\n"
    (HERE / "files.inc").write_text(head + "\n".join(parts))


if __name__ == "__main__":
    if sys.argv[1:] == ["golden"]:
        golden()
    elif len(sys.argv) == 3 and sys.argv[1] == "check":
        check(pathlib.Path(sys.argv[2]))
    else:
        sys.exit(__doc__)
