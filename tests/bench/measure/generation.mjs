/** Writing: one stream, character by character, greedy and sampled; and beam search. */
import { interleave } from "../statistics.mjs";
import { findWork, withText } from "../works.mjs";

const temperatures = { greedy: 0, sampled: 0.8 };
const beam = { width: 5, length: 1000 };

export async function measureGeneration(systems, { rounds, seconds, length, warmUp }) {
  const work = withText(findWork("h128-b32"));
  for (const { call } of systems) await call("open", work, warmUp);
  const results = { work: "h128-b32", length };
  for (const [name, temperature] of Object.entries(temperatures)) {
    const entries = systems.map(({ id, call }) => {
      const measure = async () => {
        const { characters, seconds: taken } = await call("generate", temperature, length, seconds);
        return characters / taken;
      };
      return { id, measure };
    });
    // The first round warms up.
    results[name] = dropFirst(await interleave(entries, rounds + 1));
  }
  results.beam = await measureBeam(systems.filter(({ family }) => family === "ours"), rounds);
  for (const { call } of systems) await call("close");
  return results;
}

/** Hypotheses advanced by one character, per second. */
async function measureBeam(systems, rounds) {
  const entries = systems.map(({ id, call }) => {
    const measure = async () => {
      const { hypotheses, seconds } = await call("beam", beam.width, beam.length);
      return hypotheses / seconds;
    };
    return { id, measure };
  });
  return dropFirst(await interleave(entries, rounds + 1));
}

const dropFirst = (values) => Object.fromEntries(Object.entries(values).map(([id, list]) => [id, list.slice(1)]));
