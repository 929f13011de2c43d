import type { CheckCategory, CheckResult, CheckStatus, QualityReport, WorstFrame } from './report';
import { chartsOf } from './report-charts';
import { html, SafeHtml } from './report-html';
import { plotFigure } from './report-plots';
import { reportStyle } from './report-style';
import {
  bytes,
  categoryLabels,
  clock,
  fixed,
  level,
  recommendationLabels,
  referenceLabels,
  statusLabels,
} from './report-text';
import { reviewBelow } from './score';

/** Moves the border between source and output. All else of the page works without it. */
const script =
  "addEventListener('input',e=>{const p=e.target.closest('.wipe');if(p)p.firstElementChild.style.setProperty('--at',e.target.value+'%')})";

/** SHA-256 of the script, which alone may run. */
const scriptHash = 'E5JOWQazr5LpU8ad+I4Ml81vexJu8L3Zw5sEjx9T9gU=';

const policy = `default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'sha256-${scriptHash}'; base-uri 'none'; form-action 'none'`;

const categories = Object.keys(categoryLabels) as CheckCategory[];
const statuses = Object.keys(statusLabels) as CheckStatus[];

/**
 * A report as one page of HTML that needs nothing from elsewhere and sends nothing anywhere. Whatever stands in the report
 * is text: none of it can become markup or run.
 */
