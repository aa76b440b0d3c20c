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

/** The id of the end character in the model's vocabulary. */
function endId(end: unknown, vocabulary: readonly string[]): number {
  if (end === undefined || end === "") return NO_END;
  const characters = typeof end === "string" ? [...normalizeText(end).text] : [];
  if (characters.length !== 1) throw wrongKind("end", end, "a single character");
  const id = vocabulary.indexOf(characters[0]!);
  if (id >= 0) return id;
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
