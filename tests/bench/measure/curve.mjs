/** What a character costs as the model grows: a runner for each size, so that sizes take turns, too. */
import { interleave } from "../statistics.mjs";
import { findSystem, startAll } from "../systems/systems.mjs";
import { countParameters, curveWorks, withText } from "../works.mjs";
import { speedEntry } from "./training.mjs";

const spec = findSystem("node");

export async function measureCurve(hosts, { rounds, seconds, warmUp, say }) {
  const runners = await startAll(curveWorks.map((work) => ({ ...spec, id: work.id, work })), hosts, say);
  for (const { call, work } of runners) await call("open", withText(work), warmUp);
  const values = await interleave(runners.map((runner) => speedEntry(runner, seconds)), rounds);
  for (const { handle } of runners) await handle.end();
  return curveWorks.map(({ id, hidden, ...shape }) =>
    ({ hidden, batch: shape.batch, parameters: countParameters({ hidden, ...shape }).all, rounds: values[id] }));
}
