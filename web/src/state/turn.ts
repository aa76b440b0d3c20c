/**
 * One trainer at full speed per page: who begins has the turn, and who had it before rests. Kept on the window under a
 * registered symbol, because a page may load this module twice.
 */
interface Turn { rest: () => void }

const key = Symbol.for("unrolled.turn");
const place = globalThis as unknown as Record<symbol, Turn | null | undefined>;

/** Takes the turn; `rest` is called when someone else takes it. Returns what gives it back. */
export function takeTurn(rest: () => void): () => void {
  const mine: Turn = { rest };
  const before = place[key];
  place[key] = mine;
  before?.rest();
  return () => {
    if (place[key] === mine) place[key] = null;
  };
}
