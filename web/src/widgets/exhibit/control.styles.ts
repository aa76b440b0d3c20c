import { css } from "lit";

export const controlStyles = css`
  label, legend { font-size: var(--small); color: var(--ink); padding: 0; margin-bottom: 0.2rem; }
  .help { display: block; color: var(--muted); font-size: 0.75rem; line-height: 1.35; margin-top: 0.25rem; }
  .error { color: var(--warning); font-size: var(--small); line-height: 1.4; margin-top: 0.25rem; }
  .range { display: grid; grid-template-columns: minmax(0, 1fr) 4.6rem; gap: 0.7rem; align-items: center; }
  .range input[type="range"] { padding: 0; border: 0; background: none; accent-color: var(--accent); min-height: 2.25rem; }
  textarea { resize: vertical; line-height: 1.4; }
  fieldset { border: 0; margin: 0; padding: 0; min-width: 0; }
  .options { display: flex; flex-wrap: wrap; }
  .radio { gap: 0; }
  .checkbox { gap: 0.1rem 1rem; min-height: 2.25rem; align-items: center; }
  .option { margin: 0; display: flex; align-items: center; gap: 0.35rem; cursor: pointer; }
  .option input { width: auto; min-height: 0; accent-color: var(--accent); margin: 0; }
  .radio .option span {
    display: block; min-height: 2.25rem; padding: 0.4rem 0.7rem; border: 1px solid var(--outline); margin-inline-start: -1px; background: var(--sheet);
  }
  .radio .option:first-child span { border-radius: var(--radius) 0 0 var(--radius); margin-inline-start: 0; }
  .radio .option:last-child span { border-radius: 0 var(--radius) var(--radius) 0; }
  .radio .option { position: relative; }
  .radio input { position: absolute; inset: 0; opacity: 0; width: 100%; cursor: pointer; }
  .radio input:checked + span { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
  .radio input:focus-visible + span { outline: 2px solid var(--accent); outline-offset: 2px; position: relative; z-index: 1; }
  .radio .option:has(input:checked) + .option span { border-inline-start-color: transparent; }
  fieldset[disabled] .option, fieldset[disabled] input { cursor: not-allowed; }
  fieldset[disabled] .radio input:checked + span, fieldset[disabled] input:checked + span { background: none; color: var(--muted); border-color: var(--muted); }
  fieldset[disabled] .option { color: var(--muted); }
`;
