import { css } from "lit";

export const exhibitStyles = css`
  /* Of its own: a host page may be light where the reader's system is dark. */
  :host { container: exhibit / inline-size; margin-block: var(--gap); background: var(--paper); }
  section { display: grid; gap: 0.9rem; grid-template-columns: minmax(0, 1fr); }
  h3 { font: 600 1.125rem/1.35 var(--serif); }
  .controls { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 17rem), 1fr)); gap: 0.9rem 1.6rem; align-items: start; }
  .controls:empty { display: none; }
  .controls .wide { grid-column: 1 / -1; }
  .controls summary { color: var(--accent); font-size: var(--small); width: fit-content; }
  .controls details .controls { padding-block: 0.5rem; }
  .figures { display: grid; gap: 1.1rem 1.6rem; grid-template-columns: repeat(12, minmax(0, 1fr)); }
  .figures > * { grid-column: 1 / -1; }
  @container exhibit (min-width: 44rem) {
    .figures > .half { grid-column: span 6; }
    .figures > .third { grid-column: span 4; }
    .figures > .two-thirds { grid-column: span 8; }
  }
  .sentence { font-family: var(--serif); font-size: 1.0625rem; line-height: 1.6; max-width: 46rem; }
  .after { display: flex; flex-wrap: wrap; gap: 0 1.6rem; align-items: start; }
  .after > * { min-width: 0; max-width: 100%; }
  @media print { .controls { display: none; } }
`;
