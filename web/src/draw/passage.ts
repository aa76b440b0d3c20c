/** A text as lines of characters, each on a colour, with a stroke under those that have a property. */
import type { Ink, Mark, Picture, Size } from "./marks.js";
import { linearScale } from "./scale.js";

export interface Passage {
  characters: readonly string[];
  /** One for each character but perhaps the last ones, −1 to 1: how strongly it is coloured. */
  strength: ArrayLike<number>;
  inks: readonly [negative: Ink, positive: Ink];
  name: string;
  /** 0 to 1: how strong the stroke below is. */
  under: ArrayLike<number>;
  cursor?: number | null;
}

export interface Places { x: number[]; y: number[]; columns: number; rows: number; width: number }

const LINE = 30, LATIN = 10, WIDE = 16;
/** A letter must stay readable on the strongest colour. */
const STRONGEST = 0.5;
const isWide = (character: string) => /[\u2e80-\u9fff\uff00-\uffef]/.test(character);

/** Where each character stands: a line feed ends its line. */
export function placesOf(characters: readonly string[], across: number): Places {
  const width = characters.some(isWide) ? WIDE : LATIN;
  const columns = Math.max(4, Math.floor((across - 2) / width));
  const places: Places = { x: [], y: [], columns, rows: 1, width };
  let [column, row] = [0, 0];
  for (const character of characters) {
    if (column === columns) [column, row] = [0, row + 1];
    places.x.push(column++);
    places.y.push(row);
    if (character === "\n") [column, row] = [0, row + 1];
  }
  return { ...places, rows: (places.y.at(-1) ?? 0) + 1 };
}

export function passage(data: Passage, { width }: Size): Picture {
  const { characters, strength, inks, name, under, cursor = null } = data;
  const places = placesOf(characters, width);
  const box = { left: 1, right: 1 + places.columns * places.width, top: 2, bottom: 2 + places.rows * LINE };
  const at = (k: number) => [box.left + places.x[k]! * places.width, box.top + places.y[k]! * LINE] as const;
  const cell = { width: places.width, height: LINE - 8 };
  const marks = characters.flatMap((character, k): Mark[] => {
    const [x, y] = at(k);
    const value = Math.max(-1, Math.min(1, strength[k] ?? 0));
    const stroke = under[k] ?? 0;
    return [
      { kind: "rect", at: [x, y], ...cell, ink: inks[value < 0 ? 0 : 1], opacity: Math.abs(value) * STRONGEST, name },
      { kind: "text", at: [x + places.width / 2, y + 16], text: character === "\n" ? "↵" : character, ink: character === "\n" ? "muted" : "ink", anchor: "middle", size: 14 },
      ...(stroke > 0 ? [{ kind: "line" as const, points: [[x, y + LINE - 5], [x + places.width, y + LINE - 5]] as const, ink: "accent" as const, width: 2.5, opacity: 0.25 + 0.75 * stroke }] : []),
    ];
  });
  const outline: Mark[] = cursor !== null && cursor < characters.length ? [{ kind: "rect", at: at(cursor), ...cell, ink: "ink", hollow: true }] : [];
  const frame = { x: linearScale([-0.5, places.columns - 0.5], [box.left, box.right], 5), y: linearScale([-0.5, places.rows - 0.5], [box.top, box.bottom], 5), ...box };
  return { width, height: box.bottom + 2, marks: [...marks, ...outline], frame };
}
