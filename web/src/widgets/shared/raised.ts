import { html } from "lit";
import { plainExponent } from "../../draw/svg.js";

/** A text with its exponents raised by markup: the Unicode superscripts often come from several faces. */
export const raised = (text: string) =>
  text.split(/([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)/).map((part, k) => (k % 2 === 1 ? html`<sup>${plainExponent(part)}</sup>` : part));
