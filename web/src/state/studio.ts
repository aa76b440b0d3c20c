/**
 * The studio's state: the settings and the text a reader is preparing, the run that is under way, and the run
 * before it for comparison. Widgets listen by topic and read; every change goes through a method.
 */
import type { Engine, ResolvedSettings } from "../engine/api.js";
import { buildRun, differences, openRun } from "./builder.js";
import { EngineSource, type EngineModule } from "./engine-source.js";
import { engineOptions, type StudioField } from "./fields.js";
import type { LossHistory } from "./loss-history.js";
import { Notifier } from "./notifier.js";
import { asFailure, remedyFor, type Failure, type Remedy } from "./remedy.js";
import { Run } from "./run.js";
import { SettingsDraft } from "./settings-draft.js";
import { sampleWish, teach, writeSample, type SampleWish, type TeacherEvents } from "./teacher.js";
import { TextSource, type TextName } from "./text-source.js";
import type { Preset } from "./url.js";

export type Topic = "settings" | "text" | "run" | "progress" | "samples";

export type Phase = "idle" | "preparing" | "training" | "paused" | "finished" | "failed";

export interface Problem { failure: Failure; remedy: Remedy | null }

export class Studio extends Notifier<Topic> {
  phase: Phase = "idle";
  /** What preparing is busy with right now. */
  activity: "fetching" | "building" | null = null;
  run = new Run();
  ghost: LossHistory | null = null;
  /** Why training stopped or did not begin. */
  problem: Problem | null = null;
  /** Why no sample could be written. */
  promptProblem: Problem | null = null;
  /** How many settings kept Train from starting, until one is edited. */
  obstacles = 0;
  prompt = "";
  /** Whether a reader began anything yet; the status line greets accordingly. */
  wasReset = false;
  readonly draft = new SettingsDraft();
  readonly text: TextSource;
  readonly #engine: EngineSource;
  #stop: AbortController | null = null;
  #lesson: Promise<void> = Promise.resolve();