export function reportPage(report: QualityReport): string {
  const { file, worst } = report;
  const charts = chartsOf(report);
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>Quality of ${file.name}</title>
        <style>
          ${new SafeHtml(reportStyle)}
        </style>
      </head>
      <body>
        <header>
          <p class="eyebrow">Quality report</p>
          <h1><bdi>${file.name}</bdi></h1>
        </header>
        <main>
          ${verdict(report)} ${facts(report)}
          <h2>Checks</h2>
          ${checkFilter(report.checks)} ${categories.map((category) => group(category, report))}
          ${charts.length > 0 && [html`<h2>Measured</h2>`, html`<div class="plots">${charts.map(plotFigure)}</div>`]}
          ${worst.length > 0 && [html`<h2>Worst frames</h2>`, html`<div class="worst">${worst.map(worstFrame)}</div>`]}
        </main>
        ${new SafeHtml(`<script>${script}</script>`)}
      </body>
    </html>`;
  return page.text;
}

const toneOf = { approve: 'pass', review: 'warn', reject: 'fail' } as const;

function verdict({ score, recommendation, recommendations }: QualityReport): SafeHtml {
  return html`<section class="verdict card" aria-label="Verdict">
    <div class="total">
      <strong>${score.total}<small> of 100</small></strong>
      <span class="badge ${toneOf[recommendation]}">${recommendationLabels[recommendation]}</span>
    </div>
    <div class="advice">
      <h2>What to do</h2>
      ${
        recommendations.length === 0
          ? html`<p class="muted">Nothing: every check that judges passed.</p>`
          : html`<ol>
              ${recommendations.map((text) => html`<li dir="auto">${text}</li>`)}
            </ol>`
      }
    </div>
    <div class="categories">
      <h2>Points</h2>
      <dl>${categories.map((category) => points(category, score.categories[category]))}</dl>
    </div>
  </section>`;
}

function points(category: CheckCategory, value: number | undefined): SafeHtml {
  const tone = value === undefined ? 'skipped' : value < 60 ? 'fail' : value < reviewBelow ? 'warn' : 'pass';
  return html`<div class="${tone}">
    <dt>${categoryLabels[category]}</dt>
    <dd aria-hidden="true">
      <span class="bar-of"><i style="width:${value ?? 0}%"></i></span>
    </dd>
    <dd>${value ?? html`<span class="muted">–<span class="visually-hidden"> not checked</span></span>`}</dd>
  </div>`;
}

function facts({ file, picture, sound, reference, tookMs }: QualityReport): SafeHtml {
  const entries: [term: string, value: string][] = [
    ['Size', `${bytes(file.byteLength)}, ${file.mimeType}`],
    ['Compared with', referenceLabels[reference]],
  ];
  if (picture) {
    const { width, height, frameRate, frames, codec, durationSeconds } = picture;
    entries.push(['Picture', `${width} × ${height}, ${frameRate} fps, ${codec}`]);
    entries.push(['Length', `${clock(durationSeconds)}, ${frames} frames`]);
  }
  if (sound) {
    entries.push(['Sound', `${sound.codec}, ${fixed(sound.sampleRate / 1000, 1)} kHz, ${sound.channels} channels`]);
    entries.push(['Loudness', `${level(sound.integrated, 'LUFS')}, range ${level(sound.range, 'LU')}`]);
    entries.push(['True peak', level(sound.truePeak, 'dBTP')]);
  }
  entries.push(['The check took', `${fixed(tookMs / 1000, 1)} s`]);
  return html`<dl class="facts">
    ${entries.map(
      ([term, value]) =>
        html`<div>
          <dt>${term}</dt>
          <dd><bdi>${value}</bdi></dd>
        </div>`,
    )}
    <div class="wide">
      <dt>SHA-256</dt>
      <dd>${file.sha256 ? html`<code dir="ltr">${file.sha256}</code>` : 'not taken'}</dd>
    </div>
  </dl>`;
}

function checkFilter(checks: readonly CheckResult[]): SafeHtml {
  const choices: [id: string, label: string, statuses: readonly CheckStatus[]][] = [
    ['all', 'All', statuses],
    ['fail', 'Failed', ['fail']],
    ['warn', 'Warnings', ['warn']],
    ['pass', 'Passed', ['pass']],
    ['other', 'Notes and not checked', ['info', 'skipped']],
  ];
  return html`<fieldset class="filter">
    <legend class="visually-hidden">Show checks</legend>
    ${choices.map(
      ([id, label, of]) =>
        html`<label>
          <input
            class="visually-hidden"
            type="radio"
            name="show"
            id="show-${id}"
            ${id === 'all' && new SafeHtml('checked')}
          />
          ${label} <b>${checks.filter(({ status }) => of.includes(status)).length}</b>
        </label>`,
    )}
  </fieldset>`;
}

function group(category: CheckCategory, { checks, score }: QualityReport): SafeHtml | null {
  const own = statuses.flatMap((status) =>
    checks.filter((check) => check.category === category && check.status === status),
  );
  if (own.length === 0) return null;
  const value = score.categories[category];
  return html`<section class="group card" aria-labelledby="group-${category}">
    <header>
      <h3 id="group-${category}">${categoryLabels[category]}</h3>
      <span class="muted">${value === undefined ? 'not scored' : `${value} points`}</span>
    </header>
    <ul>
      ${own.map(checkItem)}
    </ul>
  </section>`;
}

function checkItem({ title, status, message, remedy, source, measured, expected, frames }: CheckResult): SafeHtml {
  const figures = [
    measured !== undefined && `measured ${measured}`,
    expected !== undefined && `expected ${expected}`,
    frames !== undefined && frames.length > 0 && `frame${frames.length === 1 ? '' : 's'} ${frames.join(', ')}`,
  ].filter((text) => text !== false);
  return html`<li class="check ${status}">
    <span class="state">${statusLabels[status]}</span>
    <div>
      <h4 dir="auto">${title}</h4>
      <p dir="auto">${message}</p>
      ${remedy !== undefined && status !== 'pass' && html`<p class="remedy" dir="auto">${remedy}</p>`}
      <small>${figures.length > 0 && html`<bdi>${figures.join(' · ')}</bdi> · `}${sourceOf(source)}</small>
    </div>
  </li>`;
}

/** Addresses are links, of the two schemes that can do no harm. */
function sourceOf(source: string): SafeHtml {
  if (!/^https?:\/\/\S+$/.test(source)) return html`<bdi>${source}</bdi>`;
  return html`<a href="${source}" rel="noreferrer noopener" dir="ltr">${source}</a>`;
}

function worstFrame({ frame, metric, source, output, difference }: WorstFrame): SafeHtml {
  return html`<figure class="card">
    <figcaption>
      <h3>Frame ${frame}</h3>
      <span class="muted">among the worst by ${metric}</span>
    </figcaption>
    <div class="views">
      <div class="wipe" dir="ltr">
        <div class="pair">
          <img src="${source}" alt="Frame ${frame} of the source" />
          <img class="output" src="${output}" alt="Frame ${frame} of the file" />
        </div>
        <label>
          <span>Source</span>
          <input
            type="range"
            min="0"
            max="100"
            value="50"
            aria-label="How much of frame ${frame} is the source, by ${metric}"
          />
          <span>File</span>
        </label>
      </div>
      <div class="difference">
        <img src="${difference}" alt="Difference in frame ${frame}" />
        <p>Difference</p>
      </div>
    </div>
  </figure>`;
}
