/** Trains a run to its target and has it write now and then; stops at once when told to. */
import type { SettingsDraft } from "./settings-draft.js";
import type { Run } from "./run.js";
import { asFailure, type Failure } from "./remedy.js";
import { nextSampleStep, sampleSpacing } from "./sample-schedule.js";

export interface SampleWish { prompt: string; length: number; temperature: number; seed: number }

/** How the next sample is to be written; null while that cannot be understood. */
export function sampleWish(draft: SettingsDraft, prompt: string): SampleWish | null {
  if (draft.problem("sample.length") || draft.problem("sample.temperature")) return null;
  const { "sample.length": length, "sample.temperature": temperature, seed } = draft.values;
  return { prompt, length, temperature, seed };
}

export interface TeacherEvents {
  progress(): void;
  samples(): void;
  /** A sample could not be written; training goes on. */
  sampleFailed(failure: Failure): void;
}

/** Resolves when the target is reached or `signal` stops it; rejects when the engine fails. */
export async function teach(run: Run, wish: () => SampleWish | null, signal: AbortSignal, events: TeacherEvents): Promise<void> {
  if (run.step === 0) await writeSample(run, wish(), signal, events);
  while (run.step < run.target && !signal.aborted) {
    const due = nextSampleStep(run.step, sampleSpacing(run.model!.info));
    const next = Math.min(run.target, due);
    for await (const progress of run.model!.train({ steps: next - run.step, signal })) {
      run.record(progress);
      events.progress();
    }
    if (!signal.aborted && run.step >= next) await writeSample(run, wish(), signal, events);
  }
}

export async function writeSample(run: Run, wish: SampleWish | null, signal: AbortSignal, events: TeacherEvents): Promise<void> {
  if (!wish || !run.model || signal.aborted) return;
  try {
    const sample = await run.model.sample({ ...wish, signal });
    const perplexity = run.progress ? Math.exp(run.progress.loss) : null;
    run.addSample({ prompt: wish.prompt, text: sample.text, step: sample.step, temperature: wish.temperature, perplexity });
    events.samples();
  } catch (reason) {
    const failure = asFailure(reason);
    if (failure.code === "aborted") return;
    if (failure.code !== "unknown-characters" && failure.code !== "invalid-field") throw reason;
    events.sampleFailed(failure);
  }
}
