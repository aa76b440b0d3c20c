import { enFormat as format } from "./format.js";

export const enGradientFlow = {
  title: "How far the gradient flows back",
  field: { cells: "Cells", gap: "Gap to bridge", keys: "Keys", text: "Text to read", "optimizer.rate": "Learning rate", "truncation.steps": "Truncate after τ steps" },
  help: {
    gap: "dots between a key and its return", spectralRadius: "ρ of U before training",
    activation: "of the RNN", "truncation.steps": "0: through the whole line", clip: "0: never",
  },
  choice: {} as Record<string, string>,
  flow: "‖∂L_T/∂h_t‖, by how many steps t lies before T", recall: "Loss on the returning key, in nats",
  steps: "steps back", trained: "training steps", predicted: (radius: string) => `λᵏ, λ = ${radius}`, chance: "guessing",
  column: { distance: "steps back", predicted: "‖∂L_T/∂h_T‖ λᵏ" },
  readFlow: (distance: number, values: string) => `${format.whole(distance)} steps back: ${values}`,
  empty: "Press Measure: three untrained networks read one line, and the gradient of their last prediction is followed back.",
  shrinks: (name: string, factor: string, distance: number) => `${name}: ${factor} of what it was after ${format.whole(distance)} steps back`,
};

export type GradientFlowWords = typeof enGradientFlow;
