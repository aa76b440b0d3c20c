/**
 * Settings in a URL's hash: `#v=1&cell=rnn&hidden=64&text=chinese`. Only what differs from its default is
 * written. Reading never fails: what cannot be used is named in `damaged` and its default taken.
 */
import { defaultValues, readValue, studioFieldNames, studioFields, type StudioField, type StudioValues } from "./fields.js";

export const URL_VERSION = 1;

export type BundledText = "english" | "chinese";

export interface Preset {
  values: Partial<StudioValues>;
  text: BundledText | null;
  prompt: string | null;
  lang: "en" | "zh" | null;
}

export interface ReadPreset extends Preset {
  /** The parts that could not be used, as they were written. */
  damaged: string[];
  /** False when the address was written by another version of the format. */
  sameVersion: boolean;
}

const MAX_PROMPT = 1000;

/** `&`, `;` and white space all separate, so that an HTML attribute needs no `&amp;`. */
export function readPreset(written: string): ReadPreset {
  const read: ReadPreset = { values: {}, text: null, prompt: null, lang: null, damaged: [], sameVersion: true };
  for (const part of written.replace(/^#/, "").split(/[&;\s]+/)) {
    if (part === "") continue;
    if (!readPart(read, part)) read.damaged.push(part.length > 60 ? `${part.slice(0, 60)}…` : part);
  }
  return read;
}

function decode(part: string): [string, string] | null {
  const at = part.indexOf("=");
  if (at < 1) return null;
  try {
    return [decodeURIComponent(part.slice(0, at)), decodeURIComponent(part.slice(at + 1).replaceAll("+", "%20"))];
  } catch {
    return null;
  }
}

function readPart(read: ReadPreset, part: string): boolean {
  const pair = decode(part);
  if (!pair) return false;
  const [name, value] = pair;
  if (name === "v") {
    read.sameVersion = value === String(URL_VERSION);
    return /^\d+$/.test(value);
  }
  if (name === "text" && (value === "english" || value === "chinese")) return (read.text = value) !== null;
  if (name === "lang" && (value === "en" || value === "zh")) return (read.lang = value) !== null;
  if (name === "prompt" && value.length <= MAX_PROMPT) return (read.prompt = value) !== null;
  if (!Object.hasOwn(studioFields, name)) return false;
  const known = readValue(name as StudioField, value);
  if (known === null) return false;
  Object.assign(read.values, { [name]: known });
  return true;
}

export function writePreset(preset: Preset): string {
  const defaults = defaultValues();
  const parts: [string, string][] = [];
  if (preset.lang) parts.push(["lang", preset.lang]);
  if (preset.text) parts.push(["text", preset.text]);
  for (const name of studioFieldNames) {
    const value = preset.values[name];
    if (value !== undefined && value !== defaults[name]) parts.push([name, String(value)]);
  }
  if (preset.prompt && preset.prompt.length <= MAX_PROMPT) parts.push(["prompt", preset.prompt]);
  if (parts.length === 0) return "";
  return `#${[["v", String(URL_VERSION)], ...parts].map(([name, value]) => `${name}=${encodeURIComponent(value!)}`).join("&")}`;
}
