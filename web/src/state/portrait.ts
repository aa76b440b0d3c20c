/**
 * The phase portrait of an RNN with two units that reads the same character again and again: h' = φ(W x + U h + b), from
 * many first states, with the model's own weights and the engine's own steps; and where it stands still.
 */
import type { Engine, Model, Tensor } from "../engine/api.js";

/** One state after another: h₁ in `x`, h₂ in `y`. A path ends where it has left all pictures. */
export interface Path { x: number[]; y: number[] }

/** Where h' = h. */
export interface FixedPoint {
  x: number;
  y: number;
  /** The largest |eigenvalue| of ∂h'/∂h there: below 1 it attracts. */
  radius: number;
}

export interface Portrait { paths: readonly Path[]; fixed: readonly FixedPoint[] }

type Pair = readonly [number, number];
/** The engine's own step of many states at once, alone and with the rows of its Jacobian. */
interface Map2 {
  next(states: readonly Pair[]): Promise<Pair[]>;
  linear(states: readonly Pair[]): Promise<{ next: Pair[]; rows: [Pair, Pair][] }>;
}

const FROM = [-1.35, -0.7, 0, 0.7, 1.35];
const STEPS = 24, NEWTON = 14;
const starts: Pair[] = FROM.flatMap((y) => FROM.map((x): Pair => [x, y]));
/** Beyond it a state is gone for good. */
const GONE = 100;

const size = (a: number) => (a < 0 ? -a : a);
const pairs = ({ data }: Tensor): Pair[] => Array.from({ length: data.length / 2 }, (_, k): Pair => [data[2 * k]!, data[2 * k + 1]!]);

async function mapOf(engine: Engine, model: Model, character: string): Promise<Map2> {
  const weights = await model.weights();
  const { vocabulary, settings: { activation } } = model.info;
  const oneHot = vocabulary.map((one) => Number(one === character));
  const own = {
    weight_ih: weights["rnn.weight_ih_l0"]!, weight_hh: weights["rnn.weight_hh_l0"]!, bias_ih: weights["rnn.bias_ih_l0"]!, bias_hh: weights["rnn.bias_hh_l0"]!,
  };
  const cell = (h: readonly Pair[], row?: Pair) =>
    engine.cell({ cell: "rnn", activation, weights: own, x: h.map(() => oneHot), h, ...(row && { dh: h.map(() => row) }) });
  return {
    next: async (states) => pairs((await cell(states)).values["h"]!),
    linear: async (states) => {
      const [first, second] = await Promise.all([cell(states, [1, 0]), cell(states, [0, 1])]);
      const [upper, lower] = [pairs(first.gradients!["h"]!), pairs(second.gradients!["h"]!)];
      return { next: pairs(first.values["h"]!), rows: upper.map((row, k) => [row, lower[k]!]) };
    },
  };
}

async function walk(map: Map2): Promise<Path[]> {
  const paths = starts.map(([x, y]): Path => ({ x: [x], y: [y] }));
  const isGone = ({ x, y }: Path) => size(x.at(-1)!) > GONE || size(y.at(-1)!) > GONE;
  for (let k = 0; k < STEPS; k++) {
    const moving = paths.filter((path) => !isGone(path));
    if (moving.length === 0) break;
    const next = await map.next(moving.map(({ x, y }): Pair => [x.at(-1)!, y.at(-1)!]));
    next.forEach(([x, y], p) => {
      moving[p]!.x.push(x);
      moving[p]!.y.push(y);
    });
  }
  return paths;
}

/** Newton's method from every first state, with the engine's Jacobian. */
async function standstills(map: Map2): Promise<FixedPoint[]> {
  let states: Pair[] = [...starts];
  const found: FixedPoint[] = [];
  for (let k = 0; k < NEWTON && states.length > 0; k++) {
    const { next, rows } = await map.linear(states);
    states = states.flatMap(([x, y], p): Pair[] => {
      const [[a, b], [c, d]] = rows[p]!;
      const [ex, ey] = [next[p]![0] - x, next[p]![1] - y];
      if (size(ex) + size(ey) < 1e-5) {
        keep(found, { x, y, radius: radiusOf(a, b, c, d) });
        return [];
      }
      const determinant = (a - 1) * (d - 1) - b * c;
      if (size(determinant) < 1e-6) return [];
      const [nx, ny] = [x - ((d - 1) * ex - b * ey) / determinant, y - ((a - 1) * ey - c * ex) / determinant];
      return size(nx) < GONE && size(ny) < GONE ? [[nx, ny]] : [];
    });
  }
  return found;
}

function keep(found: FixedPoint[], point: FixedPoint): void {
  if (!found.some(({ x, y }) => size(x - point.x) + size(y - point.y) < 0.02)) found.push(point);
}

/** The larger |λ| of [[a, b], [c, d]]. */
function radiusOf(a: number, b: number, c: number, d: number): number {
  const [half, determinant] = [(a + d) / 2, a * d - b * c];
  const inner = half * half - determinant;
  return inner < 0 ? Math.sqrt(determinant) : size(half) + Math.sqrt(inner);
}

export async function readPortrait(engine: Engine, model: Model, character: string): Promise<Portrait> {
  const map = await mapOf(engine, model, character);
  return { paths: await walk(map), fixed: await standstills(map) };
}
