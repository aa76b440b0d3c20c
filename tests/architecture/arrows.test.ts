import { describe, expect, it } from "vitest";
import { cppArrows, filesIn, forbidden, read, typescriptArrows } from "./files.js";

describe("C++ includes", () => {
  const base = ["math", "data"];
  const model = [...base, "tasks", "cells", "layers", "models"];
  const allowed = {
    math: [],
    data: ["math"],
    tasks: base,
    cells: base,
    layers: [...base, "cells"],
    models: [...base, "cells", "layers"],
    training: model,
    decoding: model,
    lens: model,
    io: [...base, "models"],
    session: [...model, "training", "decoding", "lens", "io"],
    bindings: ["bindings", "session", "math"],
  };

  it("run one way: math ← data, math ← cells ← layers ← models ← training, decoding, lens ← session ← bindings", () => {
    const arrows = cppArrows();
    expect(arrows.length).toBeGreaterThan(20);
    expect(forbidden(arrows, allowed)).toEqual([]);
  });

  it("know only folders that the design has", () => {
    const folders = new Set(filesIn("wasm/engine", /\.(h|cpp)$/).map((file) => file.split("/")[2]!));
    expect([...folders].filter((folder) => !(folder in allowed))).toEqual([]);
  });

  it("keep browsers out of the engine", () => {
    const found = filesIn("wasm/engine", /\.(h|cpp)$/).filter((file) => /emscripten|EM_JS|EM_ASM/.test(read(file).replace(/\/\/.*/g, "")));
    expect(found).toEqual([]);
  });

  it("take random numbers and curves from the engine itself, never from the standard library", () => {
    const foreign = /std::(exp|tanh|log1p|expm1|mt19937|\w+_distribution|random_device)\b|\brand\(\)/;
    const found = filesIn("wasm/engine", /\.(h|cpp)$/).filter((file) => foreign.test(read(file).replace(/\/\/.*/g, "")));
    expect(found).toEqual([]);
  });
});

describe("TypeScript imports", () => {
  const arrows = typescriptArrows();
  const values = arrows.filter(({ typesOnly }) => !typesOnly);

  it("run one way: engine ← state ← widgets ← pages, with draw and i18n as leaves", () => {
    expect(arrows.length).toBeGreaterThan(20);
    expect(forbidden(arrows, {
      engine: ["lessons/corpora/english.txt?url", "lessons/corpora/chinese.txt?url"],
      draw: [],
      i18n: [],
      state: ["engine", "i18n"],
      widgets: ["state", "draw", "i18n"],
      pages: ["widgets", "state", "draw", "i18n"],
      // At build time; nothing of the page imports it back.
      lessons: ["i18n", "pages", "widgets", "state"],
      // Reads the elements as text; runs none of them.
      gallery: ["lessons", "i18n", "widgets"],
    })).toEqual([]);
  });

  it("let only state use the engine, and of it only its index, its table of settings and what it does to texts", () => {
    const used = values.filter(({ from, to }) => from !== "engine" && to === "engine");
    expect(used.filter(({ from }) => from !== "state")).toEqual([]);
    expect(new Set(used.map(({ target }) => target))).toEqual(new Set(["index", "settings", "text"].map((name) => `web/src/engine/${name}.js`)));
  });

  it("reach the worker by its URL only", () => {
    const imports = arrows.filter(({ target }) => /engine\/worker\.(js|ts)/.test(target)).map(({ file, target }) => [file, target]);
    expect(imports).toEqual([["web/src/engine/client.ts", "web/src/engine/worker.ts?worker&url"]]);
  });

  it("keep the page's side and the worker's side apart: they share protocol, errors and tables", () => {
    const page = ["index", "client", "model", "link", "corpora", "decoding-options", "cell-options"];
    const worker = ["worker", "host", "jobs", "decoding-jobs", "cell-jobs", "loader", "scheduler", "training"];
    const name = (path: string) => path.split("/").at(-1)!.replace(/\.(js|ts)$/, "");
    const across = values.filter(({ file, target, from }) => from === "engine" && !target.includes("?")
      && [[page, worker], [worker, page]].some(([here, there]) => here!.includes(name(file)) && there!.includes(name(target))));
    expect(across.map(({ file, target }) => `${file} → ${target}`)).toEqual([]);
  });

  it("make no circles", () => {
    const next = new Map<string, string[]>();
    for (const { file, target } of values) next.set(file, [...(next.get(file) ?? []), target.replace(/\.js$/, ".ts")]);
    const circles: string[] = [];
    const visit = (file: string, way: string[]): void => {
      if (way.includes(file)) return void circles.push([...way.slice(way.indexOf(file)), file].join(" → "));
      for (const other of next.get(file) ?? []) if (way.length < 20) visit(other, [...way, file]);
      next.set(file, []);
    };
    for (const file of [...next.keys()]) visit(file, []);
    expect(circles).toEqual([]);
  });
});
