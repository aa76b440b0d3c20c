import { css } from "lit";

export const sampleFeedStyles = css`
  .head { display: flex; align-items: baseline; justify-content: space-between; gap: 1rem; min-height: 1.9rem; }
  .head button { min-height: 1.9rem; padding-block: 0; margin-inline-end: -0.5rem; }
  .feed { list-style: none; overflow-y: auto; max-height: var(--feed-height, 30rem); border-top: 1px solid var(--hairline); overscroll-behavior: auto; }
  li { padding: 0.75rem 0.25rem 0.9rem 0; border-bottom: 1px solid var(--hairline); }
  li:last-child { border-bottom: 0; }
  .meta {
    display: flex; flex-wrap: wrap; gap: 0 0.9rem; font-size: 0.75rem; color: var(--muted);
    font-variant-numeric: tabular-nums; margin-bottom: 0.15rem;
  }
  .meta b { font-weight: 600; color: var(--ink); }
  .writing {
    display: block; font-family: var(--serif); font-size: 1.0625rem; line-height: 1.55; white-space: pre-wrap;
    overflow-wrap: anywhere; overflow: clip; max-height: 60rem; unicode-bidi: isolate;
  }
  .writing:lang(zh) { font-family: var(--serif-chinese); line-height: 1.7; }
  .prompt { color: var(--muted); }
  li.newest { animation: arrive 350ms ease-out; }
  @keyframes arrive { from { translate: 0 -0.6rem; } }
  .excerpt { border-top: 1px solid var(--hairline); padding-top: 0.75rem; }
  .excerpt .writing {
    color: var(--muted); max-height: calc(var(--feed-height, 30rem) - 2.5rem); overflow: hidden;
    mask-image: linear-gradient(black 70%, transparent);
  }
  details { margin-top: 0.4rem; border-top: 1px solid var(--hairline); }
  summary { color: var(--accent); font-size: var(--small); width: fit-content; }
  .fields { display: grid; grid-template-columns: 1fr 1fr; gap: 0.8rem 1rem; padding-bottom: 0.5rem; }
  .wide { grid-column: 1 / -1; }
  label { font-size: var(--small); margin-bottom: 0.2rem; }
  unrolled-problem-box { margin-block: 0.6rem; }
  @media print { .feed { max-height: none; overflow: visible; } details { display: none; } }
`;
