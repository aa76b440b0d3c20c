/** Turns a test's function into an expression that any of the browsers can run. */

type Answer = { ok: true; json?: string | null } | { ok: false; message: string; stack: string };

// The test runner rewrites `import()` and the bundler wraps named functions before the source is
// read back with toString(): the page has to know the names that they put in.
const helpers = [
  "const __vite_ssr_dynamic_import__ = (url) => import(url);",
  "const __vite_ssr_import_meta__ = { url: location.href };",
  "const __name = (target) => target;",
].join("\n");

/** An expression whose promise never rejects, because each protocol reports rejections differently. */
export function pageExpression(body: (...args: never[]) => unknown, args: unknown[]): string {
  return `(async () => {
${helpers}
try {
  const value = await (${body.toString()})(...${JSON.stringify(args)});
  return { ok: true, json: JSON.stringify(value) };
} catch (error) {
  return { ok: false, message: String(error), stack: String(error?.stack ?? '') };
}
})()`;
}

export function unpackAnswer<Result>(answer: unknown): Result {
  const given = answer as Answer;
  if (!given.ok) {
    throw new Error(`in the page: ${given.message}\n${given.stack}`);
  }
  // WebDriver knows no undefined and hands back null in its place.
  return (given.json == null ? undefined : JSON.parse(given.json)) as Result;
}
