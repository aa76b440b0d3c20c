/** Whether literal data can be drawn: a description of its shape, and the first place where it is not so. */

export interface Misfit { path: string; wanted: "number" | "numbers" | "matrix" | "text" | "list" | "object" }
export type Check = (value: unknown, path: string) => Misfit | null;

const finite = (value: unknown): boolean => typeof value === "number" && Number.isFinite(value);
const isList = (value: unknown): value is ArrayLike<unknown> => Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
const isNumbers = (value: unknown): value is ArrayLike<number> => isList(value) && Array.from(value).every(finite);
const be = (fits: boolean, path: string, wanted: Misfit["wanted"]): Misfit | null => (fits ? null : { path, wanted });

export const aNumber: Check = (value, path) => be(finite(value), path, "number");
export const aText: Check = (value, path) => be(typeof value === "string", path, "text");
/** Lists and typed arrays alike. */
export const numbers: Check = (value, path) => be(isNumbers(value), path, "numbers");
export const matrix: Check = (value, path) =>
  be(isList(value) && Array.from(value).every((row) => isNumbers(row) && row.length === (value[0] as ArrayLike<number>).length), path, "matrix");

export const orNothing = (check: Check): Check => (value, path) => (value === undefined || value === null ? null : check(value, path));

export const listOf = (check: Check): Check => (value, path) => {
  if (!isList(value)) return { path, wanted: "list" };
  for (let k = 0; k < value.length; k++) {
    const misfit = check(value[k], `${path}[${k}]`);
    if (misfit) return misfit;
  }
  return null;
};

export const objectOf = (fields: Record<string, Check>): Check => (value, path) => {
  if (value === null || typeof value !== "object" || isList(value)) return { path, wanted: "object" };
  for (const [name, check] of Object.entries(fields)) {
    const misfit = check((value as Record<string, unknown>)[name], `${path}.${name}`);
    if (misfit) return misfit;
  }
  return null;
};
