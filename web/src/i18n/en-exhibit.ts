/** What all exhibits say. */
import { enFormat as format } from "./format.js";

const steps = (n: number) => `${format.whole(n)} ${n === 1 ? "step" : "steps"}`;

export const enExhibit = {
  train: "Train", pause: "Pause", resume: "Go on", more: (n: number) => `Train ${steps(n)} more`, reset: "Reset", look: "Measure", retry: "Try again", locked: "set by the course",
  phase: {
    idle: "Nothing has run yet.",
    preparing: "Building the models from the seed …",
    ready: "Measured before training.",
    training: (step: number, goal: number) => `Training: step ${format.whole(step)} of ${format.whole(goal)}.`,
    resting: "Waiting: it goes on when it is in sight.",
    paused: (step: number) => `Paused at step ${format.whole(step)}. Nothing is lost.`,
    finished: (step: number) => `Done: ${steps(step)}.`,
    failed: "Stopped. What you set is kept.",
  },
  trainerMoved: "Another exhibit on this page began to train, so this one paused. It can go on.",
  table: "The same as a table", tableCut: (shown: number, all: number) => `The first ${format.whole(shown)} of ${format.whole(all)} rows; the CSV file has all.`,
  save: "Save or copy", copy: "Copy picture", png: "PNG", svg: "SVG", csv: "CSV (numbers)", copied: "Copied.",
  notCopied: "This browser does not let a page copy pictures here. Save it as PNG instead.",
  read: "Read off values with the arrow keys", settings: "Settings",
  unknownField: (name: string, known: readonly string[]) => `This exhibit has no setting “${name}”. It knows ${known.join(", ")}.`,
  badField: (sentence: string, fallback: string) => `${sentence} Its usual value ${fallback} was taken.`,
  noPreset: (name: string) => `There is no preset “${name}”. Check its name; the usual settings were taken.`,
  badData: (path: string, wanted: string) => `The attribute data cannot be drawn: ${path} must be ${wanted}.`,
  wanted: {
    number: "a finite number", numbers: "a list of finite numbers", matrix: "a list of lists of finite numbers, all equally long",
    text: "a string", list: "a list", object: "an object",
  } as Record<string, string>,
};

export type ExhibitWords = typeof enExhibit;
