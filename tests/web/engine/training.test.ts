/** What a call of `train` tells, slice by slice, of a session whose validation takes a slice of its own. */
import { describe, expect, it } from "vitest";
import type { Progress } from "../../../web/src/engine/api.js";
import type { Opened } from "../../../web/src/engine/host.js";
import { TrainingJob } from "../../../web/src/engine/training.js";

/** Trains a step a slice and validates every third one in the slice after it. */
function model(): Opened {
  let step = 0, validationStep = 0, validating = false, losses: number[] = [];
  const session = {
    get step() { return step; },
    get betweenSteps() { return !validating; },
    validateEvery: 3,
    get validationLoss() { return 1 + validationStep / 3; },
    teacherProbability: 1,
    train(target: number) {
      if (validating) (validating = false, validationStep = step);
      else {
        losses.push(++step / 2);
        validating = step % 3 === 0;
      }
      return step >= target && !validating;
    },
    training() {
      const told = new Float32Array(losses);
      losses = [];
      return { step, loss: step / 2, losses: told, validationStep, validationLoss: 1 + validationStep / 3, gradientNorm: 1, epoch: 0 };
    },
    snapshot: () => new Uint8Array(4),
    parameters: 1,
  };
  const snapshots = {
    best: null as Progress["best"],
    begin() {},
    take: () => ({ step, file: new Uint8Array(4) }),
    takeIfBest(validationLoss: number) {
      if (this.best) return false;
      this.best = { step, validationLoss };
      return true;
    },
  };
  const info = { settings: { task: "language-model", batch: 1, window: 1 } };
  return { session, info, crew: null, shards: null, snapshots, toldStep: 0, toldValidation: 0 } as unknown as Opened;
}

/** All that a call tells when each slice comes long after the one before, so that each is told. */
async function told(steps: number, patience: number): Promise<Progress[]> {
  const values: Progress[] = [];
  const job: TrainingJob = new TrainingJob(model(), { steps, patience }, {
    progress: (value) => (values.push(value), queueMicrotask(() => job.taken())),
    snapshot: () => undefined,
    end: () => undefined,
    fail: (error) => { throw error; },
  });
  for (let done = false; !done; ) {
    await new Promise((resolve) => setTimeout(resolve, 40));
    done = (await job.slice(8)) === true;
  }
  job.end();
  return values;
}

describe("a call of train", () => {
  it("tells the last validation although its step was told before it", async () => {
    const values = await told(3, 0);
    expect(values.at(-1)).toMatchObject({ step: 3, validationStep: 3, validationLoss: 2, loss: 1.5 });
    expect(values.flatMap(({ losses }) => [...losses])).toEqual([0.5, 1, 1.5]);
  });

  it("that patience ends tells the measurement that ended it", async () => {
    const values = await told(100, 1);
    expect(values.at(-1)).toMatchObject({ step: 6, validationStep: 6, best: { step: 3, validationLoss: 2 } });
  });
});
