/** Runs on the worker. Long calls that write: each works on a copy of the weights as they were when it began. */
import type { MainModule } from "#engine";
import type { Beam, BeamNode, Hypothesis } from "./api.js";
import type { OpenModel } from "./host.js";
import type { Work } from "./jobs.js";
import type { BeamRequest, ExhaustiveRequest, SampleRequest } from "./protocol.js";

const decoder = new TextDecoder();

export function sampleJob(module: MainModule, { session }: OpenModel, r: SampleRequest): Work<"sample"> {
  const { step } = session;
  const { temperature, topK, topP } = r;
  const sampling = new module.Sampling(session, r.prompt, r.length, { temperature, topK, topP }, r.seed, r.end);
  return {
    run: (milliseconds) => sampling.run(milliseconds),
    result: () => ({ text: decoder.decode(sampling.text()), step, logProbability: sampling.logProbability() }),
    delete: () => sampling.delete(),
  };
}

export function beamJob(module: MainModule, { session, info }: OpenModel, { prompt, ...options }: BeamRequest): Work<"beam"> {
  const beam = new module.Beam(session, prompt, options);
  return {
    run: (milliseconds) => beam.run(milliseconds),
    result: () => readBeam(beam.tree(), beam.hypotheses(), info.vocabulary),
    delete: () => beam.delete(),
  };
}

const NODE_FIELDS = 8;
/** In the order of the engine's `Pruned`. */
const prunings = [null, "width", "repeat", "too-short", "beaten", "stuck"] as const satisfies BeamNode["pruned"][];

export function readBeam(flat: Float64Array, leaves: Float64Array, vocabulary: readonly string[]): Beam {
  const tree: BeamNode[] = [];
  for (let at = 0; at < flat.length; at += NODE_FIELDS) {
    const [parent = -1, depth = 0, id = 0, logProbability = 0, score = 0, kept, finished, pruned = 0] = flat.subarray(at, at + NODE_FIELDS);
    const character = depth === 0 ? "" : vocabulary[id]!;
    tree.push({ parent, depth, character, logProbability, score, kept: kept === 1, pruned: prunings[pruned]!, finished: finished === 1 });
  }
  const path = (leaf: number): string => (leaf <= 0 ? "" : path(tree[leaf]!.parent) + tree[leaf]!.character);
  const hypotheses = Array.from(leaves, (leaf) => {
    const { logProbability, score } = tree[leaf]!;
    return { text: path(leaf), logProbability, score };
  });
  return { hypotheses, tree };
}

export function exhaustiveJob(module: MainModule, { session, info }: OpenModel, r: ExhaustiveRequest): Work<"exhaustive"> {
  const search = new module.Exhaustive(session, r.prompt, r.length, r.lengthPenalty, r.count, r.end);
  return {
    run: (milliseconds) => search.run(milliseconds),
    result: () => ({ hypotheses: readHypotheses(search.hypotheses(), info.vocabulary), sequences: search.sequences() }),
    delete: () => search.delete(),
  };
}

function readHypotheses(flat: Float64Array, vocabulary: readonly string[]): Hypothesis[] {
  const all: Hypothesis[] = [];
  for (let at = 0; at < flat.length; ) {
    const [logProbability = 0, score = 0, count = 0] = flat.subarray(at, at + 3);
    const ids = flat.subarray(at + 3, (at += 3 + count));
    all.push({ text: Array.from(ids, (id) => vocabulary[id]).join(""), logProbability, score });
  }
  return all;
}
