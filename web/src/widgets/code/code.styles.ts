import { css, unsafeCSS } from "lit";

const quantities = ["i", "f", "g", "o", "c", "h", "gradient"];
/** Letters are thinner than marks: mixed with ink until they can be read. */
const letters = quantities.map((q) => `.q-${q} { color: color-mix(in oklab, var(--${q}) 62%, var(--ink)); }`).join(" ");
const lit = quantities.map((q) => `.term-${q} { --lit: var(--${q}); }`).join(" ");

export const codeStyles = css`
  .columns { display: grid; gap: 1rem 1.6rem; grid-column: 1 / -1; grid-template-columns: minmax(0, 1fr); }
  h4 { margin: 0 0 0.3rem; font: 600 0.875rem/1.5 var(--sans); }
  .place { color: var(--muted); font-size: 0.75rem; overflow-wrap: anywhere; margin-block: 0.45rem 0.15rem; }
  .equations { display: grid; }
  .equation { position: relative; padding: 0.28rem 0.6rem; cursor: pointer; overflow-x: auto; overflow-y: hidden; scrollbar-width: none; }
  math { font-size: 1.0625rem; font-family: var(--math); }
  pre {
    margin: 0; overflow: auto; max-height: 22rem; border-block: 1px solid var(--hairline); padding-block: 0.4rem;
    font: 0.78125rem/1.62 ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; tab-size: 2;
  }
  code { display: block; width: max-content; min-width: 100%; }
  .line { display: block; padding-inline: 0.6rem 1rem; white-space: pre; }
  .line[data-terms] { cursor: pointer; }
  .line, .equation { border-inline-start: 3px solid transparent; --lit: var(--accent); }
  .lit { border-color: var(--lit); background: color-mix(in oklab, var(--lit) 15%, transparent); }
  .k { color: var(--accent); }
  .n { color: var(--muted); }
  .l { color: color-mix(in oklab, var(--validation) 70%, var(--ink)); }
  ${unsafeCSS(letters)}
  ${unsafeCSS(lit)}
  /* A line that has to be scrolled could not be read by keyboard. */
  @container exhibit (max-width: 24rem) {
    math { font-size: 0.875rem; }
    .equation { padding-inline: 0.3rem 0; }
  }
  @container exhibit (min-width: 44rem) {
    .columns { grid-template: "equations engine" auto "numpy engine" 1fr / minmax(0, 1fr) minmax(0, 1.15fr); }
    .columns > .equations-column { grid-area: equations; }
    .columns > .numpy-column { grid-area: numpy; }
    .columns > .engine-column { grid-area: engine; }
    .engine-column pre { max-height: 34rem; }
  }
  @container exhibit (min-width: 84rem) {
    .columns { grid-template: "equations numpy engine" auto / minmax(0, 0.9fr) minmax(0, 1fr) minmax(0, 1.5fr); }
  }
  @media print {
    pre { max-height: none; overflow: visible; }
    code { width: auto; }
    .line { white-space: pre-wrap; }
    .lit { background: none; }
  }
`;
