/** What only the code beside the cell needs: it comes after the numbers. */
import code from "#code";

export { enCode } from "../../i18n/en-code.js";
export { zhCode } from "../../i18n/zh-code.js";
export { codeColumns, columnsOf, scrollToLit } from "../code/columns.js";
export const sections = code;
