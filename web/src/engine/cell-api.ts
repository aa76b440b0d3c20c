/**
 * The public API of a single step of a single cell, as types. Shape letters: B states side by side, I inputs, H units,
 * G gates (LSTM 4: i f g o; GRU 3: r z n; RNN 1), each gate's H rows one below the other as in PyTorch.
 *
 *     const model = await engine.create({ task: "language-model", cell: "lstm", hidden: 3, embedding: 2, text });
 *     const w = await model.weights();                       // { "embedding.weight", "lstm.weight_ih_l0", … }
 *     const weights = {
 *       weight_ih: w["lstm.weight_ih_l0"], weight_hh: w["lstm.weight_hh_l0"], bias_ih: w["lstm.bias_ih_l0"],
 *     };
 *     const { values } = await engine.cell({ cell: "lstm", weights, x: [0.5, -1] });
 *     const next = { h: values.h, c: values.c, x: [1, 0.2], dh: [1, 0, 0] };
 *     const { gradients } = await engine.cell({ cell: "lstm", weights, ...next });
 *     console.log(values.a_f.data, values.f.data, gradients.c.data);   // f = σ(a_f); ∂h₁/∂c before the step
 */
import type { CellName, Tensor } from "./api.js";
import type { HoldSettings } from "./training-api.js";

/** A tensor as the engine gives it, rows of numbers, or a list that is one row; each number from −1e6 to 1e6. */
export type Rows = Tensor | Float32Array | readonly number[] | readonly (readonly number[])[];

/** By PyTorch's names, in its order and shapes. */
export interface CellWeights {
  /** GH × I; I from 1 to 8192. */
  weight_ih: Rows;
  /** GH × H; H from 1 to 64. */
  weight_hh: Rows;
  /** GH. Default: zeros. */
  bias_ih?: Rows;
  /** GH; added to the other but for a GRU's candidate, whose second bias stands within m. Default: zeros. */
  bias_hh?: Rows;
}

export interface CellOptions {
  /** As for a language model. Default "lstm". */
  cell?: CellName;
  /** Elman cell only. Default "tanh". */
  activation?: "tanh" | "relu" | "identity" | "sigmoid";
  /** Gates held at a value, as for a language model. */
  hold?: HoldSettings;
  weights: CellWeights;
  /** B × I, B from 1 to 4096 and at most 2²² / (H (I + H)). */
  x: Rows;
  /** B × H, the state before the step. Default: zeros. */
  h?: Rows;
  /** LSTM only: B × H. Default: zeros. */
  c?: Rows;
  /** B × H: ∂L/∂h after the step, of whatever L. With `dh` or `dc` the step is also gone back. Default: zeros. */
  dh?: Rows;
  /** LSTM only: B × H, what of ∂L/∂c after the step does not come through h. Default: zeros. */
  dc?: Rows;
}

export interface CellStep {
  /**
   * B × H each. LSTM: i f g o c tanh_c h; GRU: r z n m h, m = U_n h + b being what r gates; RNN: h. And of every gate
   * what enters its activation, a_i, a_f … (GRU: a_n = wx_n + r ⊙ m; RNN: a), and before that W x + b alone, wx_i, wx_f …
   * (RNN: wx).
   */
  values: Record<string, Tensor>;
  /**
   * ∂L/∂, null without `dh` and `dc`: x (B × I); h and c before the step; c_t, after it, in full; of the gates before their
   * activation, as in `trace`, i f g o, r z n or a; weight_ih, weight_hh, bias_ih, bias_hh, the sums over all B.
   */
  gradients: Record<string, Tensor> | null;
}
