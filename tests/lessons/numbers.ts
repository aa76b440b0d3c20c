/** Numbers that a lesson quotes, held to what its presets really give. */
import type { Engine } from "../../web/src/engine/index.js";
import type { LessonEntry } from "../../web/lessons/lessons.js";

type Settings = Record<string, unknown>;

export interface Bench {
  engine: Engine;
  /** The preset as it stands in `presets.json`. */
  preset: Settings;
  /** Its neighbours, for what compares two of them. */
  presets: Record<string, Settings>;
}

/**
 * What each preset of a lesson gives, by names of one's own: numbers, or texts that a model wrote. What belongs to the
 * text of one language ends in `-zh` or `-en` and is quoted there alone.
 */
export type Numbers = Record<string, (bench: Bench) => Promise<Record<string, number | string>>>;

const superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const power = (text: string) => Number([...text].map((sign) => (sign === "⁻" ? "-" : superscripts.indexOf(sign))).join(""));

/** "1.2 × 10⁻⁹" → its value, and what one more in its last place would add. */
export function readNumber(text: string): { value: number; unit: number } | null {
  const found = /^([−-]?)(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?(?:e([+-]?\d+)|\s?×\s?10([⁻⁰¹²³⁴-⁹]+))?(\s?%)?$/u.exec(text.trim());
  if (!found) return null;
  const [, sign, whole, decimals = "", e, raised, percent] = found;
  const exponent = (e ? Number(e) : raised ? power(raised) : 0) - (percent ? 2 : 0);
  const digits = `${sign ? "-" : ""}${whole!.replaceAll(",", "")}.${decimals}`;
  // By text, so that no rounding comes in between.
  return { value: Number(`${digits}e${exponent}`), unit: Number(`1e${exponent - decimals.length}`) };
}

/** Null when the text stands for the value, else a sentence. */
export function disagreement(text: string, computed: number | string): string | null {
  if (typeof computed === "string") return text === computed ? null : `it is “${computed}”, but “${text}” is printed`;
  const printed = readNumber(text);
  if (!printed) return `“${text}” is not a number of a form that lessons/STYLE.md lists`;
  const fits = Math.abs(printed.value - computed) <= printed.unit * 0.5 * (1 + 1e-9);
  return fits ? null : `it is ${computed}, but ${text} is printed`;
}

/** Computes all of a lesson's numbers and compares them with its prose. Returns what is wrong, readable. */
export async function check(lesson: LessonEntry, numbers: Numbers, engine: Engine): Promise<string[]> {
  const computed = new Map<string, number | string>();
  const problems: string[] = [];
  for (const [name, compute] of Object.entries(numbers)) {
    const preset = lesson.presets[name];
    if (!preset) problems.push(`numbers are computed for the preset ${name}, which is not there`);
    else for (const [quantity, value] of Object.entries(await compute({ engine, preset, presets: lesson.presets }))) computed.set(`${name}.${quantity}`, value);
  }
  for (const language of ["zh", "en"] as const) {
    const quoted = lesson[language].numbers;
    for (const { name, text, line } of quoted) {
      const value = computed.get(name);
      const wrong = value === undefined ? "nothing computes it" : disagreement(text, value);
      if (wrong) problems.push(`${lesson.slug}/${language}.md:${line}: ${name}: ${wrong}`);
    }
    const names = new Set(quoted.map(({ name }) => name));
    const elsewhere = language === "zh" ? "-en" : "-zh";
    for (const name of computed.keys()) if (!names.has(name) && !name.endsWith(elsewhere)) problems.push(`${lesson.slug}/${language}.md: ${name} is computed but quoted nowhere`);
  }
  return problems;
}
