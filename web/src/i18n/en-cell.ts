import { enFormat as format } from "./format.js";

export const enCell = {
  title: "One cell, one operation at a time",
  field: { hidden: "Units", embedding: "Inputs", passage: "Text", pace: "Slow motion", activation: "Activation" } as Record<string, string>,
  help: { hidden: "of h", embedding: "numbers that stand for a character", passage: "learned by heart, and read here", pace: "seconds for each operation", activation: "of the RNN" } as Record<string, string>,
  choice: {} as Record<string, string>,
  passage: "Character that is read", character: (t: number, shown: string) => `Character ${t + 1}: ${shown}`, space: "space",
  operation: "Operation", operations: "Operations, in their order",
  back: "Back", forward: "Next", play: "Slow motion", stop: "Stop",
  place: (at: number, all: number, pass: string) => `${pass}, operation ${at} of ${all}`,
  pass: { forward: "Forward", backward: "Backward" } as Record<string, string>,
  diagram: { forward: "Values", backward: "Gradients" } as Record<string, string>,
  numbers: { forward: "All numbers of the way forward", backward: "All gradients of the way back" } as Record<string, string>,
  states: "Inputs and states", gate: (name: string) => `Gate ${name}`, whole: "The cell",
  given: "This number is given. Change it and see what follows.", edit: "Value", undo: (n: number) => `Undo ${n === 1 ? "the change" : `all ${n} changes`}`,
  was: (before: string) => `was ${before}`, follows: "What has changed because of it is underlined.",
  opens: "Press a number to see how it comes about.",
  empty: "Press Train to give the cell a small text to learn, or Measure to step through it untrained.",
  unfit: (most: number) => `This model is too large to be shown number by number, or has gates that are held. The cell needs at most ${most} units and from 1 to ${most} inputs.`,
  noCode: "The code did not arrive. Check the connection and reload the page.",
  sentence: (at: string, name: string, arithmetic: string) => `${at}. ${name} = ${arithmetic}`,
  outside: "dW and dx are computed for all time steps at once, outside of the cell: no line here is lit.",
  columns: { name: "number", row: "row", column: "unit", value: "value", before: "before the change" },
  unit: (n: number) => `unit ${format.whole(n)}`,
};

export type CellWords = typeof enCell;
