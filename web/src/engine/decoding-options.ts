/** Runs on the page. What decoding is asked for, checked and with its defaults. */
import type { BeamOptions, ExhaustiveOptions, SampleOptions } from "./api.js";
import { encodeText } from "./encode-text.js";
import { UnrolledError } from "./errors.js";
import type { BeamRequest, ExhaustiveRequest, SampleRequest } from "./protocol.js";
import { errorSentence } from "./sentences.js";
import { beamFields, exhaustiveFields, fieldError, resolveFields, sampleFields, wrongKind } from "./settings.js";
import { normalizeText } from "./text.js";

const others = ["prompt", "end", "signal"];
const NO_END = -1;

/** The id of the end in the model's vocabulary, in which no `<unk>` can be meant. */
function endId(end: unknown, vocabulary: readonly string[]): number {
  if (end === undefined || end === "") return NO_END;
  const given = typeof end === "string" ? normalizeText(end).text : "";
  const id = vocabulary.indexOf(given, 1);
  if (id >= 0) return id;
  const characters = [...given];
  if (characters.length !== 1) throw wrongKind("end", end, "a single character, or a word that the model knows");
  throw new UnrolledError("unknown-characters", errorSentence("unknown-characters", { characters }), "end", { characters });
}

const promptBytes = (prompt: unknown = "") => encodeText(prompt, "prompt").bytes;

export function sampleRequest(options: SampleOptions, vocabulary: readonly string[]): SampleRequest {
  const fields = resolveFields(sampleFields, options, others);
  return { prompt: promptBytes(options.prompt), ...fields, end: endId(options.end, vocabulary) };
}

export function beamRequest(options: BeamOptions, vocabulary: readonly string[]): BeamRequest {
  const fields = resolveFields(beamFields, options, others);
  const { minLength, length } = fields;
  if (minLength > length) throw fieldError("minLength", { reason: "out-of-range", value: String(minLength), min: 0, max: length });
  return { prompt: promptBytes(options.prompt), ...fields, end: endId(options.end, vocabulary) };
}

export function exhaustiveRequest(options: ExhaustiveOptions, vocabulary: readonly string[]): ExhaustiveRequest {
  const fields = resolveFields(exhaustiveFields, options, others);
  return { prompt: promptBytes(options.prompt), ...fields, end: endId(options.end, vocabulary) };
}
