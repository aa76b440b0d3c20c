/** The engine's files as a bad network or a half upload leaves them. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { small } from "./support/models.js";
import type { Engine, Package } from "./support/unrolled.js";

const dist = fileURLToPath(new URL("../../dist", import.meta.url));
let folder: string;
let engine: Engine;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "unrolled-files-"));
  cpSync(dist, folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  const { createEngine }: Package = await import(/* @vite-ignore */ pathToFileURL(join(folder, "unrolled.js")).href);
  engine = await createEngine();
});
afterEach(() => {
  engine.close();
  rmSync(folder, { recursive: true });
});

function file(pattern: RegExp): string {
  const found = readdirSync(join(folder, "assets")).find((name) => pattern.test(name));
  return join(folder, "assets", found!);
}

/** Another copy of the package has another error class, so the error is known by its name. */
const codeOf = (call: Promise<unknown>) => call.then(
  () => "no error",
  (error: { name: string; code: string; message: string }) => {
    expect(error.name).toBe("UnrolledError");
    expect(error.message).toMatch(/\.$/);
    return error.code;
  },
);

const damages: Record<string, (path: string) => void> = {
  "cut in half": (path) => truncateSync(path, 100_000),
  "cut by one byte": (path) => truncateSync(path, readFileSync(path).length - 1),
  "empty": (path) => truncateSync(path, 0),
  "a web page in its place": (path) => writeFileSync(path, "<!doctype html><title>404</title>"),
  "another module": (path) => writeFileSync(path, new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])),
};

describe("an engine file", () => {
  it("that is missing is told, and found when it is there again", async () => {
    const path = file(/\.wasm$/);
    const bytes = readFileSync(path);
    rmSync(path);
    expect(await codeOf(engine.create(small))).toBe("engine-missing");
    expect(await codeOf(engine.memory())).toBe("engine-missing");
    writeFileSync(path, bytes);
    expect((await engine.create(small)).info.parameters).toBeGreaterThan(0);
  });

  it.each(Object.entries(damages))("that is damaged is told, and used when it is whole again: %s", async (_, damage) => {
    const path = file(/\.wasm$/);
    const bytes = readFileSync(path);
    damage(path);
    expect(await codeOf(engine.create(small))).toBe("engine-damaged");
    expect(await codeOf(engine.memory())).toBe("engine-damaged");
    writeFileSync(path, bytes);
    expect((await engine.create(small)).info.parameters).toBeGreaterThan(0);
  });

  it("that is missing does no harm to an engine that runs, and comes to light with the next worker", async () => {
    const model = await engine.create(small);
    const path = file(/\.wasm$/);
    rmSync(path);
    expect((await model.sample({ length: 3 })).text).toHaveLength(3);
  });
});

it("a worker file that is missing is told, and found when it is there again", async () => {
  const path = file(/^worker.*\.js$/);
  const bytes = readFileSync(path);
  rmSync(path);
  expect(["engine-missing", "worker-lost"]).toContain(await codeOf(engine.create(small)));
  writeFileSync(path, bytes);
  expect((await engine.create(small)).info.parameters).toBeGreaterThan(0);
});

it("the bundled text is told by name when it is missing, and asked for again", async () => {
  const path = file(/^english.*\.txt$/);
  const bytes = readFileSync(path);
  rmSync(path);
  expect(await codeOf(engine.create({ task: "language-model" }))).toBe("engine-missing");
  writeFileSync(path, bytes);
  expect((await engine.create({ task: "language-model", hidden: 4 })).info.trainCharacters).toBeGreaterThan(50_000);
});
