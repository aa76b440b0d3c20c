/** Runs on the page. One model of whole examples in the worker, with its calls checked before they cross. */
import { encodeText } from "./encode-text.js";
import type {
  Assessment, Example, ExampleInfo, ExampleInput, ExampleModel, ExampleTrace, ExampleTraceOptions, ForecastOptions, Forecasts, Prediction, WriteOptions, Written,
} from "./example-api.js";
import { forecastFields, writeFields } from "./example-settings.js";
import { UnrolledError } from "./errors.js";
import type { InputBytes } from "./protocol.js";
import { RemoteTraining } from "./remote-training.js";
import { errorSentence } from "./sentences.js";
import { checkNumbers, fieldError, integer, onlyOthers, resolveFields, wrongKind } from "./settings.js";

const MOST_INPUTS = 1000;
const MOST_TRACED = 4096;
const MOST_NUMBERS = 1e30;
const nothing = (): InputBytes => ({ text: new Uint8Array(), frames: new Float32Array() });
const listFields = { from: integer(0, 0, 1e6), count: integer(10, 1, 1000) };

export class RemoteExamples extends RemoteTraining<ExampleInfo, ExampleModel> implements ExampleModel {
  async evaluate(options: { signal?: AbortSignal } = {}): Promise<Assessment> {
    onlyOthers(options, ["signal"]);
    if (this.info.validationExamples === 0) {
      const details = { examples: this.info.trainExamples };
      throw new UnrolledError("nothing-held-out", errorSentence("nothing-held-out", details), "validation", details);
    }
    return (await this.call("assess", [this.id, { inputs: [] }], options.signal)).assessment;
  }

  async predict(inputs: readonly ExampleInput[], options: { signal?: AbortSignal } = {}): Promise<Prediction[]> {
    onlyOthers(options, ["signal"]);
    if (!Array.isArray(inputs) || inputs.length === 0) throw wrongKind("inputs", inputs, "a list of at least one input");
    if (inputs.length > MOST_INPUTS) throw fieldError("inputs", { reason: "out-of-range", value: `${inputs.length} long`, min: 1, max: MOST_INPUTS });
    const checked = inputs.map((input: ExampleInput) => this.input(input, "inputs"));
    return (await this.call("assess", [this.id, { inputs: checked }], options.signal)).predictions;
  }

  async beam(options: WriteOptions): Promise<Written> {
    this.only(["translate", "caption"], "beam");
    const fields = resolveFields(writeFields, options, ["input", "signal"]);
    return this.call("write", [this.id, { input: this.input(options.input, "input"), ...fields }], options.signal);
  }

  async trace(options: ExampleTraceOptions): Promise<ExampleTrace> {
    onlyOthers(options, ["input", "names", "signal"]);
    const { names = null } = options;
    if (names !== null && !Array.isArray(names)) throw wrongKind("names", names, "a list of names");
    const input = this.input(options.input, "input");
    const steps = input.frames.length / (this.info.width || 1) || new TextDecoder().decode(input.text).length;
    if (steps > MOST_TRACED) throw fieldError("input", { reason: "out-of-range", value: `${steps} steps long`, min: 1, max: MOST_TRACED });
    return this.call("traceExample", [this.id, { input, names }], options.signal);
  }

  async forecast(options: ForecastOptions = {}): Promise<Forecasts> {
    this.only(["forecast"], "forecast");
    if (this.info.settings.data !== "series") throw fieldError("data", { reason: "not-a-choice", value: this.info.settings.data, choices: ["series"] });
    const { ahead } = resolveFields(forecastFields, options, ["history", "signal"]);
    const history = options.history === undefined ? new Float32Array() : numbers(options.history, "history", 1);
    return this.call("forecast", [this.id, { ahead, history }], options.signal);
  }

  async examples(options: { from?: number; count?: number } = {}): Promise<Example[]> {
    const { from, count } = resolveFields(listFields, options);
    return this.call("examples", [this.id, from, count]);
  }

  private only(tasks: readonly string[], method: string): void {
    const { task } = this.info.settings;
    if (!tasks.includes(task)) throw fieldError("task", { reason: "wrong-kind", value: task, wanted: `${tasks.join(" or ")} for ${method}()` });
  }

  /** Numbers where the model reads frames, text where it reads text. */
  private input(input: unknown, field: string): InputBytes {
    const { width, settings } = this.info;
    if (width > 0) {
      const frames = numbers(input, field, width);
      if (settings.task === "caption" && frames.length !== width) throw wrongKind(field, `${frames.length} numbers`, `a picture of ${width} numbers`);
      return { ...nothing(), frames };
    }
    const { bytes } = encodeText(input, field);
    if (bytes.length === 0) throw fieldError(field, { reason: "missing" });
    return { ...nothing(), text: bytes };
  }
}

/** Whole frames of finite numbers. */
function numbers(input: unknown, field: string, width: number): Float32Array<ArrayBuffer> {
  if (!(input instanceof Float32Array) && !Array.isArray(input)) throw wrongKind(field, input, "a list of numbers");
  const list = Array.from(input as ArrayLike<number>);
  if (list.length === 0 || list.length % width !== 0) throw wrongKind(field, `${list.length} numbers`, `a list of ${width} numbers a step`);
  checkNumbers(field, list, { count: list.length, min: -MOST_NUMBERS, max: MOST_NUMBERS });
  return new Float32Array(list);
}
