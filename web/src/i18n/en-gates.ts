import { enFormat as format } from "./format.js";

export const enGates = {
  title: "What the gates do over a text",
  field: {
    learn: "It learns", own: "Your own text", passage: "It reads", quantity: "Coloured by", follow: "Units that follow", view: "Shown", "hold.i": "Input gate i", "hold.f": "Forget gate f", "hold.g": "Candidate g", "hold.o": "Output gate o",
  } as Record<string, string>,
  help: {
    own: "at least 500 characters, better a few thousand; it stays on this device", passage: "up to 257 characters that occur in what it learns; empty: a passage it never trains on",
    "hold.i": "0: nothing is written; 1: no input gate", "hold.f": "0: all is forgotten; 1: no forget gate, nothing is", "hold.g": "the same is written every time", "hold.o": "0: h says nothing; 1: no output gate",
    forgetBias: "added before training; 0 as usual",
  } as Record<string, string>,
  choice: {
    "marks-en": "lines with quotes and brackets", "marks-zh": "the same in Chinese", story: "the English story", own: "my own text",
    c: "c, the memory cell", h: "h, the hidden state", i: "i, the input gate", f: "f, the forget gate", g: "g, the candidate", o: "o, the output gate",
    quote: "quotes", bracket: "brackets", line: "line", word: "word", free: "free", plain: "untouched", changed: "changed",
  } as Record<string, string>,
  follows: {
    quote: "being inside quotation marks", bracket: "being inside brackets", line: "the position in the line", word: "the position in the word",
  } as Record<string, string>,
  heat: (quantity: string) => `${quantity}: units down, characters across`,
  passage: (quantity: string, unit: number, thing: string) => `Unit ${unit}, ${quantity}; underlined: ${thing}`,
  unit: (unit: number) => `Unit ${unit}: all six, over what it is to follow`,
  means: "All units: their means", followers: "Follows it, and matters", saturation: "Nearly shut, nearly open",
  decay: "All units: ∏ f and what is really remembered", unitDecay: (unit: number) => `Unit ${unit}: ∏ f and what is really remembered`, losses: "Training loss",
  at: "character", steps: "steps", distance: "steps back", product: "∏ f", measured: "measured", skip: "x + F(x)", absR: "|r|", nats: "nats", shut: "below 0.1", opened: "above 0.9", trained: "training steps",
  note: "The skip path of a ResNet, x + F(x), passes the gradient on with derivative 1 per layer: the flat dotted line. The memory cell of an LSTM does nearly the same through time, but with a valve: ∂c_t/∂c_{t−1} ≈ f_t. Over many steps that makes ∏ f, the dashed line. The solid line is the whole ∂c_T/∂c_t, measured by going back through every path; it differs because c also acts through h on the gates of the next step. Hold o at 0 and that way is closed: the lines meet.",
  columns: { product: "∏ f", derivative: "∂c_T/∂c", unit: "unit", r: "r", change: "nats without it", shut: (gate: string) => `${gate} < 0.1`, open: (gate: string) => `${gate} > 0.9`, distance: "steps back", step: "training step", character: "character", mean: (name: string) => `${name}, mean`, unitOf: (name: string, unit: number) => `${name}, unit ${unit}`, norm: (name: string) => `‖${name}‖` },
  readCell: (unit: number, character: string, quantity: string, value: string) => `unit ${unit} after “${character}”: ${quantity} = ${value}`,
  readUnit: (unit: number, r: string, change: string) => `unit ${unit}: r = ${r}; without it ${change} nats`,
  readSaturation: (unit: number, parts: string) => `unit ${unit}: ${parts}`,
  saturationOf: (gate: string, shut: string, open: string) => `${gate} ${shut} shut, ${open} open`,
  readDecay: (distance: number, product: string, measured: string) => `${format.whole(distance)} steps back: ∏ f ${product}, measured ${measured}`,
  readLoss: (step: number, values: string) => `step ${format.whole(step)}: ${values}`,
  lineFeed: "line feed", space: "space",
  empty: "Press Measure to see the gates of an untrained LSTM over the passage, or Train to watch units begin to follow something.",
  tooShort: (has: number, least: number) => `Your own text has ${format.whole(has)} characters so far; from ${format.whole(least)} on it can be learned.`,
  absent: (thing: string) => `Nothing in this passage changes in ${thing}; read one where something does.`,
  follower: (unit: number, quantity: string, thing: string, r: string, best: number) =>
    `${quantity} of unit ${unit} goes with ${thing} with r = ${r}${unit === best ? ", closer than any other unit" : `; unit ${best} goes closest`}.`,
  knocked: (unit: number, change: string, rank: number, all: number) =>
    `With unit ${unit} knocked out, the loss on the passage changes by ${change} nats, ${rank === 1 ? "the most" : `number ${rank}`} of ${all} units.`,
  kept: (distance: number, product: string, measured: string) => `Over ${format.whole(distance)} steps the forget gates alone would keep ${product} of the memory; by all paths it is ${measured}.`,
  losing: (parts: string[]) => `From the same seed, the training loss is now ${format.list(parts)}.`,
  lossOf: (value: string, name: string) => `${value} nats (${name})`,
};

export type GatesWords = typeof enGates;
