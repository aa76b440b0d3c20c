/** Numbers and tables as text. */

export const count = (value) => (value == null ? "–" : Math.round(value).toLocaleString("en"));
export const fixed = (digits) => (value) => (value == null ? "–" : value.toFixed(digits));
export const percent = (value) => (value == null ? "–" : `${(100 * value).toFixed(0)} %`);
/** "16 ×", with more digits for small factors. */
export const times = (value) => (value == null ? "–" : `${value.toFixed(value < 0.1 ? 2 : value < 10 ? 1 : 0)} ×`);

/** Lines of aligned columns, the first to the left, numbers to the right. */
export function plainTable(head, rows) {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column].length)));
  const line = (row) => row.map((cell, k) => (k === 0 ? cell.padEnd(widths[k]) : cell.padStart(widths[k]))).join("  ").trimEnd();
  return [line(head), widths.map((width) => "─".repeat(width)).join("  "), ...rows.map(line)].join("\n");
}

export function markdownTable(head, rows) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map((_, k) => (k === 0 ? "---" : "--:"))), ...rows.map(line)].join("\n");
}

/** Puts `content` between two markers and leaves the rest of the document as it is. */
export function insertBetween(document, name, content) {
  const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [from, to] = [document.indexOf(begin), document.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`The document has no place for the table: it needs the lines "${begin}" and "${end}".`);
  return `${document.slice(0, from + begin.length)}\n${content}\n${document.slice(to)}`;
}
