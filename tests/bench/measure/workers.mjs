/** Two workers against one, at a batch large enough to share. */
import { interleave } from "../statistics.mjs";
import { oursWithWorkers, startAll } from "../systems/systems.mjs";
import { withText, workersWork } from "../works.mjs";

export async function measureWorkers(environments, hosts, { rounds, seconds, warmUp, say }) {
  const specs = environments.flatMap((name) => [oursWithWorkers(name, 1), oursWithWorkers(name, 2)]);
  const systems = await startAll(specs, hosts, say);
  const work = withText(workersWork);
  for (const { call } of systems) await call("open", work, warmUp);
  const used = {};
  const entries = systems.map(({ id, call }) => {
    const measure = async () => {
      const { characters, seconds: taken, workers } = await call("run", seconds);
      used[id] = workers;
      return characters / taken;
    };
    return { id, measure };
  });
  const values = await interleave(entries, rounds);
  for (const { call } of systems) await call("close");
  return { work: workersWork, rounds: values, used };
}
