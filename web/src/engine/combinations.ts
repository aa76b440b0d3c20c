/** Settings that have to go together. The API refuses what does not; the studio says so at the field. */
import type { CellName, HoldSettings } from "./api.js";
import type { FieldProblem } from "./settings.js";

/** Values by their dotted names. */
export type Flat = Record<string, number | string>;

export const gates: Record<string, readonly string[]> = { lstm: ["i", "f", "g", "o"], gru: ["r", "z"], rnn: [] };

/** What each gate is held at, in the order of the cell's weights; below 0 it is free. */
export function heldGates({ cell, hold }: { cell: CellName; hold: Required<HoldSettings> }): [number, number, number, number] {
  const held = gates[cell]!.map((gate) => hold[gate as keyof typeof hold]);
  return [...held, -1, -1, -1, -1].slice(0, 4) as [number, number, number, number];
}

/** What `feeding.k` is where nobody says: the five schedules mean five things by it. */
export const usualK: Record<string, number> = { "truth": 1, "constant": 0.5, "linear": 1, "exponential": 0.999, "inverse-sigmoid": 500 };

/** With the k that is usual for the schedule. */
export const withUsualK = (values: Flat): Flat => ({ ...values, "feeding.k": usualK[values["feeding.name"]!]! });

/** ε of scheduled sampling is a probability, and has to fall. */
const rangesOfK: Record<string, readonly [min: number, max: number]> = { "constant": [0, 1], "exponential": [0, 0.999999], "inverse-sigmoid": [1, 1e6] };

/** Tasks without a decoder; only a decoder reads what it has written. */
const onlyRead = ["classify", "tag", "forecast"];

/** The first field whose value another one rules out. */
export function combinationProblem(values: Flat): [name: string, FieldProblem] | null {
  const { "feeding.k": k, "feeding.name": schedule, cell, task } = values as { "feeding.k": number; "feeding.name": string; cell: string; task: string };
  if (onlyRead.includes(task) && schedule !== "truth") return ["feeding.name", { reason: "not-a-choice", value: schedule, choices: ["truth"] }];
  const [min, max] = rangesOfK[schedule] ?? [-Infinity, Infinity];
  if (k < min || k > max) return ["feeding.k", { reason: "beside", value: String(k), other: "feeding.name", choice: schedule, min, max }];
  for (const [wanted, names] of Object.entries(gates)) {
    for (const name of names.map((gate) => `hold.${gate}`)) {
      const held = values[name] as number;
      if (held > -1 && held < 0) return [name, { reason: "not-a-choice", value: String(held), choices: ["-1", "0 to 1"] }];
      if (held >= 0 && wanted !== cell) return [name, { reason: "no-such-gate", value: String(held), cell, wanted }];
    }
  }
  return null;
}
