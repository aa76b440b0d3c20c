/** English sentences for errors and notices that the engine reports by code. */
import type { Notice, NoticeCode } from "./text.js";
import { UnrolledError, type ErrorCode, type ErrorDetails } from "./errors.js";

const count = (n: unknown) => Number(n).toLocaleString("en");
const words = (n: unknown) => `${count(n)} word${Number(n) === 1 ? "" : "s"}`;
const characters = (n: unknown) => `${count(n)} character${Number(n) === 1 ? "" : "s"}`;

/** A line or cell of the learner's own data that cannot be read (wasm/engine/tasks/pairs.h, table.h). */
function dataSentence({ problem, line, column, value, needed }: ErrorDetails): string {
  const where = `Line ${line}`;
  switch (problem) {
    case "no-tab": return `${where} (“${value}”) has no tab: write two cells a line with a tab between them.`;
    case "empty-cell": return `${where} has an empty cell: fill it, or remove the line.`;
    case "not-utf8": return `${where} is not UTF-8: save the file with the encoding UTF-8.`;
    case "no-lines": return "There is no line to learn from: give one example a line.";
    case "no-column": return `There is no column “${column}”: choose one of ${value}, or its number from 1.`;
    case "no-cell": return `${where} ends before column “${column}”: fill the cell, or remove the line.`;
    case "decimal-comma": return `${where}, column “${column}”: write “${value}” with a decimal point.`;
    case "not-a-number": return `${where}, column “${column}”: “${value}” is no number. Correct it, remove the line, or choose another column.`;
    case "unequal": return `${where} (“${value}”) has not one label for each character: write a text, a tab, and as many labels, a character each.`;
    case "no-class": return `The model has no class “${value}”: use the classes it learned, or create a new model.`;
    case "too-short": return `There are ${count(value)} points, but at least ${count(needed)} are needed: give more of them, or create the model with a smaller window or fewer lags.`;
    case "generated-only": return "This task makes its examples itself: leave the text out.";
    default: return "The table holds no numbers: give a column of them.";
  }
}

export function errorSentence(code: ErrorCode, d: ErrorDetails): string {
  switch (code) {
    case "text-too-short":
      return `The text has ${d.tokens === "words" ? words(d.characters) : characters(d.characters)}; with this window it needs at least ${count(d.needed)}. Add text, or choose a smaller window.`;
    case "text-too-long":
      return `The text is ${(Number(d.bytes) / 1e6).toFixed(1)} MB; the limit is ${count(Number(d.limit) / 1e6)} MB. Use a part of it.`;
    case "unknown-characters": {
      const unknown = (d.words ?? d.characters) as readonly string[];
      const shown = unknown.slice(0, 8).map((token) => `“${d.words ? token.trim() || token : token}”`).join(" ");
      return `The model has never seen ${shown}${unknown.length > 8 ? " and others" : ""}: use ${d.words ? "words" : "characters"} of the text it learned from.`;
    }
    case "diverged":
      return `Training became unstable at step ${count(d.step)}: ${d.tensor} in layer ${d.layer}, time step ${d.time}, was the first to hold an infinity or NaN. The weights of step ${count(d.restored)} are back. Try a smaller learning rate (it is ${d.rate}) or stronger clipping.`;
    case "bad-file":
      return `This file cannot be opened: ${d.why}. Choose a file that save() wrote.`;
    case "busy":
      return "This model is training already: stop that call of train() first.";
    case "bad-data":
      return dataSentence(d);
    case "nothing-held-out":
      if (d.examples !== undefined) return "No example was held out: create the model with validation above 0 and enough examples.";
      return "No part of the text was held out: create the model with validation above 0, or give a text to measure on.";
    case "no-text":
      return "This model was loaded without a text: give one with engine.load(bytes, { text }) to train it on.";
    case "aborted":
      return "The call was stopped by its signal.";
    case "closed":
      return "This model or its engine has been closed: create a new one.";
    case "no-simd":
      return "This browser has no WebAssembly SIMD, which the engine needs: use Chrome or Edge 95, Firefox 114, Safari 16.4 or newer.";
    case "engine-missing":
      return "The engine's files (its worker and engine.wasm) could not be fetched: check the connection and reload the page.";
    case "engine-damaged":
      return "The engine's file (engine.wasm) arrived damaged or incomplete: reload the page.";
    case "out-of-memory":
      return "The model does not fit into memory: choose fewer hidden units, layers, a smaller batch or window, or a shorter text.";
    case "worker-lost":
      return `The worker that trains was lost; the model is back at step ${count(d.step)}. Start training again to go on from there.`;
    case "invalid-field":
      return "A setting has a value it cannot have.";
  }
}

export const closedError = () => new UnrolledError("closed", errorSentence("closed", {}));

const noticeSentences: Partial<Record<NoticeCode, (d: Record<string, number>) => string>> = {
  "batch-reduced": (d) => `The text fills only ${count(d.batch)} streams, so the batch is ${count(d.batch)} instead of ${count(d.asked)}.`,
  "few-examples": (d) => `There are only ${count(d.batch)} examples to train on, so the batch is ${count(d.batch)} instead of ${count(d.asked)}.`,
  "rare-characters": (d) =>
    `The ${count(d.kept)} most frequent characters are learned; the others (${(100 * d.share!).toFixed(1)} % of the text) count as one unknown character.`,
  "rare-words": (d) =>
    `The ${count(d.kept)} most frequent words and signs are learned; the others (${(100 * d.share!).toFixed(1)} % of the text) count as one unknown word.`,
  "no-validation": () => "The text is too short to hold any of it out for validation.",
};

/** A notice the engine gives by code and numbers. */
export function engineNotice(code: string, details: Record<string, number>): Notice {
  const sentence = noticeSentences[code as NoticeCode];
  return { code: code as NoticeCode, details, message: sentence ? sentence(details) : code };
}
