import { plotStyle } from './report-plot-style';

/** The style sheet of a report page. Logical directions throughout; what has an inherent one is `dir="ltr"` in the page. */
export const reportStyle = `
:root {
  color-scheme: light dark;
  --page: light-dark(#f6f7f9, #131418);
  --surface: light-dark(#ffffff, #1c1d22);
  --border: light-dark(#dcdee3, #32343b);
  --text: light-dark(#1a1c22, #eceef2);
  --muted: light-dark(#5b606b, #a0a4af);
  --accent: light-dark(#3652e0, #8ea2ff);
  --side: light-dark(#7f868f, #6f7683);
  --fail: light-dark(#b8242f, #ff7b83);
  --warn: light-dark(#805300, #f0b355);
  --pass: light-dark(#13693f, #4cc98a);
}
*, ::before, ::after { box-sizing: border-box; }
body {
  margin: 0;
  font: 400 15px/1.5 Inter, ui-sans-serif, system-ui, -apple-system, 'Segoe UI', sans-serif;
  color: var(--text);
  background: var(--page);
  overflow-wrap: anywhere;
}
header, main { max-width: 1080px; margin-inline: auto; padding-inline: 32px; }
header { padding-block: 40px 8px; }
main { padding-block-end: 64px; }
h1, h2, h3, h4, p, ol, ul, dl, dd, figure, fieldset { margin: 0; padding: 0; }
h1 { font-size: 26px; line-height: 1.25; font-weight: 650; letter-spacing: -0.01em; text-wrap: balance; }
h2 { margin-block: 48px 16px; font-size: 19px; font-weight: 650; }
h3 { font-size: 15px; font-weight: 650; }
h4 { font-size: 15px; font-weight: 600; }
a { color: var(--accent); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.eyebrow, .muted { color: var(--muted); }
.eyebrow { font-size: 13px; }
.visually-hidden {
  position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap;
}
.card { background: var(--surface); border: 1px solid var(--border); border-radius: 10px; }
.fail { --status: var(--fail); }
.warn { --status: var(--warn); }
.pass { --status: var(--pass); }
.info, .skipped { --status: var(--muted); }

.verdict { display: grid; grid-template-columns: auto 1fr 1fr; gap: 24px 40px; padding: 28px 32px; margin-block-start: 24px; }
.total { display: grid; align-content: start; gap: 14px; justify-items: start; }
.total strong { font-size: 64px; line-height: 0.9; font-weight: 650; letter-spacing: -0.03em; font-variant-numeric: tabular-nums; }
.total strong small { font-size: 15px; font-weight: 400; letter-spacing: 0; color: var(--muted); }
.badge {
  padding: 2px 12px; font-weight: 600; border-radius: 99px;
  color: var(--status); background: color-mix(in srgb, var(--status) 10%, var(--surface)); border: 1px solid currentcolor;
}
.verdict h2 { margin: 0; font-size: 13px; font-weight: 400; color: var(--muted); }
.advice ol { margin-block-start: 8px; padding-inline-start: 20px; }
.advice li + li { margin-block-start: 6px; }
.categories dl { display: grid; grid-template-columns: auto 1fr auto; gap: 6px 12px; align-items: center; margin-block-start: 8px; }
.categories dl > div { display: contents; }
.categories dd { font-variant-numeric: tabular-nums; text-align: end; }
.bar-of { display: block; width: 100%; height: 8px; background: color-mix(in srgb, var(--muted) 22%, transparent); border-radius: 4px; overflow: hidden; }
.bar-of > i { display: block; height: 100%; background: var(--status); border-radius: 4px; }

.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(200px, 1fr)); gap: 16px 32px; margin-block-start: 24px; }
.facts dt { font-size: 13px; color: var(--muted); }
.facts .wide { grid-column: 1 / -1; }
.facts code { font: 13px/1.5 ui-monospace, SFMono-Regular, Menlo, monospace; }

.filter { display: flex; flex-wrap: wrap; gap: 8px; margin-block-end: 16px; border: 0; }
.filter label { display: inline-flex; gap: 6px; padding: 4px 12px; font-size: 14px; background: var(--surface); border: 1px solid var(--border); border-radius: 99px; cursor: pointer; }
.filter label:has(:checked) { color: var(--page); background: var(--text); border-color: var(--text); }
.filter label:has(:focus-visible) { outline: 2px solid var(--accent); outline-offset: 2px; }
.filter b { font-weight: 400; opacity: 0.85; font-variant-numeric: tabular-nums; }
.group { margin-block-end: 16px; }
.group > header { display: flex; justify-content: space-between; gap: 16px; max-width: none; padding: 12px 20px; }
.group ul { list-style: none; }
.check { display: grid; grid-template-columns: 104px 1fr; gap: 2px 16px; padding: 12px 20px; border-block-start: 1px solid var(--border); }
.check > .state { font-size: 14px; font-weight: 600; color: var(--status); }
.check > .state::before { content: ''; display: inline-block; width: 8px; height: 8px; margin-inline-end: 8px; background: currentcolor; border-radius: 50%; }
.check.fail > .state::before { border-radius: 1px; }
.check.warn > .state::before { border-radius: 1px; transform: rotate(45deg); }
.check.skipped > .state::before { background: none; border: 1.5px solid currentcolor; }
.check > div > * + * { margin-block-start: 2px; }
.check .remedy { padding-inline-start: 12px; margin-block: 6px; border-inline-start: 3px solid var(--status); }
.check small { display: block; font-size: 13px; color: var(--muted); }
main:has(#show-fail:checked) .check:not(.fail), main:has(#show-fail:checked) .group:not(:has(.fail)),
main:has(#show-warn:checked) .check:not(.warn), main:has(#show-warn:checked) .group:not(:has(.warn)),
main:has(#show-pass:checked) .check:not(.pass), main:has(#show-pass:checked) .group:not(:has(.pass)),
main:has(#show-other:checked) .check:not(.info, .skipped),
main:has(#show-other:checked) .group:not(:has(.info, .skipped)) { display: none; }

.plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 420px), 1fr)); gap: 16px; }
${plotStyle}
.worst { display: grid; gap: 16px; }
.worst figure { padding: 16px 20px; }
.worst figcaption { margin-block-end: 12px; }
.views { display: grid; grid-template-columns: 1fr 1fr; gap: 16px; font-size: 13px; color: var(--muted); }
.views img { display: block; width: 100%; height: auto; background: #808080; border-radius: 4px; }
.pair { --at: 50%; position: relative; display: grid; border-radius: 4px; overflow: hidden; }
.pair img { grid-area: 1 / 1; }
.pair .output { clip-path: inset(0 0 0 var(--at)); }
.pair::after { content: ''; position: absolute; inset-block: 0; left: var(--at); width: 2px; margin-left: -1px; background: #fff; box-shadow: 0 0 0 1px rgb(0 0 0 / 0.5); }
.wipe label { display: grid; grid-template-columns: auto 1fr auto; gap: 12px; align-items: center; margin-block-start: 8px; }
.wipe input { width: 100%; min-width: 0; margin: 0; accent-color: var(--accent); }
.difference p { margin-block-start: 8px; }

@media (max-width: 760px) {
  header, main { padding-inline: 16px; }
  header { padding-block-start: 24px; }
  .verdict { grid-template-columns: 1fr; padding: 20px; }
  .facts { grid-template-columns: 1fr 1fr; gap: 12px 16px; }
  .check { grid-template-columns: 1fr; }
  .views { grid-template-columns: 1fr; }
}
@media print {
  :root { color-scheme: light; --page: #fff; }
  @page { margin: 16mm; }
  body { font-size: 10pt; }
  header, main { max-width: none; padding-inline: 0; }
  .filter, details, .wipe label { display: none; }
  .check, .plot, .worst figure, .verdict { break-inside: avoid; }
  h2, .group > header { break-after: avoid; }
  .plots { grid-template-columns: 1fr 1fr; }
  .views { grid-template-columns: 2fr 1fr; }
  .pair { grid-template-columns: 1fr 1fr; gap: 8px; overflow: visible; }
  .pair img { grid-area: auto; }
  .pair .output { clip-path: none; }
  .pair::after { display: none; }
  .axes, .bar-of, .badge { print-color-adjust: exact; }
}
`;
