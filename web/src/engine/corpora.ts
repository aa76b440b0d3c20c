/** The bundled texts. They are fetched when first asked for. */
import { UnrolledError } from "./errors.js";
import chineseUrl from "../../../lessons/corpora/chinese.txt?url";
import englishUrl from "../../../lessons/corpora/english.txt?url";

export type CorpusName = "english" | "chinese";

const urls: Record<CorpusName, string> = { english: englishUrl, chinese: chineseUrl };

export async function loadCorpus(name: CorpusName): Promise<string> {
  const text = await read(new URL(urls[name], import.meta.url)).catch(() => null);
  if (text !== null) return text;
  throw new UnrolledError("engine-missing", `The bundled text (${name}) could not be fetched: check the connection and reload the page, or give a text of your own.`, "text");
}

async function read(url: URL): Promise<string | null> {
  if (url.protocol === "file:") {
    const { readFile } = await import("node:fs/promises");
    return readFile(url, "utf8");
  }
  const response = await fetch(url);
  return response.ok ? response.text() : null;
}
