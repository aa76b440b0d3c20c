/** What only the code beside the cell needs: it comes after the numbers. */
import code from "#code";

export { codeWords } from "../code/code-words.js";
export { codeColumns, columnsOf, scrollToLit } from "../code/columns.js";
export const sections = code;
