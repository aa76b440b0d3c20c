import { css } from "lit";

export const textPanelStyles = css`
  :host { container-type: inline-size; }
  .panel { display: grid; grid-template: "title" "choice" "well" "under" "note" / minmax(0, 1fr); }
  @container (min-width: 56rem) {
    .panel { grid-template: "title well" "choice well" "under well" "note well" 1fr / minmax(0, 1fr) minmax(0, 2.4fr); column-gap: 2.75rem; }
    .under { flex-direction: column; }
  }
  h2 { grid-area: title; margin-bottom: 0.7rem; }
  .choice { grid-area: choice; }
  .well { grid-area: well; }
  .under { grid-area: under; }
  .after { grid-area: note; }
  .choice { display: flex; flex-wrap: wrap; gap: 0.6rem; align-items: center; margin-bottom: 0.6rem; }
  .choice select { flex: 1 1 12rem; width: auto; min-height: 2.5rem; }
  textarea {
    display: block; font-family: var(--serif); font-size: 1rem; line-height: 1.6; padding: 0.75rem 0.9rem;
    height: var(--text-height, 13rem); resize: vertical; border-color: var(--hairline);
  }
  textarea:hover { border-color: var(--outline); }
  textarea[readonly] { color: var(--muted); background: none; }
  .under { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0.1rem 1rem; font-size: var(--small); color: var(--muted); margin-top: 0.35rem; }
  .note { font-size: var(--small); color: var(--muted); margin-top: 0.35rem; }
  unrolled-problem-box { margin-top: 0.6rem; }
  .well { position: relative; }
  .drop {
    position: absolute; inset: 0; display: grid; place-items: center; text-align: center; padding: 1rem; pointer-events: none;
    background: var(--paper); border: 2px dashed var(--accent); color: var(--accent); font-family: var(--serif); font-size: 1.125rem;
  }
`;
