/** The command line of the benchmark. */
import { parseArgs } from "node:util";
import { systems } from "./systems/systems.mjs";
import { works } from "./works.mjs";

export const parts = ["training", "generation", "start", "workers", "curve"];
const usual = { rounds: 5, seconds: 1, warmUp: 1.5, length: 20_000, starts: 5 };
const quick = { rounds: 2, seconds: 0.2, warmUp: 0.3, length: 2000, starts: 1 };

const known = [...new Set(systems.flatMap(({ id, environment }) => [environment, id]))];

function listOf(name, value, allowed) {
  const given = value?.split(",");
  const unknown = given?.filter((one) => !allowed.includes(one)) ?? [];
  if (unknown.length > 0) throw new Error(`--${name} does not know ${unknown.join(", ")}. It knows: ${allowed.join(", ")}.`);
  return given;
}

/** `--systems node` means all of Node's systems, `--systems node-fast` only that one. */
export function readOptions(args) {
  const { values } = parseArgs({
    args,
    options: { quick: { type: "boolean" }, only: { type: "string" }, systems: { type: "string" }, works: { type: "string" }, output: { type: "string" } },
  });
  const chosen = listOf("systems", values.systems, known);
  const only = listOf("only", values.only, parts);
  const some = listOf("works", values.works, works.map(({ id }) => id));
  return {
    ...(values.quick ? quick : usual),
    quick: values.quick ?? false,
    measures: (part) => !only || only.includes(part),
    wants: ({ id, environment }) => !chosen || chosen.includes(id) || chosen.includes(environment),
    works: works.filter(({ id }) => !some || some.includes(id)),
    partial: Boolean(chosen ?? some),
    output: values.output,
  };
}
