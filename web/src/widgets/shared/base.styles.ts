import { css } from "lit";

/** What every part of a widget shares: type, buttons, fields, focus. */
export const base = css`
  :host {
    display: block;
    box-sizing: border-box;
    color: var(--ink);
    font-family: var(--sans);
    font-size: 0.9375rem;
    line-height: 1.5;
    text-autospace: normal;
    min-width: 0;
  }
  :host([hidden]), [hidden] { display: none !important; }
  *, *::before, *::after { box-sizing: border-box; }
  h2, h3, p, dl, dd, ul, ol, figure { margin: 0; padding: 0; }
  h2, h3 {
    font: 600 0.9375rem/1.4 var(--sans);
    letter-spacing: 0.01em;
  }
  sup { font-size: 0.72em; line-height: 0; }
  .muted { color: var(--muted); }
  .small { font-size: var(--small); }
  .hidden-visually {
    position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap;
  }
  button, .button {
    font: inherit;
    color: var(--ink);
    background: none;
    border: 1px solid var(--outline);
    border-radius: var(--radius);
    min-height: 2.5rem;
    padding: 0.35rem 0.95rem;
    cursor: pointer;
    text-align: center;
  }
  button:hover, .button:hover { border-color: var(--ink); }
  button:active { translate: 0 1px; }
  button.primary {
    background: var(--accent);
    border-color: var(--accent);
    color: var(--on-accent);
    font-weight: 600;
    min-width: 7.5rem;
  }
  button.primary:hover { background: color-mix(in oklab, var(--accent) 88%, var(--ink)); }
  button.plain {
    border-color: transparent;
    color: var(--accent);
    padding-inline: 0.5rem;
    text-decoration: underline;
    text-decoration-thickness: 1px;
    text-underline-offset: 0.2em;
  }
  button.plain:hover { text-decoration-thickness: 2px; }
  button[disabled] { color: var(--muted); border-color: var(--hairline); cursor: not-allowed; }
  button.plain[disabled] { border-color: transparent; text-decoration: none; }
  :focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }
  input, select, textarea {
    font: inherit;
    color: var(--ink);
    background: var(--sheet);
    border: 1px solid var(--outline);
    border-radius: var(--radius);
    min-height: 2.25rem;
    padding: 0.25rem 0.55rem;
    width: 100%;
    min-width: 0;
  }
  input { font-variant-numeric: tabular-nums; }
  input[readonly], select[disabled], input[disabled] { background: none; border-color: var(--hairline); color: var(--muted); opacity: 1; }
  input[aria-invalid="true"] { border-color: var(--warning); border-width: 2px; }
  label { display: block; }
  summary { cursor: pointer; min-height: 2rem; align-content: center; }
  @media (prefers-reduced-motion: reduce) {
    * { animation: none !important; transition: none !important; }
  }
  @media print {
    button, input[type="range"] { display: none !important; }
  }
`;
