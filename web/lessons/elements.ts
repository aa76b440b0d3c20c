/** The raw HTML that a lesson may contain: exhibits on lines of their own, and a few small tags within a line. */
import type { Report } from "./problem.js";

export interface Exhibit {
  tag: string;
  attributes: Record<string, string>;
  /** What stands between the tags: read where the exhibit cannot run. */
  inner: string;
  line: number;
}

const attribute = /\s+([a-z][a-z0-9-]*)(?:="([^"]*)")?/g;
const exhibit = new RegExp(`^<(unrolled-[a-z-]+)((?:${attribute.source})*)\\s*>([\\s\\S]*)</\\1>\\s*$`);
const opening = /^<(unrolled-[a-z-]+)/;

const unescape = (text: string) => text.replace(/&quot;/g, '"').replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");

/** A block of raw HTML as markdown-it finds it: an exhibit, or null for a comment. */
export function readExhibit(html: string, line: number, report: Report): Exhibit | null {
  if (/^<!--[\s\S]*-->\s*$/.test(html)) return null;
  const found = exhibit.exec(html.trim());
  const name = opening.exec(html.trim())?.[1];
  if (!found && name) return report(line, `<${name}> must be closed by </${name}> on a later line with no empty line between, and its attributes written name="value" on one line.`);
  if (!found) return report(line, "Only unrolled-* elements and comments may stand as raw HTML on lines of their own.");
  const [, tag, all] = found;
  const attributes = Object.fromEntries([...all!.matchAll(attribute)].map(([, key, value]) => [key!, unescape(value ?? "")]));
  return { tag: tag!, attributes, inner: found.at(-1)!.trim(), line };
}

const small = /^<\/?(kbd|sub|sup)>$|^<br ?\/?>$|^<!--[\s\S]*-->$|^<\/span>$/;

/** The name of a quoted number when this tag opens one; null for the other tags that a line may contain. */
export function readInline(html: string, line: number, report: Report): string | null {
  const name = /^<span data-number="([a-z][\w-]*\.[\w-]+)">$/.exec(html)?.[1];
  if (name) return name;
  if (/^<unrolled-|^<\/unrolled-/.test(html)) return report(line, "An exhibit stands on lines of its own, with an empty line before and after.");
  if (small.test(html)) return null;
  return report(line, `${html} is not one of the tags a line may contain: <span data-number="preset.quantity">, <kbd>, <sub>, <sup>, <br>.`);
}
