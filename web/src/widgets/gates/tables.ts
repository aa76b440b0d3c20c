/** The exact numbers behind the pictures. */
import { quantities, saturationOf, type GatesRun } from "../../state/index.js";
import type { Table } from "../exhibit/data-table.js";
import { decayOfAll, decayOfUnit, meanLines, unitLines } from "./pictures.js";
import type { Naming } from "./sentence.js";
import type { View } from "./view.js";

export function gatesTables({ run, r, unit }: View, runs: readonly GatesRun[], { say, name }: Naming): Table[] {
  const { columns } = say;
  const gates = (["i", "f", "o"] as const).map((gate) => ({ gate, ...saturationOf(run[gate]) }));
  const [all, own] = [decayOfAll(run), decayOfUnit(run, unit)];
  const lines = quantities.flatMap((one) => [unitLines(run, unit)(one), meanLines(run)(one)]);
  const written = (character: string) => ({ "\n": say.lineFeed, " ": say.space })[character] ?? character;
  return [
    {
      caption: `${say.followers}; ${say.saturation}`,
      columns: [columns.unit, columns.r, columns.change, ...gates.flatMap(({ gate }) => [columns.shut(gate), columns.open(gate)])],
      rows: r.map((value, k) => [k, value, run.change[k]!, ...gates.flatMap(({ shut, open }) => [shut[k]!, open[k]!])]),
    },
    {
      caption: `${say.unit(unit)}; ${say.means}`,
      columns: [columns.character, ...quantities.flatMap((one) => [columns.unitOf(one, unit), columns.mean(one)])],
      rows: Array.from(run.h, (_, k) => [written(run.characters[k] ?? ""), ...lines.map((line) => line[k]!)]),
    },
    {
      caption: `${say.decay}; ${say.unitDecay(unit)}`,
      columns: [columns.distance, columns.norm(columns.product), columns.norm(columns.derivative), columns.unitOf(columns.product, unit), columns.unitOf(columns.derivative, unit)],
      rows: all.product.map((_, k) => [k, all.product[k]!, all.measured[k]!, own.product[k]!, own.measured[k]!]),
    },
    ...quantities.map((one): Table => ({
      caption: say.heat(name(one)), columns: [columns.character, ...r.map((_, k) => `${columns.unit} ${k}`)],
      rows: Array.from(run[one], (row, k) => [written(run.characters[k] ?? ""), ...Array.from(row)]),
    })),
    ...runs.filter(({ train }) => train.length > 0).map((one): Table => ({
      caption: `${say.losses}: ${name(one.name)}`, columns: [columns.step, say.nats], rows: Array.from(one.step, (step, k) => [step, one.train[k]!]),
    })),
  ];
}
