/** Runs on the worker. The methods of the protocol, on top of the bound C++ session. */
import type { Examples, MainModule, Session, Trained } from "#engine";
import type { CellStep, Coins, GradientNorms, ModelInfo, ResolvedSettings, Snapshot, Tensor } from "./api.js";
import { baselinesJob } from "./baselines-jobs.js";
import { stepCell } from "./cell-jobs.js";
import { heldGates } from "./combinations.js";
import { Crew } from "./crew.js";
import { beamJob, exhaustiveJob, sampleJob } from "./decoding-jobs.js";
import { assessJob, exampleInfo, exampleOptions, exampleTraceJob, forecastJob, heldOut, writeJob } from "./example-jobs.js";
import type { Example, ExampleInfo, ResolvedExampleSettings } from "./example-api.js";
import { resolveSettings } from "./example-settings.js";
import { UnrolledError, type ErrorCode, type ErrorDetails } from "./errors.js";
import { coinsOf, exposureJob, gradientNormsOf } from "./feeding-jobs.js";
import { evaluateJob, shardsJob, traceJob, type Work } from "./jobs.js";
import { lensJob } from "./lens-jobs.js";
import type { AssessRequest, BaselinesRequest, Bytes, CellRequest, ExampleTraceRequest, ForecastRequest, LensRequest, Recipe, ShardsRequest, WriteRequest } from "./protocol.js";
import { closedError, engineNotice, errorSentence } from "./sentences.js";
import { fieldError, withChanges, type FieldProblem } from "./settings.js";
import { Snapshots } from "./snapshots.js";
import type { Team } from "./team.js";
import { trainingOptions } from "./training-options.js";

/** What training needs of any model. */
export interface Opened {
  session: Trained;
  info: ModelInfo | ExampleInfo;
  /** Who trains it, where that is more than this worker. */
  crew: Crew | null;
  /** What it computes for a worker that leads. */
  shards: ShardsRequest | null;
  snapshots: Snapshots;
  /** The step up to which losses have been told. */
  toldStep: number;
  /** The step whose validation loss has been told. */
  toldValidation: number;
}
export interface OpenModel extends Opened { session: Session; info: ModelInfo }
export interface OpenExamples extends Opened { session: Examples; info: ExampleInfo }

const decoder = new TextDecoder();

/** A vocabulary as the engine writes it (wasm/engine/data/tokens.h). */
const parted = (stored: string, tokens: ResolvedSettings["tokens"]): string[] => (tokens === "words" ? stored.split("\0") : [...stored]);

/** What C++ threw, as the public error. Anything else is a trap: the instance cannot be trusted any more. */
export function publicError(thrown: unknown, settings: Pick<ResolvedSettings, "optimizer"> | null): UnrolledError | null {
  if (thrown instanceof UnrolledError) return thrown;
  const raw = thrown as { code?: ErrorCode; field?: string; message?: Bytes; details?: Record<string, Bytes> } | null;
  if (typeof raw?.code !== "string" || !(raw.message instanceof Uint8Array)) return null;
  const details: ErrorDetails = {};
  for (const [key, bytes] of Object.entries(raw.details ?? {})) {
    const text = decoder.decode(bytes);
    const listed = raw.code === "unknown-characters" && (key === "characters" || key === "words");
    details[key] = listed ? parted(text, key) : /^\d+$/.test(text) ? Number(text) : text;
  }
  if (typeof details.choices === "string") details.choices = details.choices.split(" ");
  if (raw.code === "invalid-field" && raw.field && details.reason) return fieldError(raw.field, { ...details, value: String(details.value) } as FieldProblem);
  if (raw.code === "diverged") details.rate = settings?.optimizer.rate ?? null;
  if (raw.code === "bad-file") details.why = decoder.decode(raw.message);
  return new UnrolledError(raw.code, errorSentence(raw.code, details), raw.field || null, details);
}

