import { enFormat as format } from "./format.js";

export const enGradientFlow = {
  title: "How far the gradient flows back",
  field: {
    cells: "Cells", gap: "Longest gap", keys: "Keys", "optimizer.rate": "Learning rate", clip: "Clip the gradient at", spectralRadius: "Spectral radius λ",
    "truncation.steps": "Truncate after τ steps",
  } as Record<string, string>,
  help: {
    gap: "dots between a key and its return", keys: "which of so many has to be remembered", spectralRadius: "of every U before training",
    activation: "of the RNN", "truncation.steps": "no gradient crosses a τ-th step; 0 cuts nowhere", clip: "largest norm; 0 never clips", forgetBias: "of the LSTM; above 0 it remembers more at first",
    recurrent: "what every U is drawn as",
  } as Record<string, string>,
  choice: { rnn: "RNN" } as Record<string, string>,
  flow: "Gradient of the last loss at earlier states", recall: "Loss on the returning key", norms: "Norm of the whole gradient", portrait: "States of a two-unit RNN that reads dots",
  flowAxis: "|∂L/∂h|", nats: "nats", stepsBack: "steps back", trained: "training steps", fixed: "Fixed points", paths: "Paths",
  predicted: (radius: string) => `λᵏ, λ = ${radius}`, chance: "guessing", threshold: "clipped here", reach: "training sees no further",
  columns: { distance: "steps back", path: "path", after: "steps", radius: "largest |λ|", step: "training step", predicted: "‖∂L/∂h_T‖ λᵏ", memory: (name: string) => `${name}, c`, recall: (name: string) => `${name}, nats`, norm: (name: string) => `${name}, norm`, clipped: (name: string) => `${name}, clipped` },
  readFlow: (distance: number, values: string) => `${format.whole(distance)} steps back: ${values}`,
  readStep: (step: number, values: string) => `step ${format.whole(step)}: ${values}`,
  readPoint: (x: string, y: string, radius: string, attracts: boolean) => `fixed point at (${x}, ${y}), |λ| = ${radius}: ${attracts ? "attracts" : "does not attract"}`,
  stands: (stable: number, unstable: number) => `Fixed points of the two-unit RNN: ${stable} that ${stable === 1 ? "attracts" : "attract"}, ${unstable} that ${unstable === 1 ? "does" : "do"} not.`,
  empty: "Press Measure to see how far back the gradient reaches in untrained networks, or Train to watch it while they learn to remember a key across a gap.",
  reached: (distance: number, parts: string[]) => `${format.whole(distance)} steps back, the gradient of the last loss is ${format.list(parts)} of what it is at the end.`,
  share: (name: string, share: string) => `${share} (${name})`,
  learned: (names: string[]) => `${format.list(names)} ${names.length === 1 ? "has" : "have"} learned to bring the key back.`,
  guessing: (names: string[]) => `${format.list(names)} still ${names.length === 1 ? "guesses" : "guess"} which key returns.`,
};

export type GradientFlowWords = typeof enGradientFlow;
