/**
 * `preset="05-vanishing-exploding/vanish"`: an entry of that lesson's `presets.json`. Each lesson's file is a module of
 * its own that arrives when it is asked for, from where this script came; so the name works on any page.
 */

/** An exhibit's settings, as the lesson's author wrote them. */
export type LessonPreset = Record<string, unknown>;
type Presets = Record<string, LessonPreset>;

/** How to fetch a lesson's presets, by slug. */
export type PresetFiles = Record<string, () => Promise<Presets>>;

export class PresetError extends Error {
  override readonly name = "PresetError";

  constructor(
    readonly code: "unknown-preset" | "preset-missing",
    /** What was asked for, and the names that would have been found. */
    readonly details: { asked: string; known: string[] },
  ) {
    super(code === "unknown-preset"
      ? `There is no preset ${details.asked}: ${details.known.length > 0 ? `choose ${details.known.join(", ")}` : "check its name"}.`
      : `The preset ${details.asked} could not be fetched. Reload the page when the connection is back.`);
  }
}

const bundled: PresetFiles = Object.fromEntries(
  Object.entries(import.meta.glob<Presets>("../../../lessons/*/presets.json", { import: "default" }))
    .map(([path, load]) => [path.split("/").at(-2)!, load]));

const form = /^(\d\d-[a-z0-9-]+)\/(.+)$/;

type Twins = Record<"en" | "zh", unknown>;
const areTwins = (value: unknown): value is Twins => typeof value === "object" && value !== null && Object.keys(value).sort().join() === "en,zh";

/** A setting that the two languages of a lesson have differently stands as { "en": …, "zh": … }. */
export function inLanguage(preset: LessonPreset, language: "en" | "zh"): LessonPreset {
  return Object.fromEntries(Object.entries(preset).map(([name, value]) => [name, areTwins(value) ? value[language] : value]));
}

/** Rejects with a PresetError that lists the names there are. */
export async function resolvePreset(asked: string, files: PresetFiles = bundled): Promise<LessonPreset> {
  const [, slug = "", name = ""] = form.exec(asked) ?? [];
  const load = files[slug];
  if (!load) throw new PresetError("unknown-preset", { asked, known: Object.keys(files).map((lesson) => `${lesson}/…`) });
  const presets = await load().catch(() => {
    throw new PresetError("preset-missing", { asked, known: [] });
  });
  const preset = Object.hasOwn(presets, name) ? presets[name] : undefined;
  if (!preset) throw new PresetError("unknown-preset", { asked, known: Object.keys(presets).map((other) => `${slug}/${other}`) });
  return preset;
}
