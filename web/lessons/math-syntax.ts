/** kramdown's math in markdown-it: `$$x$$` within a line, and `$$` on a line of its own before and after a display. */
import type { MarkdownIt, StateBlock, StateInline } from "markdown-it";

function inlineMath(state: StateInline, silent: boolean): boolean {
  if (!state.src.startsWith("$$", state.pos)) return false;
  const end = state.src.indexOf("$$", state.pos + 2);
  if (end < 0) return false;
  if (!silent) state.push("math_inline", "math", 0).content = state.src.slice(state.pos + 2, end);
  state.pos = end + 2;
  return true;
}

function displayMath(state: StateBlock, start: number, end: number, silent: boolean): boolean {
  const line = (at: number) => state.src.slice(state.bMarks[at]! + state.tShift[at]!, state.eMarks[at]).trim();
  if (line(start) !== "$$") return false;
  let last = start + 1;
  while (last < end && line(last) !== "$$") last++;
  if (last >= end) return false;
  if (silent) return true;
  const token = state.push("math_display", "math", 0);
  token.content = state.getLines(start + 1, last, state.blkIndent, false);
  token.map = [start, last + 1];
  // kramdown takes it for a display only between empty lines.
  token.meta = { apart: last + 1 >= end || state.isEmpty(last + 1) };
  state.line = last + 1;
  return true;
}

export function mathSyntax(md: MarkdownIt): void {
  md.inline.ruler.before("escape", "math_inline", inlineMath);
  md.block.ruler.before("fence", "math_display", displayMath);
}
