import { css } from "lit";

export const gatesStyles = css`
  .note { max-width: 46rem; color: var(--muted); font-size: var(--small); line-height: 1.6; }
  sub { font-size: 0.75em; line-height: 0; }
`;