function sessionOptions(module: MainModule, s: ResolvedSettings, role: Recipe["role"]) {
  return {
    shape: {
      cell: module.CellKind[s.cell],
      activation: module.Activation[s.activation],
      embedding: s.embedding,
      hidden: s.hidden,
      layers: s.layers,
      hold: heldGates(s),
      dropout: s.dropout,
    },
    forgetBias: s.forgetBias,
    recurrent: { kind: module.RecurrentKind[s.recurrent], radius: s.spectralRadius },
    tokens: { kind: module.TokenKind[s.tokens], limit: s.vocabulary, minFrequency: s.minFrequency },
    validation: s.validation,
    training: trainingOptions(module, s),
    seed: s.seed,
    role: module.Role[role],
  };
}

const LONGEST_REASON = 200;

function settingsOfFile(json: Bytes): ResolvedSettings | ResolvedExampleSettings {
  try {
    return resolveSettings(JSON.parse(decoder.decode(json)));
  } catch (error) {
    // A file may call a setting anything, at any length.
    const why = error instanceof UnrolledError ? error.message.slice(0, LONGEST_REASON).replace(/\.$/, "") : "its settings are not JSON";
    throw new UnrolledError("bad-file", errorSentence("bad-file", { why }), "bytes", { why });
  }
}

export class EngineHost {
  private readonly models = new Map<number, Opened>();

  constructor(readonly module: MainModule, private readonly team: Team) {}

  open(recipe: Recipe): ModelInfo | ExampleInfo {
    const { model, settings, file, changes, role } = recipe;
    const asked = file ? withChanges(settingsOfFile(this.module.readSettings(file)), changes) : settings!;
    const opened = asked.task === "language-model" ? this.openText(recipe, asked) : this.openExamples(recipe, asked);
    this.close(model);
    // A model without data is only read: it has no trainer to share out.
    const shared = role === "trains" && opened.trains && this.team.helpers.length > 0 && opened.session.shards > 1;
    const { session, info } = opened;
    const crew = shared ? new Crew(session, recipe, this.team) : null;
    const snapshots = new Snapshots(session, JSON.stringify(info.settings));
    this.models.set(model, { session, info, crew, shards: null, snapshots, toldStep: session.step, toldValidation: 0 });
    return opened.info;
  }

  private openText({ text, file, role }: Recipe, settings: ResolvedSettings) {
    const options = sessionOptions(this.module, settings, role);
    const session = file ? new this.module.Session(options, text, file) : new this.module.Session(options, text);
    const info: ModelInfo = {
      settings: { ...settings, batch: session.batch },
      parameters: session.parameters,
      vocabulary: ["<unk>", ...parted(decoder.decode(session.vocabulary()), settings.tokens)],
      trainCharacters: session.trainTokens,
      validationCharacters: session.validationTokens,
      notices: session.notices().map(({ code, details }) => engineNotice(code, details)),
    };
    return { session, info, trains: text.length > 0 };
  }

  private openExamples({ text, file, role }: Recipe, settings: ResolvedExampleSettings) {
    const options = exampleOptions(this.module, settings, role);
    const session = file ? new this.module.Examples(options, text, file) : new this.module.Examples(options, text);
    const info = exampleInfo(session, settings);
    return { session, info, trains: info.trainExamples > 0 };
  }

  /** Of any kind. */
  trained(id: number): Opened {
    const found = this.models.get(id);
    if (!found) throw closedError();
    return found;
  }
  // The page has a class for each kind of model, whose methods ask only for what it has.
  model(id: number): OpenModel {
    return this.trained(id) as OpenModel;
  }
  private examplesOf(id: number): OpenExamples {
    return this.trained(id) as OpenExamples;
  }

  settings(id: number): Pick<ResolvedSettings, "optimizer"> | null {
    return this.models.get(id)?.info.settings ?? null;
  }

  save(model: number, contents: "weights" | "training"): Bytes {
    const { session, info } = this.trained(model);
    const settings = JSON.stringify(info.settings);
    if (contents === "weights") return session.save(settings);
    this.learner(model);
    return session.snapshot(settings);
  }

