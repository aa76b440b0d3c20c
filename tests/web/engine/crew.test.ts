/** The crew with a session and helpers that only keep count: who is asked for what, and what happens when one is lost. */
import { describe, expect, it } from "vitest";
import { Crew } from "../../../web/src/engine/crew.js";

type Answer = { buffers: Float32Array[]; lossSums: number[] };

/** Four shards; a step is done when each has been computed by the leader or contributed. */
function fakeSession() {
  const log: string[] = [];
  const session = {
    step: 0, betweenSteps: true, shards: 4, shardSize: 3, window: 0, awaited: -1,
    own: 4, next: 0,
    shareOut(first: number) { Object.assign(session, { own: first, next: 0, betweenSteps: false }); },
    reclaim() { session.own = 4; log.push("reclaimed"); session.settle(); },
    writeParameters() { log.push("parameters"); },
    writeState(k: number, buffer: Float32Array) { buffer[2] = k; },
    contribute(_: Float32Array, lossSum: number) { log.push(`took ${lossSum}`); session.next++; session.settle(); },
    finishStep() {
      while (session.next < session.own) log.push(`own ${session.next++}`);
      session.settle();
    },
    settle() {
      session.awaited = session.next < 4 && session.next >= session.own ? session.next : -1;
      if (session.next < 4 || session.betweenSteps) return;
      session.step++;
      session.betweenSteps = true;
    },
  };
  return { session, log };
}

function fakeHelper() {
  const asked: { first: number; buffers: Float32Array[]; answer: (value: Answer) => void; fail: (reason: Error) => void }[] = [];
  const calls: string[] = [];
  const link = {
    call: (method: string, args: [number, { first: number; buffers: Float32Array[] }]) => {
      calls.push(method);
      if (method !== "shards") return Promise.resolve();
      return new Promise<Answer>((answer, fail) => asked.push({ ...args[1], answer, fail }));
    },
  };
  const answerAll = () => {
    for (const { first, buffers, answer } of asked.splice(0)) answer({ buffers, lossSums: buffers.map((_, k) => first + k) });
  };
  return { link, asked, calls, answerAll };
}

async function crewOf(helpers: ReturnType<typeof fakeHelper>[]) {
  const { session, log } = fakeSession();
  const team = { helpers: helpers.map(({ link }) => Promise.resolve(link)) };
  const crew = new Crew(session as never, { model: 7 } as never, team as never);
  await new Promise((resolve) => setTimeout(resolve));
  return { crew, session, log };
}

const soon = () => new Promise((resolve) => setTimeout(resolve));

describe("a crew", () => {
  it("gives each worker neighbouring shards, and takes the answers in order", async () => {
    const helpers = [fakeHelper(), fakeHelper()];
    const { crew, session, log } = await crewOf(helpers);
    const waiting = crew.train(1, 1000);
    expect(waiting).toBeInstanceOf(Promise);
    expect(helpers.map(({ asked }) => asked.map(({ first, buffers }) => [first, buffers.length]))).toEqual([[[1, 1]], [[2, 2]]]);
    helpers[1]!.answerAll();
    await waiting;
    // The later shards have come first: the earlier one is still awaited.
    const again = crew.train(1, 1000);
    expect(again).toBeInstanceOf(Promise);
    helpers[0]!.answerAll();
    await again;
    expect(crew.train(1, 1000)).toBe(true);
    expect(log.filter((line) => line !== "parameters")).toEqual(["own 0", "took 1", "took 2", "took 3"]);
    expect([session.step, crew.workers]).toEqual([1, 3]);
  });

  it("does the part of a helper that is lost, and goes on without it", async () => {
    const helper = fakeHelper();
    const { crew, session, log } = await crewOf([helper]);
    const waiting = crew.train(2, 1000) as Promise<void>;
    helper.asked[0]!.fail(new Error("gone"));
    await waiting;
    expect(crew.train(2, 1000)).toBe(true);
    expect(log).toContain("reclaimed");
    expect([session.step, crew.workers]).toEqual([2, 1]);
  });

  it("ignores an answer that comes after its step was done otherwise", async () => {
    const [slow, lost] = [fakeHelper(), fakeHelper()];
    const { crew, session, log } = await crewOf([slow, lost]);
    const waiting = crew.train(1, 1000) as Promise<void>;
    lost.asked[0]!.fail(new Error("gone"));
    await waiting;
    const late = slow.asked[0]!;
    expect(crew.train(1, 1000)).toBe(true);
    late.answer({ buffers: late.buffers, lossSums: [99] });
    await soon();
    slow.asked.length = 0;
    const next = crew.train(2, 1000) as Promise<void>;
    slow.answerAll();
    await next;
    expect(crew.train(2, 1000)).toBe(true);
    expect(log).not.toContain("took 99");
    expect(session.step).toBe(2);
  });

  it("keeps a helper that gave up a step because it was given the next one", async () => {
    const [helper, lost] = [fakeHelper(), fakeHelper()];
    const { crew, session } = await crewOf([helper, lost]);
    const waiting = crew.train(1, 1000) as Promise<void>;
    lost.asked[0]!.fail(new Error("gone"));
    await waiting;
    expect(crew.train(1, 1000)).toBe(true);
    const next = crew.train(2, 1000) as Promise<void>;
    helper.asked.shift()!.fail(new Error("superseded"));
    await soon();
    helper.answerAll();
    await next;
    expect(crew.train(2, 1000)).toBe(true);
    expect([session.step, crew.workers]).toEqual([2, 2]);
  });

  it("closes the model on its helpers, late ones too", async () => {
    const helper = fakeHelper();
    const { crew } = await crewOf([helper]);
    crew.close();
    expect(helper.calls).toEqual(["open", "close"]);
    const late = fakeHelper();
    let arrive!: (link: unknown) => void;
    const arriving = new Promise((resolve) => (arrive = resolve));
    const other = new Crew(fakeSession().session as never, { model: 7 } as never, { helpers: [arriving] } as never);
    other.close();
    arrive(late.link);
    await soon();
    expect(late.calls).toEqual(["open", "close"]);
  });
});