  constructor(load?: () => Promise<EngineModule>) {
    super();
    this.#engine = new EngineSource(load);
    this.text = new TextSource(async (name) => (await this.#engine.module()).loadCorpus(name));
  }

  get isBusy(): boolean {
    return this.phase === "preparing" || this.phase === "training";
  }

  /** What the model reads one by one. */
  get unit(): ResolvedSettings["tokens"] {
    return this.run.info?.settings.tokens ?? (this.draft.values.tokens as ResolvedSettings["tokens"]);
  }

  /** The settings in which the run's model differs from what is asked for now; "text" among them. */
  get changed(): (StudioField | "text")[] {
    return differences(this.run, this.draft.values, this.text.version);
  }

  applyPreset(preset: Preset): void {
    this.draft.assign(preset.values);
    if (preset.text) this.text.choose(preset.text);
    if (preset.prompt !== null) this.prompt = preset.prompt;
    this.tell("settings", "text", "samples");
  }

  get preset(): Preset {
    const text = this.text.name === "own" ? null : this.text.name;
    return { values: this.draft.values, text, prompt: this.prompt, lang: null };
  }

  type(name: StudioField, typed: string): void {
    this.draft.type(name, typed);
    this.obstacles = 0;
    this.tell("settings", "run");
  }

  setPrompt(prompt: string): void {
    this.prompt = prompt;
    this.promptProblem = null;
    this.tell("settings", "samples");
  }

  chooseText(name: TextName): void {
    this.text.choose(name);
    this.#forgetTextProblem();
    this.tell("text", "settings", "run");
    void this.fetchText();
  }

  writeText(text: string): void {
    if (this.text.write(text)) this.#forgetTextProblem();
    this.tell("text", "settings", "run");
  }

  async openText(file: File): Promise<void> {
    if (await this.text.open(file)) this.#forgetTextProblem();
    this.tell("text", "settings", "run");
  }

  /** Fetches the bundled text, so that it can be seen before anything is pressed. */
  async fetchText(): Promise<void> {
    try {
      await this.text.load();
    } catch {
      this.text.note = { kind: "missing" };
    }
    this.tell("text");
  }

  /** Fetches and compiles the engine while the reader reads. What fails is told when it is needed. */
  async preload(): Promise<void> {
    if (this.phase === "idle") await this.#wake().catch(() => undefined);
  }

  /** Trains to the target; a run that has reached it gets as many steps again. */
  async train(steps?: number): Promise<void> {
    if (this.isBusy) return;
    this.obstacles = this.draft.obstacles.length;
    if (this.obstacles > 0) return this.tell("run", "settings");
    const stop = (this.#stop = new AbortController());
    this.problem = null;
    this.#enter("preparing");
    const lesson = this.#lesson.then(() => this.#trainWith(stop.signal, steps));
    this.#lesson = lesson;
    await lesson;
  }

  /** Takes effect at once; what the worker still sends is recorded quietly. */
  pause(): void {
    if (!this.isBusy) return;
    this.#stop?.abort();
    this.activity = null;
    this.#enter(this.run.model ? "paused" : "idle");
  }

  async reset(): Promise<void> {
    this.#stop?.abort();
    this.problem = this.promptProblem = this.activity = null;
    this.wasReset = true;
    this.#replaceRun();
    this.#enter("idle");
    this.tell("progress", "samples");
    await this.#lesson;
  }

  async applyRemedy(remedy: Remedy): Promise<void> {
    switch (remedy.kind) {
      case "lower-rate": this.type("optimizer.rate", String(remedy.rate)); break;
      case "smaller": this.type("hidden", String(remedy.hidden)); break;
      case "bundled-text": return this.chooseText(this.text.lastBundled);
      case "clear-prompt": return this.setPrompt("");
      case "retry": this.#engine.close(); break;
    }
    await this.train();
  }

  dismissProblem(): void {
    this.problem = null;
    if (this.phase === "failed") this.phase = this.run.model ? "paused" : "idle";
    this.tell("run");
  }

  /** One sample outside the schedule, with other random draws than the scheduled ones. */
  async writeNow(): Promise<void> {
    if (!this.run.model) return;
    const wish = this.#wish();
    if (!wish) return this.tell("samples", "settings");
    const again = this.run.samples.filter((sample) => sample.step === this.run.step).length;
    try {
      await writeSample(this.run, { ...wish, seed: (wish.seed + again) % 2 ** 32 }, new AbortController().signal, this.#events(this.run));
    } catch (reason) {
      this.#fail(reason);
    }
  }

  async save(): Promise<Uint8Array<ArrayBuffer> | null> {
    try {
      return (await this.run.model?.save()) ?? null;
    } catch (reason) {
      this.#fail(reason);
      return null;
    }
  }

  /** A model from a file, which can write at once; its settings become the studio's. A bad file changes nothing. */
  async openModel(bytes: Uint8Array): Promise<void> {
    this.pause();
    const { signal } = (this.#stop = new AbortController());
    await this.#lesson;
    if (signal.aborted) return;
    this.problem = this.promptProblem = null;
    this.#enter("preparing", "fetching");
    try {
      const run = await openRun(await this.#wake(), bytes, this.draft.values, null, this.text.version);
      if (signal.aborted) return run.close();
      this.#replaceRun(run);
      this.#enter("paused");
      this.tell("progress", "samples", "settings");
      await this.writeNow();
    } catch (reason) {
      if (!signal.aborted) this.#fail(reason);
    }
  }

  /** Stops and frees everything but what the reader entered. The studio can be used again afterwards. */
  close(): void {
    this.#stop?.abort();
    this.activity = null;
    this.#replaceRun();
    this.#engine.close();
    this.#enter("idle");
  }

  async #trainWith(signal: AbortSignal, steps: number | undefined): Promise<void> {
    try {
      if (signal.aborted) return;
      const run = await this.#prepare(signal);
      if (signal.aborted || run !== this.run) return;
      const goal = this.draft.values.steps;
      if (steps !== undefined) run.target = Math.max(run.target, run.step + steps);
      else if (run.step >= run.target || run.target < goal) run.target = run.step >= goal ? run.step + goal : goal;
      this.#enter("training", null);
      if (steps === undefined) await teach(run, () => this.#wish(), signal, this.#events(run));
      else for await (const progress of run.model!.train({ steps, signal })) this.#record(run, progress);
      if (!signal.aborted) this.#enter(run.step >= run.target && steps === undefined ? "finished" : "paused");
    } catch (reason) {
      if (!signal.aborted) this.#fail(reason);
    }
  }

  /** The model to train: the present one, or a new one when the settings or the text have changed. Who stops it keeps what there was. */
  async #prepare(signal: AbortSignal): Promise<Run> {
    const before = this.run;
    const fits = before.model !== null && this.changed.length === 0;
    if (fits && before.file === null) return before;
    this.#enter("preparing", "fetching");
    const text = await this.text.load();
    if (signal.aborted) return before;
    const engine = await this.#wake();
    if (signal.aborted) return before;
    this.#enter("preparing", "building");
    const { values } = this.draft;
    const run = fits && before.file
      ? await openRun(engine, before.file, values, text, this.text.version)
      : await buildRun(engine, values, text, this.text.version);
    if (signal.aborted || before !== this.run) {
      run.close();
      return before;
    }
    this.#replaceRun(run);
    this.tell("progress", "samples");
    return run;
  }

  #replaceRun(by = new Run()): void {
    if (!this.run.history.isEmpty) this.ghost = this.run.history;
    this.run.close();
    this.run = by;
    this.#engine.closeFormer();
  }

  #wake(): Promise<Engine> {
    return this.#engine.engine(engineOptions(this.draft.values));
  }

  #wish(): SampleWish | null {
    return sampleWish(this.draft, this.prompt);
  }

  #events(run: Run): TeacherEvents {
    return {
      progress: () => this.tell("progress"),
      samples: () => {
        this.promptProblem = null;
        if (run === this.run) this.tell("samples");
      },
      sampleFailed: (failure) => {
        this.promptProblem = { failure, remedy: remedyFor(failure, this.draft.values) };
        this.tell("samples");
      },
    };
  }

  #record(run: Run, progress: Parameters<Run["record"]>[0]): void {
    run.record(progress);
    if (run === this.run) this.tell("progress");
  }

  #fail(reason: unknown): void {
    const failure = asFailure(reason);
    if (failure.code === "aborted" || failure.code === "closed") return;
    this.problem = { failure, remedy: remedyFor(failure, this.draft.values) };
    this.#enter("failed", null);
  }

  #forgetTextProblem(): void {
    if (this.problem?.failure.field === "text") this.dismissProblem();
  }

  #enter(phase: Phase, activity: Studio["activity"] = null): void {
    this.phase = phase;
    this.activity = activity;
    this.tell("run");
  }
}
