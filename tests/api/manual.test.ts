/** `web/API.md`: every block runs as it stands, and none of the API's methods is missing. */
import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const read = (path: string) => readFileSync(`${root}/${path}`, "utf8");
const blocks = [...read("web/API.md").matchAll(/```js\n([^]*?)```/g)].map(([, code]) => code!);

describe("the manual's examples", () => {
  it.each(blocks.map((code, k) => [k + 1, code] as const))("number %i runs as its own Node process, in fewer than 15 lines", async (number, code) => {
    expect(code.trim().split("\n").length).toBeLessThan(15);
    // Within the project, whose package is then found by its name.
    const file = `${root}/build/manual/${number}.mjs`;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, code);
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [file]);
    expect(stderr).toBe("");
    expect(stdout.trim()).not.toBe("");
    expect(stdout).not.toMatch(/\bundefined\b|\bNaN\b/);
  });

  it("call every method of engine and models", () => {
    const bodies = ["api", "example-api", "lens-api", "training-api"].flatMap((name) =>
      [...read(`web/src/engine/${name}.ts`).matchAll(/^export interface (?:Engine|Model|ExampleModel|LensMethods|Rewinding<M>) [^]*?^}/gm)].map(([body]) => body));
    const methods = new Set(bodies.flatMap((body) => [...body.matchAll(/^ {2}(\w+)(?:<[^(]*>)?\(/gm)].map(([, name]) => name!)));
    expect(methods.size).toBeGreaterThan(30);
    expect([...methods].filter((name) => !blocks.some((code) => code.includes(`.${name}(`)))).toEqual([]);
  });
});
