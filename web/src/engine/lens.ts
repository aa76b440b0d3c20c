/** Runs on the page. The analyses of the lens: their options checked before they cross, their figures given their types. */
import type {
  Ablation, AblateOptions, CheckGradientOptions, Flow, FlowOptions, GradientCheck, Histogram, Histograms, HistogramsOptions, Jacobians,
  JacobiansOptions, LensMethods, Memory, MemoryOptions, Model, ModelInfo, Recursion, RecursionOptions, Saliency, SaliencyOptions, Tensor,
} from "./api.js";
import { encodeText } from "./encode-text.js";
import { UnrolledError } from "./errors.js";
import type { Bytes, Figures, LensRequest } from "./protocol.js";
import { RemoteTraining } from "./remote-training.js";
import { checkOptions, fieldError, gradientFields, histogramFields, layerField, onlyOthers, positionField, resolveFields, wrongKind, type FieldProblem } from "./settings.js";

interface Given { text: string; signal?: AbortSignal }

const SHORT = 257;
const LONG = 4096;
const LARGEST_RECURSION = 16;
const LARGEST_JACOBIAN = 64;

const common = ["text", "signal"];

export abstract class RemoteLens extends RemoteTraining<ModelInfo, Model> implements LensMethods {
  protected ids(text: Bytes): Promise<Float32Array> {
    return this.call("tokenize", [this.id, text]);
  }

  protected spelled(ids: Float32Array): string[] {
    return Array.from(ids, (id) => this.info.vocabulary[id]!);
  }

  /** The text on its way, and as it came: token by token. */
  private async readText(given: object, longest: number): Promise<{ text: Bytes; characters: string[] }> {
    checkOptions(given);
    const text = encodeText((given as Given).text, "text").bytes;
    const ids = await this.ids(text);
    if (ids.length < 2 || ids.length > longest) {
      throw fieldError("text", { reason: "out-of-range", value: `${ids.length} ${this.info.settings.tokens} long`, min: 2, max: longest });
    }
    return { text, characters: this.spelled(ids) };
  }

  private ask(request: LensRequest, signal?: AbortSignal): Promise<Figures> {
    return this.call("lens", [this.id, request], signal);
  }

  async flow(options: FlowOptions): Promise<Flow> {
    const { characters, h, c } = await this.readLayer("flow", options, SHORT);
    return { characters, h: tensor(h!), c: c ? tensor(c) : null };
  }

  async jacobians(options: JacobiansOptions): Promise<Jacobians> {
    this.limit("jacobians", LARGEST_JACOBIAN);
    const { characters, steps, products, radii } = await this.readLayer("jacobians", options, SHORT);
    return { characters, steps: tensor(steps!), products: tensor(products!), radii: radii!.data };
  }

  async recursion(options: RecursionOptions): Promise<Recursion> {
    this.limit("recursion", LARGEST_RECURSION, "rnn");
    const { layers } = this.info.settings;
    if (layers > 1) throw unfit("recursion", "layers", { reason: "out-of-range", value: String(layers), min: 1, max: 1 });
    const { text, characters } = await this.readText(options, SHORT);
    onlyOthers(options, common);
    const { recursion, bptt, difference, norms } = await this.read("recursion", text, {}, options.signal);
    return { characters, recursion: tensor(recursion!), bptt: tensor(bptt!), difference: difference!.data[0]!, norms: norms!.data };
  }

  async memory(options: MemoryOptions): Promise<Memory> {
    this.limit("memory", LARGEST_JACOBIAN, "lstm");
    const { characters, forget, derivative, forgetNorm, derivativeNorm } = await this.readLayer("memory", options, SHORT);
    return { characters, forget: tensor(forget!), derivative: tensor(derivative!), forgetNorm: forgetNorm!.data, derivativeNorm: derivativeNorm!.data };
  }

  async histograms(options: HistogramsOptions): Promise<Histograms> {
    const { text, characters } = await this.readText(options, LONG);
    const { bins } = resolveFields(histogramFields, options, common);
    const figures = await this.read("histograms", text, { bins }, options.signal);
    const { cell, layers } = this.info.settings;
    const names = arrayNames[cell];
    const each = Array.from({ length: layers }, (_, layer) =>
      Object.fromEntries(names.map((name, k) => [name, histogramOf(figures, layer * names.length + k)])));
    return { characters, layers: each };
  }

  async ablate(options: AblateOptions): Promise<Ablation> {
    const { characters, loss, change } = await this.readLayer("ablation", options, LONG);
    return { characters, loss: loss!.data[0]!, change: change!.data };
  }

