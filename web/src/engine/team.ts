/** Runs on the worker that leads. Other workers, which compute shards of its steps. */
import { UnrolledError } from "./errors.js";
import { Link } from "./link.js";
import type { Start } from "./protocol.js";
import { errorSentence } from "./sentences.js";

export class Team {
  /** Each as soon as it runs. One that is lost is not replaced: the leader does its part. */
  readonly helpers: Promise<Link>[];

  /** `workerUrl` leads to the leader's own script: helpers run the same. */
  constructor(workerUrl: string, { numerics, workers }: Start) {
    const lost = (error: { message: string }) =>
      new UnrolledError("worker-lost", errorSentence("worker-lost", { step: 0, why: error.message }));
    const hire = () => Link.open(workerUrl, { numerics, workers: 1 }, { snapshot: () => undefined, lost });
    this.helpers = Array.from({ length: workers - 1 }, hire);
    for (const helper of this.helpers) helper.catch(() => undefined);
  }

  /** Bytes of WebAssembly memory of all helpers. */
  async memory(): Promise<number> {
    const each = this.helpers.map(async (helper) => (await (await helper).call("memory", [])).bytes);
    return (await Promise.allSettled(each)).reduce((sum, bytes) => sum + (bytes.status === "fulfilled" ? bytes.value : 0), 0);
  }
}
