/** Runs on the page. A text on its way to the worker. */
import { UnrolledError } from "./errors.js";
import type { Bytes } from "./protocol.js";
import { errorSentence } from "./sentences.js";
import { wrongKind } from "./settings.js";
import { MAX_TEXT_BYTES, normalizeText, type Notice } from "./text.js";

/** The text as the engine reads it. Throws when it is not a string or too long. */
export function encodeText(text: unknown, field: string): { bytes: Bytes; notices: Notice[] } {
  if (typeof text !== "string") throw wrongKind(field, text, "a string");
  const tooLong = (bytes: number) => {
    const details = { bytes, limit: MAX_TEXT_BYTES };
    return new UnrolledError("text-too-long", errorSentence("text-too-long", details), field, details);
  };
  // A string has at least as many bytes as units: no need to work through a huge one to refuse it.
  if (text.length > MAX_TEXT_BYTES) throw tooLong(text.length);
  const normalized = normalizeText(text);
  const bytes = new TextEncoder().encode(normalized.text) as Bytes;
  if (bytes.length > MAX_TEXT_BYTES) throw tooLong(bytes.length);
  return { bytes, notices: normalized.notices };
}