  async saliency(options: SaliencyOptions): Promise<Saliency> {
    const { text, characters } = await this.readText(options, LONG);
    const { position } = resolveFields(positionField(characters.length - 1), options, common);
    const { norm, product, loss } = await this.read("saliency", text, { position }, options.signal);
    return { characters, position, loss: loss!.data[0]!, norm: norm!.data, product: product!.data };
  }

  async checkGradient(options: CheckGradientOptions): Promise<GradientCheck> {
    const { text } = await this.readText(options, SHORT);
    const { entries, seed } = resolveFields(gradientFields, options, [...common, "parameter"]);
    const { parameter } = options;
    const choices = parameterNames(this.info);
    if (!choices.includes(parameter)) throw wrongName(parameter, choices);
    const figures = await this.read("gradient-check", text, { parameter, entries, seed }, options.signal);
    const [rows, columns, analytic, numeric, error] = ["row", "column", "analytic", "numeric", "error"].map((name) => figures[name]!.data);
    const shape = [...figures.shape!.data];
    const checked = Array.from(rows!, (row, k) => ({ row, column: columns![k]!, analytic: analytic![k]!, numeric: numeric![k]!, error: error![k]! }));
    return { parameter, shape, entries: checked, worst: error!.reduce((a, b) => Math.max(a, b)) };
  }

  private async readLayer(analysis: LensRequest["analysis"], options: FlowOptions, longest: number): Promise<Partial<Figures> & { characters: string[] }> {
    const { text, characters } = await this.readText(options, longest);
    const { layer } = resolveFields(layerField(this.info.settings.layers), options, common);
    return Object.assign(await this.read(analysis, text, { layer }, options.signal), { characters });
  }

  private read(analysis: LensRequest["analysis"], text: Bytes, more: Partial<LensRequest>, signal?: AbortSignal): Promise<Figures> {
    return this.ask({ analysis, text, layer: 0, position: 1, bins: 1, parameter: "", entries: 1, seed: 1, ...more }, signal);
  }

  /** Matrices of H rows are taken apart: a large H would take minutes. */
  private limit(method: string, hidden: number, cell?: "rnn" | "lstm"): void {
    const { settings } = this.info;
    if (cell && settings.cell !== cell) throw unfit(method, "cell", { reason: "not-a-choice", value: settings.cell, choices: [cell] });
    if (settings.hidden > hidden) throw unfit(method, "hidden", { reason: "out-of-range", value: String(settings.hidden), min: 1, max: hidden });
  }
}

/** A setting of the model is at fault, not an option of the call. */
function unfit(method: string, name: string, problem: FieldProblem): UnrolledError {
  const { message, details } = fieldError(name, problem);
  return new UnrolledError("invalid-field", `${method}() needs a model made for it: its ${message}`, name, details);
}

function wrongName(parameter: unknown, choices: string[]): UnrolledError {
  return typeof parameter === "string"
    ? fieldError("parameter", { reason: "not-a-choice", value: parameter, choices })
    : wrongKind("parameter", parameter, `one of ${choices.join(", ")}`);
}

function parameterNames({ settings }: ModelInfo): string[] {
  const tensors = settings.cell === "gru" ? ["W", "U", "b", "v"] : ["W", "U", "b"];
  const layers = Array.from({ length: settings.layers }, (_, layer) => tensors.map((name) => `layers.${layer}.${name}`)).flat();
  return [...(settings.embedding > 0 ? ["embedding"] : []), ...layers, "head.W", "head.b"];
}

const tensor = ({ rows, cols, data }: Figures[string]): Tensor => ({ shape: [rows, cols], data });
const mean = (numbers: Float32Array) => numbers.reduce((sum, x) => sum + x, 0) / numbers.length;

/** In the order in which the engine gives them. */
const arrayNames = { lstm: ["i", "f", "g", "o", "c", "h"], gru: ["r", "z", "n", "h"], rnn: ["h"] } as const;

function histogramOf(figures: Figures, row: number): Histogram {
  const of = (name: string) => {
    const { cols, data } = figures[name]!;
    return data.slice(row * cols, (row + 1) * cols);
  };
  const [low, high] = of("range") as unknown as [number, number];
  const [below, above] = [of("low"), of("high")];
  const bounded = !Number.isNaN(below[0]);
  const saturation = bounded ? { low: below, high: above, total: { low: mean(below), high: mean(above) } } : null;
  return { low, high, counts: of("counts"), saturation };
}
