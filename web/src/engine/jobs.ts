/**
 * Runs on the worker. Long calls. Those that only read the model work on a copy of the weights as they were when it
 * began; `shards` brings its own.
 */
import type { MainModule } from "#engine";
import type { CellName, Tensor } from "./api.js";
import { UnrolledError } from "./errors.js";
import type { Opened, OpenModel } from "./host.js";
import type { Bytes, Host, ShardsRequest, TraceRequest } from "./protocol.js";
import { errorSentence, tooFewTokens } from "./sentences.js";
import { fieldError } from "./settings.js";

/** The calls that run in slices and are read when they are done. */
export type JobMethod = Exclude<keyof Host, "open" | "train" | "memory" | "close" | PromptMethod>;

/** The calls that are answered at once. */
export type PromptMethod = "cell" | "weights" | "save" | "examples" | "coins" | "tokenize" | "gradientNorms" | "snapshots" | "snapshot" | "stepBack" | "snapshotFile";

export interface Work<M extends JobMethod> {
  run(milliseconds: number): boolean;
  result(): ReturnType<Host[M]>;
  delete(): void;
}

/** A text's tokens, of which there have to be 2 to `longest`. */
export function readTokens({ session, info }: OpenModel, text: Bytes, longest: number): string[] {
  const ids = session.encode(text);
  const value = `${ids.length} ${info.settings.tokens} long`;
  if (ids.length < 2 || ids.length > longest) throw fieldError("text", { reason: "out-of-range", value, min: 2, max: longest });
  return Array.from(ids, (id) => info.vocabulary[id]!);
}

/** A text of its own, where there is one, has to have so many tokens. */
export function needTokens({ session, info }: OpenModel, text: Bytes, needed: number): void {
  const count = text.length > 0 ? session.encode(text).length : needed;
  if (count < needed) throw tooFewTokens(count, needed, info.settings.tokens);
}

export function evaluateJob(module: MainModule, { session, info }: OpenModel, text: Bytes): Work<"evaluate"> {
  const evaluation = new module.Evaluation(session, text);
  if (evaluation.characters() < 1) {
    evaluation.delete();
    throw tooFewTokens(session.encode(text).length, 2, info.settings.tokens);
  }
  return {
    run: (milliseconds) => evaluation.run(milliseconds),
    result: () => {
      const nats = evaluation.nats();
      return { nats, bits: nats / Math.LN2, perplexity: Math.exp(nats), characters: evaluation.characters(), unknown: evaluation.unknown() };
    },
    delete: () => evaluation.delete(),
  };
}

/** A later request takes the place of one that nobody waits for any more. */
export function shardsJob(model: Opened, request: ShardsRequest): Work<"shards"> {
  const { session } = model;
  const { first, step, window, buffers } = request;
  model.shards = request;
  const lossSums: number[] = [];
  const begin = () => session.beginShard(first + lossSums.length, step, window, buffers[lossSums.length]!);
  session.readParameters(buffers[0]!);
  begin();
  return {
    run: (milliseconds) => {
      if (model.shards !== request) throw new UnrolledError("aborted", errorSentence("aborted", {}));
      if (!session.runShard(milliseconds)) return false;
      lossSums.push(session.answerShard(buffers[lossSums.length]!));
      if (lossSums.length === buffers.length) return true;
      begin();
      return false;
    },
    result: () => ({ buffers, lossSums }),
    delete: () => undefined,
  };
}

const LONGEST_TRACE = 4096;
const traceNames = { lstm: ["i", "f", "g", "o", "c", "h"], gru: ["r", "z", "n", "h"], rnn: ["h"] } as const;

/** Names to read, or the error that says which there are; `others` besides the cell's. */
export function checkedNames(cell: CellName, names: readonly string[] | null, others: readonly string[] = []): readonly string[] {
  const known: readonly string[] = [...traceNames[cell], ...others];
  const wrong = names?.find((name) => !known.includes(name));
  if (wrong !== undefined) throw fieldError("names", { reason: "not-a-choice", value: wrong, choices: known });
  return names ?? traceNames[cell];
}

export function traceJob(module: MainModule, open: OpenModel, r: TraceRequest): Work<"trace"> {
  const { session, info } = open;
  const { cell, layers, hidden } = info.settings;
  const names = checkedNames(cell, r.names, ["logits"]);
  const characters = readTokens(open, r.text, LONGEST_TRACE);
  const steps = characters.length - 1;
  const trace = new module.Trace(session, r.text, r.gradients ? module.Purpose.train : module.Purpose.read);
  const read = (which: "activation" | "gradient") =>
    Array.from({ length: layers }, (_, layer) => {
      const arrays: Record<string, Tensor> = {};
      for (const name of names) {
        if (name !== "logits") arrays[name] = { shape: [steps, hidden], data: trace[which](layer, name) };
        else if (which === "activation" && layer === 0) arrays[name] = { shape: [steps, info.vocabulary.length], data: trace.logits() };
      }
      return arrays;
    });
  return {
    run: (milliseconds) => trace.run(milliseconds),
    result: () => ({ characters, losses: trace.losses(), layers: read("activation"), gradients: r.gradients ? read("gradient") : null }),
    delete: () => trace.delete(),
  };
}
