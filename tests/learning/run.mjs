// npm run learning [-- name …]: trains each work through the public API, in reproducible numerics on one worker, and
// prints what came out beside what has to. Ends with 1 if something does not.
import { createEngine } from "unrolled";
import { works } from "./works.mjs";

const asked = process.argv.slice(2);
const chosen = Object.entries(works).filter(([name]) => asked.length === 0 || asked.some((part) => name.includes(part)));
if (chosen.length === 0) {
  console.error(`There is no such work. There are: ${Object.keys(works).join("; ")}.`);
  process.exit(2);
}

const engine = await createEngine({ numerics: "reproducible", workers: 1 });

async function learned({ steps, ...settings }, measure = (model) => model.evaluate()) {
  const model = await engine.create({ seed: 1, ...settings });
  const began = performance.now();
  for await (const _ of model.train({ steps })) continue;
  const seconds = (performance.now() - began) / 1000;
  const figures = await measure(model);
  model.close();
  return { ...figures, seconds };
}

let missed = 0;
for (const [name, { models, measure, check }] of chosen) {
  const figures = {};
  for (const [key, settings] of Object.entries(models)) figures[key] = await learned(settings, measure);
  const seconds = Object.values(figures).map((f) => `${f.seconds.toFixed(0)} s`).join(" + ");
  for (const [what, value, holds, wanted] of check(figures)) {
    const good = holds(value);
    if (!good) missed += 1;
    console.log(`${good ? "✓" : "✗"} ${name}: ${what} ${value.toFixed(4)} ${wanted && `(${wanted})`} · ${seconds}`);
  }
}
engine.close();
process.exit(missed ? 1 : 0);
