import { css } from "lit";

export const quizStyles = css`
  :host { border-inline-start: 3px solid var(--accent); padding-inline-start: 1.1rem; }
  h3 { font: 600 var(--small)/1.4 var(--sans); color: var(--accent); letter-spacing: 0.02em; }
  .question { font-family: var(--serif); font-size: 1.125rem; line-height: 1.6; }
  .question ::slotted(*:first-child) { margin-block-start: 0; }
  .question ::slotted(*:last-child) { margin-block-end: 0; }
  .choices { display: grid; gap: 0.35rem; max-width: 40rem; border: 0; margin: 0; padding: 0; min-width: 0; }
  .choices label { display: flex; align-items: baseline; gap: 0.65rem; padding: 0.4rem 0.75rem; border: 1px solid var(--outline); border-radius: var(--radius); background: var(--sheet); cursor: pointer; }
  .choices input { width: auto; min-height: 0; margin: 0; accent-color: var(--accent); flex: none; translate: 0 0.1em; }
  .choices label:has(:checked) { border-color: var(--accent); box-shadow: 0 0 0 1px var(--accent); }
  .choices label:has(:focus-visible) { outline: 2px solid var(--accent); outline-offset: 2px; }
  .choices[disabled] label { background: none; cursor: default; border-color: var(--hairline); color: var(--muted); box-shadow: none; }
  .choices label .mark { margin-inline-start: auto; font-size: var(--small); color: var(--ink); white-space: nowrap; }
  .choices[disabled] label.truth { border-color: var(--train); color: var(--ink); box-shadow: 0 0 0 1px var(--train); }
  .number { display: flex; flex-wrap: wrap; gap: 0.2rem 0.8rem; align-items: end; max-width: 34rem; }
  .number unrolled-control { flex: 1 1 16rem; }
  .number .unit { padding-block-end: 0.45rem; color: var(--muted); }
  .go { display: flex; flex-wrap: wrap; gap: 0.5rem 0.9rem; align-items: center; }
  .nudge { color: var(--warning); }
  .instruct { color: var(--muted); font-size: var(--small); }
  .given { font-variant-numeric: tabular-nums; }
  progress { accent-color: var(--accent); width: 9rem; }
  .verdict { font-weight: 600; font-family: var(--sans); }
  .below { display: grid; gap: 0.5rem; margin-block-start: 0.5rem; }
  .below ul { margin: 0; padding-inline-start: 1.2rem; }
  .calibration { color: var(--muted); font-size: var(--small); }
  .calibration button { min-height: 0; padding: 0 0.3rem; font-size: inherit; }
  .explanation { font-family: var(--serif); font-size: 1.0625rem; line-height: 1.65; max-width: 46rem; }
`;
