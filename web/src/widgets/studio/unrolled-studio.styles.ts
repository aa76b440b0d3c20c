import { css } from "lit";

export const studioStyles = css`
  :host { container-type: inline-size; container-name: studio; background: var(--paper); }
  :host([theme="light"]) { color-scheme: light; }
  :host([theme="dark"]) { color-scheme: dark; }
  .all { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1.5rem 2.75rem; }
  .lead { display: grid; gap: 0.75rem; }
  .live { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1.5rem 2.75rem; }
  .curve { display: grid; gap: 0.9rem; container-type: inline-size; align-content: start; }
  .rail { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1.75rem; align-content: start; }
  .rail > * + * { border-top: 1px solid var(--hairline); padding-top: 1.25rem; }
  .stale { font-size: var(--small); color: var(--muted); max-width: 46rem; }
  .notices { list-style: none; font-size: var(--small); color: var(--muted); display: grid; gap: 0.15rem; max-width: 46rem; }
  @container studio (min-width: 44rem) {
    .live { grid-template-columns: minmax(0, 1.25fr) minmax(0, 1fr); }
    .rail { grid-template-columns: minmax(0, 1fr) minmax(0, 1.1fr); gap: 2.75rem; }
    .live.single, .rail.single { grid-template-columns: minmax(0, 1fr); }
    .rail > * + * { border-top: 0; padding-top: 0; }
  }
  @container studio (min-width: 60rem) {
    .lead.beside { grid-template-columns: auto minmax(0, 1fr); gap: 0.75rem 1.5rem; align-items: center; }
    .lead.beside > :nth-child(n + 3) { grid-column: 1 / -1; }
  }
  @container studio (min-width: 74rem) {
    .all.railed { grid-template-columns: minmax(0, 1fr) 21rem; }
    .all.railed .main { grid-column: 1; }
    .all.railed .rail { grid-column: 2; grid-template-columns: minmax(0, 1fr); gap: 1.75rem; border-inline-start: 1px solid var(--hairline); padding-inline-start: 2rem; }
    .all.railed .rail > * + * { border-top: 1px solid var(--hairline); padding-top: 1.25rem; }
  }
  .main { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1.25rem; align-content: start; }
`;
