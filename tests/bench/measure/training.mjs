/** Characters trained per second: all systems in turn, round after round, with the limits between them. */
import { interleave } from "../statistics.mjs";
import { takes } from "../systems/systems.mjs";
import { withText } from "../works.mjs";

export const speedEntry = ({ id, call, seconds }, wanted) => ({
  id,
  measure: async () => {
    const { characters, seconds: taken } = await call("run", seconds ?? wanted);
    return characters / taken;
  },
});

/** A limit has the name of the system that it limits. */
const limitEntry = ({ id, call, method = "run" }, wanted) => ({
  id: `limit:${id}`,
  measure: async () => (await call(method, wanted)).gigaflops,
});

function separate(values) {
  const rounds = {};
  const limits = {};
  for (const [id, list] of Object.entries(values)) {
    if (id.startsWith("limit:")) limits[id.slice("limit:".length)] = list;
    else rounds[id] = list;
  }
  return { rounds, limits };
}

export async function measureWork(work, { systems, limits, rounds, seconds, warmUp }) {
  const taking = systems.filter((system) => takes(system, work));
  const given = withText(work);
  for (const { call, seconds: own } of taking) await call("open", given, own ?? warmUp);
  const entries = [...taking.map((system) => speedEntry(system, seconds)), ...limits.map((limit) => limitEntry(limit, seconds / 2))];
  const values = await interleave(entries, rounds);
  for (const { call } of taking) await call("close");
  const { text, ...shape } = work;
  return { work: shape, ...separate(values) };
}
