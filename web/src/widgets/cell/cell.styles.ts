import { css } from "lit";

export const cellStyles = css`
  h4 { margin: 0 0 0.3rem; font: 600 0.875rem/1.5 var(--sans); }
  .characters { border: 0; margin: 0; padding: 0; min-width: 0; }
  .characters legend { font-size: var(--small); padding: 0; margin-bottom: 0.2rem; }
  .characters div { display: flex; flex-wrap: wrap; gap: 2px; }
  .characters label { position: relative; cursor: pointer; }
  .characters input { position: absolute; inset: 0; opacity: 0; min-height: 0; cursor: pointer; }
  .characters span { display: block; min-width: 1.55rem; padding: 0.15rem 0.25rem; text-align: center; border-bottom: 2px solid var(--hairline); font-family: ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; white-space: pre; }
  .characters input:checked + span { border-color: var(--accent); color: var(--accent); font-weight: 600; }
  .characters input:focus-visible + span { outline: 2px solid var(--accent); outline-offset: 2px; }
  .transport { display: flex; flex-wrap: wrap; gap: 0.5rem 0.8rem; align-items: center; }
  .transport input { flex: 1 1 12rem; padding: 0; border: 0; background: none; accent-color: var(--accent); }
  .transport button { min-width: 4.5rem; }
  .transport [aria-disabled="true"] { color: var(--muted); border-color: var(--hairline); cursor: not-allowed; }
  .transport .where { flex: 1 1 100%; color: var(--muted); font-size: var(--small); font-variant-numeric: tabular-nums; }
  .blocks { display: flex; flex-wrap: wrap; gap: 0.9rem 1.8rem; align-items: start; }
  table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: var(--small); }
  caption { text-align: start; font-weight: 600; padding-bottom: 0.15rem; }
  thead th { color: var(--muted); font-weight: 400; text-align: end; padding-inline-end: 0.3rem; font-size: 0.6875rem; }
  tbody th { text-align: start; font-weight: 400; white-space: nowrap; padding-inline-end: 0.35rem; }
  td { padding: 0; text-align: end; }
  i { font-family: var(--serif); }
  sub, sup { font-size: 0.72em; line-height: 0; }
  .from { color: var(--muted); margin-inline-start: 0.35rem; }
  .active { background: color-mix(in oklab, var(--accent) 13%, transparent); }
  .number { width: 100%; min-height: 1.6rem; min-width: 2.6rem; padding: 0 0.25rem; border: 1px solid transparent; border-radius: 2px; text-align: end; font-size: var(--small); white-space: nowrap; }
  .given { border-color: var(--hairline); background: var(--sheet); }
  .later { color: var(--muted); }
  .changed { text-decoration: underline; text-decoration-thickness: 2px; text-underline-offset: 0.2em; text-decoration-color: var(--warning); }
  .number[aria-pressed="true"] { border-color: var(--accent); box-shadow: 0 0 0 1px var(--accent); }
  .arithmetic { position: sticky; bottom: 0; background: var(--paper); border-block: 1px solid var(--hairline); padding-block: 0.6rem; margin-top: 0.9rem; display: grid; gap: 0.4rem; max-height: 45vh; overflow: auto; }
  .sum { font-variant-numeric: tabular-nums; line-height: 1.9; }
  .factor { font: inherit; font-size: 0.9375rem; min-height: 0; padding: 0 0.15rem; border: 0; border-radius: 2px; color: var(--accent); white-space: nowrap; }
  .factor:hover { background: color-mix(in oklab, var(--accent) 13%, transparent); }
  .product { white-space: nowrap; }
  .result { font-weight: 600; white-space: nowrap; }
  .edit { display: flex; flex-wrap: wrap; gap: 0.4rem 0.8rem; align-items: center; }
  .edit input { width: 9rem; }
  .error { color: var(--warning); font-size: var(--small); }
  @container exhibit (max-width: 24rem) {
    .number { min-width: 2.05rem; padding: 0 0.1rem; font-size: 0.6875rem; letter-spacing: -0.01em; }
    tbody th { padding-inline-end: 0.15rem; font-size: 0.71875rem; }
    .from { margin-inline-start: 0.15rem; }
    .product { white-space: normal; }
  }
  @media print {
    .number, .factor { display: inline !important; border: 0; }
    .arithmetic { position: static; max-height: none; }
  }
`;
