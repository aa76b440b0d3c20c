/** The project's own files, as the architecture tests see them. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));
export const read = (path: string): string => readFileSync(join(root, path), "utf8");

/** Paths below a folder, from the project's root; none where the folder is not there. */
export function filesIn(folder: string, pattern = /./): string[] {
  const start = join(root, folder);
  if (!statSync(start, { throwIfNoEntry: false })?.isDirectory()) return [];
  return readdirSync(start, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && pattern.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((path) => !path.split("/").includes("node_modules"))
    .sort();
}

export interface Arrow { file: string; from: string; to: string; target: string; typesOnly: boolean }

const lines = (arrows: Arrow[]) => arrows.map(({ file, target }) => `${file} → ${target}`);

/** The arrows of `all` that no rule allows, readable. */
export function forbidden(all: Arrow[], allowed: Record<string, readonly string[]>): string[] {
  return lines(all.filter(({ from, to }) => from !== to && !allowed[from]?.includes(to)));
}

/** Includes between the folders of the C++ engine and its bindings. */
export function cppArrows(): Arrow[] {
  return filesIn("wasm", /\.(h|cpp)$/).flatMap((file) => {
    const from = file.startsWith("wasm/bindings/") ? "bindings" : file.split("/")[2]!;
    return [...read(file).matchAll(/^#include "([^"]+)"/gm)].map(([, target]) =>
      ({ file, from, to: target!.split("/")[0]!, target: target!, typesOnly: false }));
  });
}

/** Imports and re-exports between the project's TypeScript files, `import()` included; other packages left out. */
export function typescriptArrows(): Arrow[] {
  const part = (path: string) => (/^web\/(lessons|gallery)\//.exec(path)?.[1] ?? path.split("/")[2] ?? path);
  const statement = /(?:^|\n)\s*(?:import|export)\s+(type\s)?[^;"']*?["']([^"'\n]+)["']|\bimport\(\s*["']([^"']+)["']\s*\)/g;
  return [...filesIn("web/src", /\.ts$/), ...filesIn("web/lessons", /\.ts$/), ...filesIn("web/gallery", /\.ts$/)].flatMap((file) =>
    [...read(file).matchAll(statement)].flatMap(([, type, named, dynamic]) => {
      const target = (named ?? dynamic)!;
      if (!target.startsWith(".")) return [];
      const path = normalize(join(dirname(file), target));
      return [{ file, from: part(file), to: /^web\/(src|lessons|gallery)\//.test(path) ? part(path) : path, target: path, typesOnly: type !== undefined }];
    }));
}
