/** Presets of the lessons by name, "NN-slug/name": each lesson's file is fetched when it is asked for. */
type Presets = Record<string, Record<string, unknown>>;

const files = import.meta.glob<Presets>("../../../lessons/*/presets.json", { import: "default" });

export async function resolvePreset(name: string): Promise<Record<string, unknown>> {
  const [lesson, preset] = name.split("/") as [string, string];
  const file = files[`../../../lessons/${lesson}/presets.json`];
  const found = (await file?.())?.[preset];
  if (!found) throw new RangeError(`There is no preset ${name}.`);
  return found;
}
