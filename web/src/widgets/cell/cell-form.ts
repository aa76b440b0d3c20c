/** Whether literal data is a step of a cell: what `engine.cell` takes and gives, in sizes that fit each other. */
import { CellNumbers, flatten, MOST_UNITS, operationsOf, type CellData } from "../../state/index.js";
import { aText, numbers, objectOf, orNothing, type Check } from "../exhibit/check-data.js";

/** A list, a list of lists, or a tensor. */
const rows: Check = (value, path) => {
  const inner = value !== null && typeof value === "object" && "data" in value ? (value as { data: unknown }).data : value;
  const flat = Array.isArray(inner) ? inner.flat() : inner;
  return numbers(flat, path);
};

const outline = objectOf({
  cell: orNothing(aText), weights: objectOf({ weight_ih: rows, weight_hh: rows, bias_ih: orNothing(rows), bias_hh: orNothing(rows) }),
  x: rows, h: orNothing(rows), c: orNothing(rows), dh: orNothing(rows), dc: orNothing(rows),
});

export const cellForm: Check = (value, path) => {
  const misfit = outline(value, path);
  if (misfit) return misfit;
  const data = value as CellData;
  if (!["lstm", "gru", "rnn", undefined].includes(data.cell)) return { path: `${path}.cell`, wanted: "text" };
  for (const part of ["values", "gradients"] as const) {
    const found = objectOf({})(data[part], `${path}.${part}`);
    if (found) return found;
    for (const [name, one] of Object.entries(data[part])) {
      const wrong = rows(one, `${path}.${part}.${name}`);
      if (wrong) return wrong;
    }
  }
  const n = new CellNumbers(data);
  if (!Number.isInteger(n.units) || n.units < 1 || n.units > MOST_UNITS || n.inputs > MOST_UNITS || flatten(data.weights.weight_hh).length !== n.gates.length * n.units ** 2) return { path: `${path}.weights.weight_hh`, wanted: "matrix" };
  for (const name of ["x", "h_prev", ...operationsOf(n).flatMap(({ names }) => names)]) {
    const { rows: height, columns } = n.size(name);
    const last = n.get({ name, row: height - 1, column: columns - 1 });
    if (!Number.isFinite(last)) return { path: `${path}: ${name}`, wanted: "numbers" };
  }
  return null;
};
