/** Runs on the worker. N-gram baselines beside a language model. */
import type { MainModule } from "#engine";
import type { Loss } from "./api.js";
import type { OpenModel } from "./host.js";
import { needTokens, type Work } from "./jobs.js";
import type { BaselinesRequest } from "./protocol.js";

const lossOf = (nats: number): Loss => ({ nats, bits: nats / Math.LN2, perplexity: Math.exp(nats) });

export function baselinesJob(module: MainModule, open: OpenModel, r: BaselinesRequest): Work<"baselines"> {
  needTokens(open, r.text, 2);
  const baselines = new module.Baselines(open.session, r.text, Float64Array.from(r.epsilon));
  return {
    run: (milliseconds) => baselines.run(milliseconds),
    result: () => {
      const [uniform, unigram, bigram, trigram, characters] = baselines.result() as unknown as [number, number, number, number, number];
      return { uniform: lossOf(uniform), unigram: lossOf(unigram), bigram: lossOf(bigram), trigram: lossOf(trigram), characters };
    },
    delete: () => baselines.delete(),
  };
}
