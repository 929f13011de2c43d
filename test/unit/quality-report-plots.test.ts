import { describe, expect, test } from 'vitest';
import { chartsOf } from '../../src/quality/report-charts';
import { html } from '../../src/quality/report-html';
import { axisOf, plotFigure, wholeAxis, type Plot } from '../../src/quality/report-plots';
import { clock, fixed } from '../../src/quality/report-text';
import { frameQuality, qualityReport } from '../support/quality-report';

const report = qualityReport();

function chart(id: string, changes: Parameters<typeof qualityReport>[0] = {}): Plot {
  return chartsOf(qualityReport(changes)).find((plot) => plot.id === id)!;
}

describe('axes', () => {
  test.each([
    [
      [0.981, 0.999],
      ['0.980', '0.985', '0.990', '0.995', '1.000'],
    ],
    [
      [37.2, 54.9, Infinity],
      ['35', '40', '45', '50', '55'],
    ],
    [
      [-17, -9],
      ['−18', '−16', '−14', '−12', '−10', '−8'],
    ],
    [
      [0, 8.3],
      ['0', '5', '10'],
    ],
  ])('of %o are round', (values, labels) => {
    const axis = axisOf(values, fixed);
    expect(axis.ticks.map(({ label }) => label)).toEqual(labels);
    for (const value of values.filter(Number.isFinite)) {
      expect(axis.from).toBeLessThanOrEqual(value);
      expect(axis.to).toBeGreaterThanOrEqual(value);
    }
  });

  test.each([[[]], [[0]], [[40]], [[-14, -14]], [[Infinity]]])('of %o have an extent', (values) => {
    const { from, to, ticks } = axisOf(values, fixed);
    expect(to).toBeGreaterThan(from);
    expect(ticks.length).toBeGreaterThan(1);
  });

  test('of whole numbers begin within', () => {
    expect(wholeAxis(7, 240, String).ticks.map(({ value }) => value)).toEqual([50, 100, 150, 200]);
    expect(wholeAxis(3, 3, String)).toMatchObject({ from: 3, to: 4 });
  });
});

describe('plots', () => {
  test('leave a gap where there is no value, and put an infinite one at the edge', () => {
    const points = [10, Infinity, null, 0, 10].map((value, at) => ({ at, value }));
    const plot: Plot = {
      id: 'p',
      title: 'P',
      description: '',
      x: { from: 0, to: 4, ticks: [], label: '' },
      y: { from: 0, to: 20, ticks: [] },
      lines: [{ look: 'main', label: 'P', points }],
      table: { head: [], rows: [] },
    };
    expect(plotFigure(plot).text).toContain('d="M0 100L250 0M750 200L1000 100"');
  });

  test('mark the frames beyond the limit of what the gate looks at', () => {
    const { marks, level, title } = chart('plot-psnrluma');
    expect(marks!.map(({ at }) => at)).toEqual([145, 150, 155]);
    expect([level!.label, title]).toEqual(['limit 40 dB', 'PSNR of luma, codec alone']);
    const plain = { ...report };
    delete plain.gates;
    const ungated = chartsOf(plain)[1]!;
    expect(ungated).toMatchObject({ title: 'PSNR of luma', marks: [] });
    expect(ungated.level).toBeUndefined();
  });

  test('of long films keep the worst of what they leave out', () => {
    const sampled = Array.from({ length: 5000 }, (_, frame) => ({ frame, ...frameQuality(0.99, 45, 0.5) }));
    sampled[3333] = { frame: 3333, ...frameQuality(0.7, 20, 9) };
    const momentary = Array.from({ length: 36000 }, (_, step) => (step === 12345 ? -3 : -20));
    const changes = { sampled, series: { ...report.series, momentary, shortTerm: [] } };
    const ssim = chart('plot-ssim', changes);
    expect(ssim.lines![0]!.points.length).toBeLessThanOrEqual(600);
    expect(Math.min(...ssim.lines![0]!.points.map(({ value }) => value!))).toBe(0.7);
    expect(ssim.table.rows.some(([frame, value]) => frame === '3333' && value === '0.7000')).toBe(true);
    const loudness = chart('plot-loudness', changes);
    expect(loudness.lines![0]!.points.length).toBeLessThanOrEqual(600);
    expect(Math.max(...loudness.lines![0]!.points.map(({ value }) => value!))).toBe(-3);
    expect(loudness.table.rows.length).toBeLessThanOrEqual(120);
  });

  test('are those there are values for', () => {
    const { series } = report;
    expect(chartsOf(report).map(({ id }) => id)).toEqual([
      'plot-ssim',
      'plot-psnrluma',
      'plot-deltaemean',
      'plot-histogram',
      'plot-bitrate',
      'plot-loudness',
    ]);
    const silent = { ...series, bitrate: [], deltaEHistogram: [0, 0], shortTerm: [], momentary: [null, null] };
    const plots = chartsOf(qualityReport({ sampled: [], series: silent }));
    expect(plots.map(({ id }) => id)).toEqual(['plot-loudness']);
    expect(plots[0]!.description).toContain('at most silence');
  });
});

test('text is escaped in a template, HTML of a template is not', () => {
  const inner = html`<b>${'<&>"\''}</b>`;
  expect(html`<i>${[inner, null, false, 0]}</i>`.text).toBe('<i><b>&lt;&amp;&gt;&quot;&#39;</b>0</i>');
});

test.each([
  [0, '0:00'],
  [8, '0:08'],
  [64.5, '1:04.5'],
  [59.96, '1:00'],
  [3725, '62:05'],
])('%d seconds are %s', (seconds, text) => {
  expect(clock(seconds)).toBe(text);
});
