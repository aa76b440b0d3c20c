/** Runs on the page. One model in the worker, with its calls checked before they cross. */
import type {
  Baselines, BaselinesOptions, Beam, BeamOptions, Coins, Evaluation, EvaluateOptions, Exhaustive, ExhaustiveOptions, Exposure,
  ExposureOptions, Model, Sample, SampleOptions, Trace, TraceOptions,
} from "./api.js";
import { beamRequest, exhaustiveRequest, sampleRequest } from "./decoding-options.js";
import { encodeText } from "./encode-text.js";
import { UnrolledError } from "./errors.js";
import { RemoteLens } from "./lens.js";
import type { Bytes } from "./protocol.js";
import { checkNumbers, exposureFields, onlyOthers, resolveFields, wrongKind } from "./settings.js";

export class RemoteModel extends RemoteLens implements Model {
  async tokenize(text: string): Promise<string[]> {
    return this.spelled(await this.ids(encodeText(text, "text").bytes));
  }

  async evaluate(text: string, options: EvaluateOptions = {}): Promise<Evaluation> {
    onlyOthers(options, ["signal"]);
    return this.call("evaluate", [this.id, encodeText(text, "text").bytes], options.signal);
  }

  async baselines(options: BaselinesOptions = {}): Promise<Baselines> {
    onlyOthers(options, ["epsilon", "text", "signal"]);
    const { epsilon = [1, 1, 1], text } = options;
    checkNumbers("epsilon", epsilon, { count: 3, min: 1e-9, max: 1e9 });
    const { bytes } = encodeText(text ?? "", "text");
    if (text !== undefined) await this.need(bytes, 2);
    return this.call("baselines", [this.id, { text: bytes, epsilon }], options.signal);
  }

  async sample(options: SampleOptions = {}): Promise<Sample> {
    return this.call("sample", [this.id, sampleRequest(options, this.info.vocabulary)], options.signal);
  }

  async beam(options: BeamOptions = {}): Promise<Beam> {
    return this.call("beam", [this.id, beamRequest(options, this.info.vocabulary)], options.signal);
  }

  async exhaustive(options: ExhaustiveOptions = {}): Promise<Exhaustive> {
    return this.call("exhaustive", [this.id, exhaustiveRequest(options, this.info.vocabulary)], options.signal);
  }

  async trace(options: TraceOptions): Promise<Trace> {
    onlyOthers(options, ["text", "names", "gradients", "signal"]);
    const { text, names = null, gradients = false } = options;
    if (names !== null && !Array.isArray(names)) throw wrongKind("names", names, "a list of names");
    if (typeof gradients !== "boolean") throw wrongKind("gradients", gradients, "true or false");
    return this.call("trace", [this.id, { text: encodeText(text, "text").bytes, names, gradients }], options.signal);
  }

  async coins(): Promise<Coins | null> {
    return this.call("coins", [this.id]);
  }

  async exposure(options: ExposureOptions = {}): Promise<Exposure> {
    const { own, ...fields } = resolveFields(exposureFields, options, ["text", "signal"]);
    const { text, signal } = options;
    const { bytes } = encodeText(text ?? "", "text");
    if (text !== undefined) await this.need(bytes, fields.length + 1);
    return this.call("exposure", [this.id, { ...fields, text: bytes, own: own as Required<ExposureOptions>["own"] }], signal);
  }

  private async need(text: Bytes, needed: number): Promise<void> {
    const characters = (await this.ids(text)).length;
    if (characters >= needed) return;
    const { tokens } = this.info.settings;
    throw new UnrolledError("text-too-short", `The text needs at least ${needed} ${tokens}: the first is only read, the others are predicted.`, "text", { characters, needed, tokens });
  }
}
