"""PyTorch as a runner: a request a line on standard input, an answer a line on standard output.

OPENBLAS_NUM_THREADS in the environment says how many threads multiply.
"""

import json
import os
import sys
import time

import torch
import torch.nn.functional as F

torch.set_num_threads(1)


def blas():
    """The library that is really loaded; torch.__config__ names only what it was built against."""
    try:
        with open("/proc/self/maps") as maps:
            files = {line.split("/")[-1].strip() for line in maps if "openblas" in line or "mkl" in line}
    except OSError:
        files = set()
    return ", ".join(sorted(files)) or "no fast BLAS"


class LanguageModel(torch.nn.Module):
    def __init__(self, work):
        super().__init__()
        self.characters = work["vocabulary"]
        self.lstm = torch.nn.LSTM(self.characters, work["hidden"], work["layers"])
        self.head = torch.nn.Linear(work["hidden"], self.characters)

    def forward(self, ids, state):
        h, state = self.lstm(F.one_hot(ids, self.characters).float(), state)
        return self.head(h), state


class Runner:
    def start(self):
        torch.ones(64, 64) @ torch.ones(64, 64)
        return {"version": torch.__version__, "info": f"{blas()}, threads: {os.environ.get('OPENBLAS_NUM_THREADS')}"}

    def open(self, work, warm_up):
        alphabet = {character: k + 1 for k, character in enumerate(dict.fromkeys(work["text"]))}
        self.batch, self.window = work["batch"], work["window"]
        ids = torch.tensor([alphabet[character] for character in work["text"]])
        self.stream = (len(ids) - 1) // self.batch
        cut = self.stream * self.batch
        self.inputs = ids[:cut].view(self.batch, self.stream).t().contiguous()
        self.targets = ids[1 : cut + 1].view(self.batch, self.stream).t().contiguous()
        self.model = LanguageModel(work)
        self.optimizer = torch.optim.Adam(self.model.parameters(), lr=2e-3)
        self.at, self.state = 0, None
        self.run(warm_up)

    def train_step(self):
        if self.at + self.window > self.stream:
            self.at, self.state = 0, None
        window = slice(self.at, self.at + self.window)
        logits, state = self.model(self.inputs[window], self.state)
        loss = F.cross_entropy(logits.flatten(0, 1), self.targets[window].flatten())
        self.optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 5)
        self.optimizer.step()
        self.at, self.state = self.at + self.window, tuple(part.detach() for part in state)

    def run(self, wanted):
        began, steps = time.perf_counter(), 0
        while steps == 0 or time.perf_counter() - began < wanted:
            self.train_step()
            steps += 1
        return {"characters": steps * self.batch * self.window, "seconds": time.perf_counter() - began}

    @torch.no_grad()
    def generate(self, temperature, _length, wanted):
        began, characters = time.perf_counter(), 0
        ids, state = torch.ones(1, 1, dtype=torch.long), None
        while characters == 0 or time.perf_counter() - began < wanted:
            logits, state = self.model(ids, state)
            row = logits[0]
            ids = row.argmax(1, keepdim=True) if temperature == 0 else torch.multinomial(F.softmax(row / temperature, 1), 1)
            characters += 1
            ids.item()
        return {"characters": characters, "seconds": time.perf_counter() - began}

    def close(self):
        self.model = self.optimizer = None


runner = Runner()
for line in sys.stdin:
    request = json.loads(line)
    try:
        answer = {"value": getattr(runner, request["method"])(*request["args"]) or {}}
    except Exception as error:
        answer = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(answer), flush=True)
