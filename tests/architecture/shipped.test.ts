/** What a visitor downloads: how much it is, and that it needs nobody else. */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { filesIn, read, root } from "./files.js";

const kB = (bytes: number) => Math.round(bytes / 100) / 10;
const zipped = (paths: string[]) => paths.reduce((sum, path) => sum + gzipSync(readFileSync(join(root, path)), { level: 9 }).length, 0);

const shipped = filesIn("dist").filter((path) => !path.endsWith(".d.ts"));
const code = shipped.filter((path) => /\.(js|css|html|svg)$/.test(path));
const wasm = shipped.filter((path) => path.endsWith(".wasm"));
const worker = code.filter((path) => /assets\/worker-[^/]*\.js$/.test(path));
/** The fast binary's glue comes only with it. */
const fast = (path: string) => /assets\/engine_fast-/.test(path);

/** A file with all that it imports before it can run; with `later`, also what it may ask for afterwards. */
function closure(entry: string, later = false, found = new Set<string>()): string[] {
  if (found.has(entry)) return [];
  found.add(entry);
  const once = /(?:\bfrom|\bimport)\s*["'](\.{1,2}\/[^"']+\.js)["']|<script[^>]*src="(\.{1,2}\/[^"]+\.js)"|<link[^>]*href="(\.{1,2}\/[^"]+\.css)"/g;
  const dynamic = /\bimport\(\s*["'`](\.{1,2}\/[^"'`]+\.js)["'`]\s*\)/g;
  for (const pattern of later ? [once, dynamic] : [once]) for (const [, ...targets] of read(entry).matchAll(pattern)) {
    closure(join(dirname(entry), targets.find((target) => target !== undefined)!), later, found);
  }
  return [...found];
}

/** Prints a budget's figure and checks it. */
function within(what: string, paths: string[], limit: number): void {
  const size = kB(zipped(paths));
  process.stdout.write(`${what}: ${size} kB gz of ${limit} kB\n`);
  expect(size, `${what}, in kB gz: ${paths.join(", ")}`).toBeLessThanOrEqual(limit);
}

describe("dist", () => {
  it("holds the package, one worker and the engine in two builds (build it with `npx vite build`)", () => {
    expect(code).toContain("dist/unrolled.js");
    expect(worker).toHaveLength(1);
    expect(wasm).toHaveLength(2);
    expect(wasm.filter(fast)).toHaveLength(1);
  });

  it("has engine binaries of at most 150 kB each", () => {
    for (const path of wasm) within(fast(path) ? "Fast engine (wasm)" : "Engine (wasm)", [path], 150);
  });

  it("downloads at most 175 kB before a model trains: the engine with all of its worker's script", () => {
    within("Engine (js + wasm)", [...worker, ...wasm.filter((path) => !fast(path))], 175);
    within("Fast engine (js + wasm)", [...worker, ...shipped.filter(fast)], 185);
  });

  it("has pages that are readable after at most 60 kB each", () => {
    for (const page of code.filter((path) => path.endsWith(".html"))) within(`Page ${page}`, closure(page), 60);
  });

  it.each(["en", "zh"])("has exhibits of at most 60 kB before the first one is seen, and 120 kB all together, with the words of %s and without the engine", (language) => {
    const entry = "dist/unrolled-elements.js";
    const words = (name: string) => code.filter((path) => new RegExp(`assets/${language}${name}-[\\w-]{8}\\.js$`).test(path));
    expect(words("")).toHaveLength(1);
    for (const exhibit of code.filter((path) => /assets\/unrolled-[\w-]+-[\w-]{8}\.js$/.test(path))) {
      const own = words(/unrolled(-[\w-]+)-[\w-]{8}\.js$/.exec(exhibit)![1]!);
      within(`First ${exhibit}`, [...new Set([entry, exhibit, ...words(""), ...own].flatMap((path) => closure(path)))], 60);
    }
    // What the engine's own entry and the page's side of it weigh is downloaded with the engine.
    const engineSide = closure("dist/unrolled.js");
    const other = new RegExp(`assets/${language === "en" ? "zh" : "en"}(-(?!lessons)[\\w-]+)?-[\\w-]{8}\\.js$`);
    within("All exhibits (js without the engine)", closure(entry, true).filter((path) => !engineSide.includes(path) && !other.test(path)), 120);
  });

  it("asks no other host for anything", () => {
    const namespaces = /https?:\/\/www\.w3\.org\/(1999\/xhtml|2000\/svg|1999\/xlink|1998\/Math\/MathML|XML\/1998\/namespace|2000\/xmlns\/?)/g;
    // A link that a reader may follow, and a licence's or library's address in a comment or an error message.
    const links = /<a\s[^>]*href=\\?["']?https?:\/\/[^\s"'>]+|https:\/\/(lit\.dev|github\.com)\/[^\s"'`]*/g;
    for (const path of code) {
      const found = read(path).replace(namespaces, "").replace(links, "").match(/(https?:)?\/\/[a-z0-9-]+(\.[a-z0-9-]+)+[^\s"'`]*/gi) ?? [];
      expect(found, path).toEqual([]);
    }
  });

  it("loads its own files by relative addresses, so that it works in any folder", () => {
    for (const path of shipped.filter((name) => name.endsWith(".html"))) {
      const absolute = [...read(path).matchAll(/\b(?:src|href)="(\/[^"]*)"/g)].map(([, address]) => address);
      expect(absolute, path).toEqual([]);
    }
  });

  it("makes no code from strings: a strict content security policy lets it run", () => {
    for (const path of code) expect(read(path).match(/\beval\(|\bnew Function\b|[^.\w]Function\(["'`]/g), path).toBeNull();
  });

  it("tells nothing of the machine that built it", () => {
    const machine = /\/(work|home|root|tmp|Users|usr\/(local|lib|share))\/[\w.-]+|[A-Z]:\\\\|localhost|127\.0\.0\.1|registry\.|\bnpmjs\b|_authToken/g;
    for (const path of [...code, ...wasm]) {
      const text = readFileSync(join(root, path), "latin1");
      expect([...text.matchAll(machine)].map(([found]) => found), path).toEqual([]);
    }
  });
});

describe.each(["package-lock.json", "tests/bench/package-lock.json"])("%s", (path) => {
  it("names no registry: it works behind any mirror", () => {
    const lock = read(path);
    expect(lock.match(/"resolved"/g)).toBeNull();
    expect(lock.match(/https?:\/\/[^"]*registry[^"]*/g)).toBeNull();
    expect(lock.match(/"integrity"/g)!.length).toBeGreaterThan(10);
  });
});
