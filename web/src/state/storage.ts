/** What the browser keeps for us; it may be missing, full or forbidden, and none of that may matter. */
export type Storage = Pick<globalThis.Storage, "getItem" | "setItem">;

export function attempt<T>(action: () => T): T | null {
  try {
    return action();
  } catch {
    return null;
  }
}

export const browserStorage = (): Storage | null => attempt(() => globalThis.localStorage) ?? null;
