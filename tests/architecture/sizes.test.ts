import { readdirSync } from "node:fs";
import { expect, it } from "vitest";
import { filesIn, read, root } from "./files.js";

const CAP = 400;
const WISH = 250;

it(`has no source file of more than ${CAP} lines`, () => {
  const sources = ["wasm", "web", "tests", "lessons"].flatMap((folder) => filesIn(folder, /\.(h|cpp|ts|mjs|js|css|cmake|html)$/))
    .filter((path) => !path.startsWith("tests/golden/"));
  expect(sources.length).toBeGreaterThan(50);
  const sizes = sources.map((path) => ({ path, lines: read(path).split("\n").length - 1 })).sort((a, b) => b.lines - a.lines);
  const long = sizes.filter(({ lines }) => lines > WISH);
  if (long.length > 0) {
    process.stdout.write(`\nNote: over ${WISH} lines (the cap is ${CAP}):\n${long.map(({ path, lines }) => `  ${lines}  ${path}`).join("\n")}\n`);
  }
  expect(sizes.filter(({ lines }) => lines > CAP)).toEqual([]);
});

it("has nothing at the top but what the design lists", () => {
  const listed = new Set([
    "wasm", "web", "lessons", "tests", "CMakeLists.txt", "CMakePresets.json", "package.json", "package-lock.json",
    "README.md", "README.zh.md", "LICENSE", "CHANGELOG.md", "CONTRIBUTING.md", "CITATION.cff",
    // What git ignores: made by installing, compiling, building.
    "node_modules", "build", "dist",
  ]);
  const extra = readdirSync(root).filter((name) => !listed.has(name) && !name.startsWith(".")
    && !/^(tsconfig(\.\w+)?\.json|(vite|vitest)\.config\.ts)$/.test(name));
  expect(extra).toEqual([]);
});

it("keeps what is made out of git", () => {
  const ignored = read(".gitignore");
  for (const name of ["node_modules", "build", "dist"]) expect(ignored).toMatch(new RegExp(`^/?${name}/?$`, "m"));
});
