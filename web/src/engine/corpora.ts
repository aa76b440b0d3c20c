/** The bundled texts. They are fetched when first asked for. */
import { UnrolledError } from "./errors.js";
import chineseUrl from "../../../lessons/corpora/chinese.txt?url";
import englishUrl from "../../../lessons/corpora/english.txt?url";

export type CorpusName = "english" | "chinese";

const urls: Record<CorpusName, string> = { english: englishUrl, chinese: chineseUrl };

export async function loadCorpus(name: CorpusName): Promise<string> {
  const url = new URL(urls[name], import.meta.url);
  if (url.protocol === "file:") {
    const { readFile } = await import("node:fs/promises");
    return readFile(url, "utf8");
  }
  const response = await fetch(url).catch(() => null);
  if (!response?.ok) {
    throw new UnrolledError("engine-missing", `The bundled text (${name}) could not be fetched: check the connection and reload the page, or give a text of your own.`, "text");
  }
  return response.text();
}
