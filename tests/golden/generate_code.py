#!/usr/bin/python3
"""Writes code.json, the golden values of tests/api/code.test.ts: what the NumPy of lessons/code computes.

    apt-get install python3-numpy && /usr/bin/python3 tests/golden/generate_code.py

A character model of each cell reads TEXT once from a zero state; then its gradient is clipped as in one step of training.
The weights come from the formula of generate.py, which the test repeats, so that only results are stored.
"""
import importlib
import json
import pathlib
import sys

import numpy as np

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1] / "lessons" / "code"))
TEXT, H, THETA = "the keeper counts", 5, 0.25
VOCABULARY = sorted(set(TEXT))
V = len(VOCABULARY) + 1  # id 0 is <unk>
GATES = {"rnn": "", "lstm": "ifgo", "gru": "rzn"}


def numbers(shape, seed, bound=0.5):
    x, out = seed, []
    for _ in range(int(np.prod(shape))):
        x = (1103515245 * x + 12345) % 2**31
        out.append((x / 2**30 - 1) * bound)
    return np.array(out).reshape(shape)


class Net:
    """Parameters, what they are called in the engine, and the loss."""

    def __init__(self, cell):
        self.cell, self.twin, wide = cell, importlib.import_module(cell), max(1, len(GATES[cell])) * H
        shapes = {"W": (V, wide), "U": (H, wide), "b": (wide,)} | ({"v": (H,)} if cell == "gru" else {})
        self.p = {name: numbers(shape, 11 + k) for k, (name, shape) in enumerate(shapes.items())}
        self.head = {"W": numbers((H, V), 21), "b": numbers((V,), 22)}
        self.d = {name: np.zeros_like(value) for name, value in self.p.items()}

    def forward(self, ids):
        h = c = np.zeros((1, H))
        steps, states = [], []
        for k in ids:
            x = np.eye(V)[[k]]
            if self.cell == "lstm":
                h, c, saved = self.twin.forward(x, h, c, **self.p)
            else:
                h, saved = self.twin.forward(x, h, **self.p)
            steps.append(saved)
            states.append({"h": h} | ({"c": c} if self.cell == "lstm" else {}))
        return steps, states

    def backward(self, steps, dh_sent):
        """The gradients by name and step, last step first; h and c in full."""
        W = self.p["W"]
        rest = {f"d{name}": value for name, value in self.d.items()}
        dh, dc, out = np.zeros((1, H)), np.zeros((1, H)), []
        for saved, sent in zip(reversed(steps), reversed(dh_sent)):
            dh = dh + sent
            row = {"h": dh}
            if self.cell == "lstm":
                *_, o, tanh_c = saved
                row["c"] = dc + dh * o * (1 - tanh_c**2)
                dh, dc = self.twin.backward(dh, dc, saved, self.p["U"], **rest)
            else:
                dh = self.twin.backward(dh, saved, self.p["U"], **rest)
            out.append(row)
        return out[::-1]


def saved_gates(cell, saved):
    if cell == "lstm":
        return dict(zip("ifgo", saved[3:7]))
    return {"r": saved[2], "z": saved[3], "n": saved[5]} if cell == "gru" else {}


def told(values):
    return [float(f"{v:.9g}") for v in np.ravel(values)]


def table(rows):
    return {name: told([row[name] for row in rows]) for name in rows[0]}


def run(cell):
    net, ids = Net(cell), [1 + VOCABULARY.index(character) for character in TEXT]
    read, target = ids[:-1], ids[1:]
    steps, states = net.forward(read)
    h = np.vstack([state["h"] for state in states])
    z = h @ net.head["W"] + net.head["b"]
    p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    losses = -np.log(p[np.arange(len(target)), target])
    dz = (p - np.eye(V)[target]) / len(target)
    gradients = net.backward(steps, [row[None] for row in dz @ net.head["W"].T])
    parameters = {f"layers.0.{name}": value for name, value in net.d.items()}
    parameters |= {"head.W": h.T @ dz, "head.b": dz.sum(axis=0)}
    clipped, norm = importlib.import_module("clipping").clip(list(parameters.values()), THETA)
    return {
        "losses": told(losses),
        "values": table([saved_gates(cell, s) | state for s, state in zip(steps, states)]),
        "gradients": table(gradients),
        "norm": told(norm)[0],
        "norms": {name: told([np.linalg.norm(g), np.linalg.norm(after)])
                  for (name, g), after in zip(parameters.items(), clipped)},
    }


def main():
    golden = {"text": TEXT, "vocabulary": VOCABULARY, "hidden": H, "clip": THETA, "cells": {cell: run(cell) for cell in GATES}}
    (HERE / "code.json").write_text(json.dumps(golden, ensure_ascii=False, separators=(",", ":")).replace('],"', '],\n"') + "\n")


if __name__ == "__main__":
    main()
