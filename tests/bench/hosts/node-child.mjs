/** The other end of process.mjs in Node: `node node-child.mjs <module> <options as JSON>`. */
import { createInterface } from "node:readline";

// Standard output belongs to the answers; TensorFlow.js greets there.
console.log = console.info = console.warn = console.error;

const [module, options] = process.argv.slice(2);
const { makeRunner } = await import(module);
const runner = makeRunner(JSON.parse(options));
for await (const line of createInterface({ input: process.stdin })) {
  const { method, args } = JSON.parse(line);
  let answer;
  try {
    answer = { value: (await runner[method](...args)) ?? {} };
  } catch (error) {
    answer = { error: String(error?.stack ?? error) };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
process.exit(0);
