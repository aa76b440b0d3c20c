/** Runs on the page. The engine as its users see it; keeps what is needed to start again when a worker is lost. */
import type { CellOptions, CellStep, Engine, EngineOptions, LanguageModelSettings, LoadOptions, Model, Numerics } from "./api.js";
import { cellRequest } from "./cell-options.js";
import { loadCorpus } from "./corpora.js";
import { encodeText } from "./encode-text.js";
import { UnrolledError } from "./errors.js";
import { Link, type CallOptions } from "./link.js";
import type { ExampleModel, ExampleSettings } from "./example-api.js";
import { RemoteExamples } from "./example-model.js";
import { resolveSettings } from "./example-settings.js";
import { RemoteModel } from "./model.js";
import type { Bytes, ErrorData, Host, Method, Recipe, Start } from "./protocol.js";
import { closedError, errorSentence } from "./sentences.js";
import { engineFields, resolveFields, trainingChanges, wrongKind, type TrainingChanges } from "./settings.js";
import { hasRelaxedSimd } from "./simd.js";
import type { Notice } from "./text.js";
import workerUrl from "./worker.ts?worker&url";

interface Known extends Recipe {
  step: number;
}

export class EngineClient implements Engine {
  private link: Promise<Link> | null = null;
  private readonly known = new Map<number, Known>();
  private nextModel = 1;
  private closed = false;

  constructor(private readonly options: Start) {
    // The worker and its WebAssembly arrive while the caller does something else; what fails is told at the first call.
    this.connect().catch(() => undefined);
  }

  get numerics(): Numerics {
    return this.options.numerics;
  }

  create(settings: LanguageModelSettings): Promise<Model>;
  create(settings: ExampleSettings): Promise<ExampleModel>;
  async create(settings: LanguageModelSettings | ExampleSettings): Promise<Model | ExampleModel> {
    const resolved = resolveSettings(settings);
    // Examples are generated where no text is given.
    const bundled = () => (resolved.task === "language-model" ? loadCorpus("english") : "");
    const { bytes, notices } = encodeText(settings.text === undefined ? await bundled() : settings.text, "text");
    if (bytes.length === 0 && settings.text !== undefined && resolved.task !== "language-model") {
      const details = { problem: "no-lines" };
      throw new UnrolledError("bad-data", errorSentence("bad-data", details), "text", details);
    }
    return this.open({ model: this.nextModel++, text: bytes, settings: resolved, file: null, changes: {}, role: "trains" }, notices);
  }

  async load<M extends Model | ExampleModel = Model>(bytes: Uint8Array, options: LoadOptions = {}): Promise<M> {
    if (!(bytes instanceof Uint8Array)) throw wrongKind("bytes", bytes, "a Uint8Array");
    const changes = trainingChanges(options);
    const text = options.text === undefined ? { bytes: new Uint8Array() as Bytes, notices: [] } : encodeText(options.text, "text");
    return this.open({ model: this.nextModel++, text: text.bytes, settings: null, file: bytes.slice(), changes, role: "trains" }, text.notices) as Promise<M>;
  }

  async cell(options: CellOptions): Promise<CellStep> {
    return this.call("cell", [cellRequest(options)]);
  }

  async memory(): Promise<{ bytes: number }> {
    return this.call("memory", []);
  }

  close(): void {
    this.closed = true;
    this.link?.then((link) => link.close(closedError()), () => undefined);
    this.link = null;
    this.known.clear();
  }

  /** Calls the worker; starts one, with all open models, where there is none. */
  async call<M extends Method>(method: M, args: Parameters<Host[M]>, options?: CallOptions): Promise<ReturnType<Host[M]>> {
    if (this.closed) throw closedError();
    return (await this.connect()).call(method, args, options);
  }

  /** Another model from a snapshot of one, with the same text. */
  async branch(model: number, step: number | null, changes: TrainingChanges): Promise<Model | ExampleModel> {
    const file = await this.call("snapshotFile", [model, step]);
    const known = this.known.get(model);
    if (!known) throw closedError();
    return this.open({ model: this.nextModel++, text: known.text, settings: null, file, changes, role: "trains" }, []);
  }

  forget(model: number): void {
    if (!this.known.delete(model) || !this.link) return;
    this.call("close", [model]).catch(() => undefined);
  }

  private async open(recipe: Recipe, notices: Notice[]): Promise<Model | ExampleModel> {
    const info = await this.call("open", [recipe]);
    if (this.closed) throw closedError();
    this.known.set(recipe.model, { ...recipe, step: 0 });
    const all = { notices: [...notices, ...info.notices] };
    return "vocabulary" in info ? new RemoteModel(this, recipe.model, { ...info, ...all }) : new RemoteExamples(this, recipe.model, { ...info, ...all });
  }

  private connect(): Promise<Link> {
    this.link ??= this.start().catch((error: unknown) => {
      this.link = null;
      throw error;
    });
    return this.link;
  }

  private async start(): Promise<Link> {
    const link = await Link.open(workerUrl, this.options, {
      snapshot: (model, step, file) => {
        const known = this.known.get(model);
        if (known) Object.assign(known, { step, file });
      },
      lost: (error) => this.lost(error),
    });
    try {
      for (const recipe of this.known.values()) await link.call("open", [recipe]);
    } catch (error) {
      link.close(closedError());
      throw error;
    }
    return link;
  }

  /** The next call starts a new worker. */
  private lost(error: ErrorData): UnrolledError {
    this.link = null;
    if (error.code !== "worker-lost") return new UnrolledError(error.code, error.message, error.field, error.details);
    const details = { step: Math.max(0, ...[...this.known.values()].map((model) => model.step)), why: error.message };
    return new UnrolledError("worker-lost", errorSentence("worker-lost", details), null, details);
  }
}

export async function createEngine(options: EngineOptions = {}): Promise<Engine> {
  const { numerics, workers } = resolveFields(engineFields, options);
  return new EngineClient({ numerics: numerics === "fast" && hasRelaxedSimd() ? "fast" : "reproducible", workers });
}