  weights(model: number): Record<string, Tensor> {
    return this.trained(model).session.weights();
  }

  /** One that has something to learn from. */
  learner(id: number): Opened {
    const found = this.trained(id);
    const { info } = found;
    if (("trainCharacters" in info ? info.trainCharacters : info.trainExamples) === 0) throw new UnrolledError("no-text", errorSentence("no-text", {}), "text");
    return found;
  }

  coins(model: number): Coins | null {
    return coinsOf(this.learner(model) as OpenModel);
  }
  tokenize(model: number, text: Bytes): Float32Array<ArrayBuffer> {
    return this.model(model).session.encode(text);
  }
  gradientNorms(model: number): GradientNorms {
    return gradientNormsOf(this.learner(model));
  }
  snapshots(model: number): Snapshot[] {
    return this.learner(model).snapshots.list();
  }
  snapshot(model: number): Snapshot {
    const { step, loss } = this.learner(model).snapshots.take();
    return { step, loss };
  }
  stepBack(model: number, step: number): Snapshot {
    const open = this.learner(model);
    const snapshot = open.snapshots.goTo(step);
    open.toldStep = open.toldValidation = step;
    return snapshot;
  }
  snapshotFile(model: number, step: number | null): Bytes {
    const { snapshots } = this.learner(model);
    return (step === null ? snapshots.take() : snapshots.find(step)).file.slice();
  }

  cell(request: CellRequest): CellStep {
    return stepCell(this.module, request);
  }

  async memory(): Promise<{ bytes: number }> {
    return { bytes: this.module.memoryBytes() + (await this.team.memory()) };
  }

  close(model: number): null {
    this.models.get(model)?.crew?.close();
    this.models.get(model)?.session.delete();
    this.models.delete(model);
    return null;
  }

  evaluate(model: number, text: Bytes): Work<"evaluate"> {
    return evaluateJob(this.module, this.model(model), text);
  }
  baselines(model: number, request: BaselinesRequest): Work<"baselines"> {
    return baselinesJob(this.module, this.model(model), request);
  }
  sample(model: number, request: Parameters<typeof sampleJob>[2]): Work<"sample"> {
    return sampleJob(this.module, this.model(model), request);
  }
  beam(model: number, request: Parameters<typeof beamJob>[2]): Work<"beam"> {
    return beamJob(this.module, this.model(model), request);
  }
  exhaustive(model: number, request: Parameters<typeof exhaustiveJob>[2]): Work<"exhaustive"> {
    return exhaustiveJob(this.module, this.model(model), request);
  }
  shards(model: number, request: ShardsRequest): Work<"shards"> {
    return shardsJob(this.trained(model), request);
  }
  exposure(model: number, request: Parameters<typeof exposureJob>[2]): Work<"exposure"> {
    return exposureJob(this.module, this.model(model), request);
  }
  assess(model: number, request: AssessRequest): Work<"assess"> {
    return assessJob(this.module, this.examplesOf(model), request);
  }
  write(model: number, request: WriteRequest): Work<"write"> {
    return writeJob(this.module, this.examplesOf(model), request);
  }
  traceExample(model: number, request: ExampleTraceRequest): Work<"traceExample"> {
    return exampleTraceJob(this.module, this.examplesOf(model), request);
  }
  forecast(model: number, request: ForecastRequest): Work<"forecast"> {
    return forecastJob(this.module, this.examplesOf(model), request);
  }
  examples(model: number, from: number, count: number): Example[] {
    return heldOut(this.examplesOf(model), from, count);
  }
  lens(model: number, request: LensRequest): Work<"lens"> {
    return lensJob(this.module, this.model(model), request);
  }
  trace(model: number, request: Parameters<typeof traceJob>[2]): Work<"trace"> {
    return traceJob(this.module, this.model(model), request);
  }
}
