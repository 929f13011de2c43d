/**
 * The style sheet of `report-plots.ts`. Whoever uses it sets `--accent`, `--border`, `--fail`, `--muted`, `--side`,
 * `--surface` and `--text`.
 */
export const plotStyle = `
.plot { min-width: 0; padding: 16px 20px; }
.plot figcaption { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 16px; margin-block-end: 12px; }
.plot figcaption strong { font-weight: 600; }
.legend { display: flex; flex-wrap: wrap; gap: 0 16px; font-size: 13px; color: var(--muted); }
.key::before { content: ''; display: inline-block; width: 18px; margin-inline-end: 6px; vertical-align: middle; border-block-start: 2.5px solid var(--accent); }
.key.side::before { border-color: var(--side); border-width: 1.5px; }
.key.limit::before { border-color: var(--fail); border-width: 1.5px; border-style: dashed; }
.key.mean::before { border-color: var(--text); border-width: 1.5px; border-style: dashed; }
.axes { display: grid; grid-template-columns: 44px 1fr; grid-template-rows: 168px 20px auto; column-gap: 8px; font-size: 12px; color: var(--muted); font-variant-numeric: tabular-nums; }
.axes svg { width: 100%; height: 100%; overflow: visible; }
.y-axis, .x-axis { position: relative; white-space: nowrap; }
.y-axis span { position: absolute; right: 0; transform: translateY(50%); line-height: 1; }
.x-axis { grid-column: 2; }
.x-axis span { position: absolute; top: 6px; transform: translateX(-50%); line-height: 1; }
.x-label { grid-column: 2; text-align: center; }
.axes path { fill: none; stroke: var(--accent); stroke-width: 2; stroke-linejoin: round; vector-effect: non-scaling-stroke; }
.axes .grid { stroke: var(--border); stroke-width: 1; }
.axes .side { stroke: var(--side); stroke-width: 1.25; }
.axes .limit { stroke: var(--fail); stroke-width: 1.5; stroke-dasharray: 6 4; }
.axes .mean { stroke: var(--text); stroke-width: 1.5; stroke-dasharray: 6 4; }
.axes .marks { stroke: var(--fail); stroke-width: 7; stroke-linecap: round; }
.axes .bar { fill: var(--accent); opacity: 0.75; }
details { margin-block-start: 8px; font-size: 13px; }
summary { width: fit-content; color: var(--muted); cursor: pointer; }
.scroll { max-height: 260px; margin-block-start: 8px; overflow: auto; }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: 4px 8px; font-weight: 400; text-align: end; border-block-end: 1px solid var(--border); }
th:first-child { text-align: start; }
thead th { position: sticky; inset-block-start: 0; color: var(--muted); background: var(--surface); }
`;
