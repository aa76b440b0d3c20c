/** The text to learn: one of the bundled ones, or the reader's own. A text that is refused never replaces one that is there. */
import { MAX_TEXT_BYTES, countCharacters } from "../engine/text.js";
import { decodeFile, type Encoding } from "./decode-file.js";
import type { BundledText } from "./url.js";

export type TextName = BundledText | "own";

export type TextNote =
  | { kind: "file"; name: string; encoding: Encoding }
  | { kind: "guessed"; name: string; encoding: Encoding }
  | { kind: "binary"; name: string; fileKind: string | null }
  | { kind: "empty-file"; name: string }
  | { kind: "unreadable"; name: string }
  | { kind: "too-large"; bytes: number; limit: number }
  | { kind: "missing" };

export const isRefusal = (note: TextNote): boolean => note.kind !== "file" && note.kind !== "guessed";

/** Bytes of UTF-8; exact only where it matters, so that 50 MB are judged at once. */
function roughBytes(text: string): number {
  if (text.length > MAX_TEXT_BYTES || text.length * 3 <= MAX_TEXT_BYTES) return text.length;
  return new Blob([text]).size;
}

export class TextSource {
  name: TextName = "english";
  /** The bundled text that was there last: what to go back to from a text of one's own. */
  lastBundled: BundledText = "english";
  own = "";
  note: TextNote | null = null;
  /** Counts changes of what would be learned. */
  version = 0;
  readonly #load: (name: BundledText) => Promise<string>;
  readonly #bundled = new Map<BundledText, string>();
  #counted: { text: string; characters: number } = { text: "", characters: 0 };

  constructor(load: (name: BundledText) => Promise<string>) {
    this.#load = load;
  }

  choose(name: TextName): void {
    if (name === this.name) return;
    this.name = name;
    if (name !== "own") this.lastBundled = name;
    this.note = null;
    this.version++;
  }

  /** False when the text is too large; the old one is kept. */
  write(text: string): boolean {
    const bytes = roughBytes(text);
    if (bytes > MAX_TEXT_BYTES) {
      this.note = { kind: "too-large", bytes, limit: MAX_TEXT_BYTES };
      return false;
    }
    this.note = null;
    this.name = "own";
    this.own = text;
    this.version++;
    return true;
  }

  async open(file: File): Promise<boolean> {
    if (file.size > MAX_TEXT_BYTES) {
      this.note = { kind: "too-large", bytes: file.size, limit: MAX_TEXT_BYTES };
      return false;
    }
    let bytes: Uint8Array;
    try {
      bytes = new Uint8Array(await file.arrayBuffer());
    } catch {
      this.note = { kind: "unreadable", name: file.name };
      return false;
    }
    const decoded = decodeFile(bytes);
    if (!decoded.ok) {
      this.note = decoded.reason === "empty"
        ? { kind: "empty-file", name: file.name }
        : { kind: "binary", name: file.name, fileKind: decoded.kind };
      return false;
    }
    if (!this.write(decoded.text)) return false;
    this.note = { kind: decoded.guessed ? "guessed" : "file", name: file.name, encoding: decoded.encoding };
    return true;
  }

  /** The text that is there now; null while a bundled one has not arrived. */
  get loaded(): string | null {
    return this.name === "own" ? this.own : this.#bundled.get(this.name) ?? null;
  }

  get characters(): number {
    const text = this.loaded ?? "";
    if (this.#counted.text !== text) this.#counted = { text, characters: countCharacters(text) };
    return this.#counted.characters;
  }

  /** Fetches a bundled text when it is not there yet. */
  async load(): Promise<string> {
    const name = this.name;
    if (name === "own") return this.own;
    const known = this.#bundled.get(name);
    if (known !== undefined) return known;
    const text = await this.#load(name);
    this.#bundled.set(name, text);
    if (this.note?.kind === "missing") this.note = null;
    return text;
  }
}
