/** What is kept of the snapshots of a session that only counts. */
import { describe, expect, it } from "vitest";
import { Snapshots } from "../../../web/src/engine/snapshots.js";

function stage(bytes: number) {
  const session = {
    step: 0, loss: Number.NaN, restored: -1, parameters: bytes / 12,
    snapshot: () => new Uint8Array(bytes).fill(session.step),
    restore: (file: Uint8Array) => (session.step = session.restored = file[0]!),
    training: () => ({}),
  };
  const snapshots = new Snapshots(session as never, "{}");
  const at = (step: number, loss = step / 10) => {
    Object.assign(session, { step, loss });
    return snapshots.take();
  };
  return { session, snapshots, at, steps: () => snapshots.list().map(({ step }) => step) };
}

describe("snapshots", () => {
  it("are dropped, oldest first, where they take more than 64 MB together; the newest never is", () => {
    const { at, steps } = stage(20e6);
    for (const step of [1, 2, 3, 4, 5]) at(step);
    expect(steps()).toEqual([3, 4, 5]);
    const large = stage(70e6);
    large.at(1);
    large.at(2);
    expect(large.steps()).toEqual([2]);
  });

  it("begin with one, where there is none yet and room for others", () => {
    const { session, snapshots, steps } = stage(20e6);
    snapshots.begin();
    session.step = 3;
    snapshots.begin();
    expect(steps()).toEqual([0]);
    const large = stage(70e6);
    large.snapshots.begin();
    expect(large.steps()).toEqual([]);
  });

  it("keep the best of early stopping, until training goes back behind it", () => {
    const { session, snapshots, at, steps } = stage(1);
    at(1);
    session.step = 2;
    expect(snapshots.takeIfBest(0.5)).toBe(true);
    expect(snapshots.takeIfBest(0.5)).toBe(false);
    for (let step = 3; step < 20; step++) at(step);
    expect(snapshots.takeIfBest(0.6)).toBe(false);
    expect(steps()).toEqual([2, 13, 14, 15, 16, 17, 18, 19]);
    expect(snapshots.best).toEqual({ step: 2, validationLoss: 0.5 });
    snapshots.goTo(13);
    expect([session.restored, snapshots.best?.step]).toEqual([13, 2]);
    at(1);
    snapshots.goTo(1);
    expect(snapshots.best).toBeNull();
  });

  it("know the loss of a step that was gone back to, where the session does not", () => {
    const { session, snapshots, at } = stage(1);
    at(4);
    snapshots.goTo(4);
    session.loss = Number.NaN;
    expect(snapshots.take()).toMatchObject({ step: 4, loss: Math.fround(0.4) });
    expect(snapshots.list()).toEqual([{ step: 4, loss: Math.fround(0.4) }]);
    expect(at(0, Number.NaN).loss).toBeNull();
  });
});
