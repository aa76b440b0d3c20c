import { once } from "node:events";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { expectError, sha256, small, train } from "./support/models.js";
import type { Engine, Model } from "./support/unrolled.js";
import { watchedEngine, type WatchedEngine } from "./support/workers.js";

let watched: WatchedEngine;
let engine: Engine;
beforeEach(async () => {
  watched = await watchedEngine();
  engine = watched.engine;
});
afterEach(() => {
  watched.close();
  vi.useRealTimers();
});

const kill = () => watched.worker().terminate();

/** All that can be going on with a model, as promises that must reject. */
const everything = (model: Model): Promise<unknown>[] => [
  train(model, 1e9), model.sample({ length: 100_000 }), model.beam({ width: 64, length: 1000 }), model.evaluate("the sea".repeat(200_000)),
];

describe("a worker that dies", () => {
  it("makes every pending call reject, and the next call works from the last snapshot", async () => {
    const model = await engine.create(small);
    const { losses } = await train(model, 40);
    const rejected = everything(model).map((call) => expectError(call, "worker-lost"));
    await kill();
    for (const error of await Promise.all(rejected)) {
      expect(error.details.step).toBe(40);
      expect(error.message).toContain("40");
    }
    const more = await train(model, 20);
    expect(more.last.step).toBe(60);
    const whole = await engine.create(small);
    expect([...losses, ...more.losses]).toEqual((await train(whole, 60)).losses);
    expect(sha256(await model.save())).toBe(sha256(await whole.save()));
  });

  it("is replaced unnoticed when nothing was going on", async () => {
    const model = await engine.create(small);
    await train(model, 10);
    const before = await model.sample({ seed: 3 });
    const dead = watched.worker();
    await kill();
    expect(await model.sample({ seed: 3 })).toEqual(before);
    expect(watched.worker()).not.toBe(dead);
  });

  it("brings all open models back, each to its own snapshot, and none that was closed", async () => {
    const [fresh, trained, closed] = [await engine.create(small), await engine.create({ ...small, hidden: 9 }), await engine.create(small)];
    await train(trained, 15);
    const loaded = await engine.load(await trained.save());
    closed.close();
    await kill();
    expect((await fresh.sample({ length: 1 })).step).toBe(0);
    expect((await trained.sample({ length: 1 })).step).toBe(15);
    expect((await loaded.sample({ length: 1 })).step).toBe(15);
    await expectError(train(loaded, 1), "no-text", "text");
    await expectError(closed.sample(), "closed");
  });

  it("may die again and again", async () => {
    const model = await engine.create(small);
    for (let round = 1; round <= 3; round++) {
      expect((await train(model, 5)).last.step).toBe(5 * round);
      await kill();
    }
    expect((await model.sample({ length: 1 })).step).toBe(15);
  });

  it("leaves the model free to be trained: it is not busy for ever", async () => {
    const model = await engine.create(small);
    const training = async () => {
      for await (const _ of model.train({ steps: 1e9 })) void kill();
    };
    await expectError(training(), "worker-lost");
    expect((await train(model, 3)).losses).toHaveLength(3);
  });

  it("while models are being created or engines closed leaves no call without an answer", async () => {
    const model = await engine.create(small);
    const creating = expectError(engine.create(small), "worker-lost");
    await kill();
    await creating;
    const pending = expectError(model.sample({ length: 100_000 }), "closed");
    engine.close();
    await pending;
  });

  it("by an exception of its own is told like any other death", async () => {
    const model = await engine.create(small);
    await train(model, 4);
    const call = expectError(model.sample({ length: 100_000 }), "worker-lost");
    watched.worker().emit("error", new Error("out of luck"));
    expect((await call).details).toEqual({ step: 4, why: "Error: out of luck" });
    expect((await train(model, 1)).last.step).toBe(5);
  });
});

describe("a worker that hangs", () => {
  const fakeClock = () => vi.useFakeTimers({ toFake: ["Date", "setInterval", "clearInterval"] });

  it("is found by its silence: it is asked after 10 seconds and given up after 20", async () => {
    fakeClock();
    const model = await engine.create(small);
    await train(model, 12);
    const hanging = watched.worker();
    const asked: unknown[] = [];
    hanging.postMessage = (message: unknown) => void asked.push(message);
    const call = expectError(model.sample(), "worker-lost");
    await vi.advanceTimersByTimeAsync(9000);
    expect(asked).toMatchObject([{ kind: "call", method: "sample" }]);
    await vi.advanceTimersByTimeAsync(4000);
    expect(asked).toContainEqual({ kind: "ping" });
    await vi.advanceTimersByTimeAsync(10_000);
    expect((await call).details.step).toBe(12);
    expect((await train(model, 1)).last.step).toBe(13);
    expect(watched.worker()).not.toBe(hanging);
  });

  it("is not taken for one that works long: that one answers when it is asked", async () => {
    fakeClock();
    const model = await engine.create(small);
    const call = model.sample({ length: 2000 });
    const busy = watched.worker();
    // Its results are held back, its answers to questions are not.
    const original = busy.emit.bind(busy);
    const held: unknown[][] = [];
    busy.emit = ((event: string, ...rest: { kind?: string }[]) =>
      event === "message" && rest[0]?.kind !== "pong" ? held.push([event, ...rest]) > 0 : original(event, ...rest)) as typeof busy.emit;
    for (let round = 0; round < 4; round++) {
      const pong = once(busy, "message");
      await vi.advanceTimersByTimeAsync(12_500);
      expect(await pong).toEqual([{ kind: "pong" }]);
    }
    busy.emit = original;
    for (const message of held) busy.emit(...(message as [string, unknown]));
    expect((await call).text).toHaveLength(2000);
  });

  it("does not matter while nothing is asked of it", async () => {
    fakeClock();
    const model = await engine.create(small);
    const idle = watched.worker();
    await vi.advanceTimersByTimeAsync(120_000);
    expect((await model.sample({ length: 3 })).text).toHaveLength(3);
    expect(watched.worker()).toBe(idle);
  });
});
