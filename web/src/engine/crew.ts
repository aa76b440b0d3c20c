/**
 * Runs on the worker that leads. Trains one model with those helpers that have it open: shares out the shards of each
 * step and takes their answers in order. Whoever computes a shard gives the same bits, so helpers may come late, be
 * lost, or be left out where they do not pay.
 */
import type { Trained } from "#engine";
import type { Link } from "./link.js";
import type { Recipe } from "./protocol.js";
import type { Team } from "./team.js";
import { Trial } from "./trial.js";

interface ShardAnswer { buffer: Float32Array<ArrayBuffer>; lossSum: number }

export class Crew {
  /** Workers that computed the step under way, or the last one. */
  workers = 1;
  private readonly ready: Link[] = [];
  private readonly trial = new Trial();
  /** Of the step under way. One that was reclaimed keeps its own map: late answers harm nothing. */
  private answers = new Map<number, ShardAnswer>();
  private readonly spare: Float32Array<ArrayBuffer>[] = [];
  private wake: (() => void) | null = null;
  private closed = false;

  constructor(private readonly session: Trained, private readonly recipe: Recipe, team: Team) {
    for (const helper of team.helpers) {
      helper.then(async (link) => {
        await link.call("open", [{ ...recipe, role: "helps" }]);
        if (this.closed) this.dismiss(link);
        else this.ready.push(link);
      }).catch(() => undefined);
    }
  }

  /** How many times as fast the helpers make training, once that has been measured. */
  get gain(): number | null {
    return this.trial.gain;
  }

  /** A new call of `train` begins. */
  resume(): void {
    this.trial.resume(this.session.step);
  }

  /** It ends. */
  pause(): void {
    this.trial.pause(this.session.step);
  }

  /** Trains until step `target` is done or the time is over, and says whether it is; a promise: until an answer comes. */
  train(target: number, milliseconds: number): boolean | Promise<void> {
    const { session } = this;
    const deadline = performance.now() + milliseconds;
    while (session.step < target || !session.betweenSteps) {
      if (session.betweenSteps) this.shareOut();
      session.finishStep(Math.max(0, deadline - performance.now()));
      const { awaited } = session;
      const answer = this.answers.get(awaited);
      if (answer) this.take(awaited, answer);
      else if (awaited >= 0) return new Promise((resolve) => (this.wake = resolve));
      if (performance.now() >= deadline) return session.step >= target && session.betweenSteps;
    }
    return true;
  }

  close(): void {
    this.closed = true;
    for (const link of this.ready) this.dismiss(link);
    this.ready.length = 0;
  }

  /** Shards [0, first(1)) are the leader's, [first(1), first(2)) the first helper's, and so on. */
  private shareOut(): void {
    const { session, ready, trial } = this;
    const { shards } = session;
    this.workers = trial.workers(Math.min(ready.length + 1, shards), session.step);
    const first = (worker: number) => Math.floor((worker * shards) / this.workers);
    this.answers = new Map();
    session.shareOut(first(1));
    for (let worker = 1; worker < this.workers; worker++) this.ask(ready[worker - 1]!, first(worker), first(worker + 1));
  }

  private ask(link: Link, first: number, last: number): void {
    const { session, answers, recipe } = this;
    const buffers = Array.from({ length: last - first }, (_, k) => {
      const buffer = this.spare.pop() ?? new Float32Array(session.shardSize);
      if (k === 0) session.writeParameters(buffer);
      session.writeState(first + k, buffer);
      return buffer;
    });
    const transfer = buffers.map(({ buffer }) => buffer);
    link.call("shards", [recipe.model, { first, step: session.step, window: session.window, buffers }], { transfer }).then(
      (answer) => answer.buffers.forEach((buffer, k) => answers.set(first + k, { buffer, lossSum: answer.lossSums[k]! })),
      () => this.lose(link, answers),
    ).finally(() => this.wake?.());
  }

  private take(shard: number, { buffer, lossSum }: ShardAnswer): void {
    this.answers.delete(shard);
    this.session.contribute(buffer, lossSum);
    this.spare.push(buffer);
  }

  /** What fails for a step that is over says nothing: the helper was given a later one meanwhile. */
  private lose(link: Link, answers: Map<number, ShardAnswer>): void {
    if (this.closed || answers !== this.answers) return;
    const at = this.ready.indexOf(link);
    if (at >= 0) this.ready.splice(at, 1);
    this.session.reclaim();
  }

  private dismiss(link: Link): void {
    link.call("close", [this.recipe.model]).catch(() => undefined);
  }
}
