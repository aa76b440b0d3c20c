import { html } from "lit";

/** A text with its indices lowered by markup: `c_T`, `c_{t−1}`. */
export const lowered = (text: string) =>
  text.split(/_(\w|\{[^}]*\})/).map((part, k) => (k % 2 === 1 ? html`<sub>${part.replace(/[{}]/g, "")}</sub>` : part));
