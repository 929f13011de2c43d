import { afterAll, describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import type { Composition } from '../../src/composition/composition';
import type { ExportButton } from '../../src/elements';
import '../../src/elements';
import { createExporter, findPreset, settingsFor, type ExportResult, type ExportSettings } from '../../src/index';
import { readLoudness, type FfmpegLoudness } from '../support/printed-loudness';
import { ffmpeg } from '../support/media-tools';
import { frameCodeComposition } from '../support/test-compositions';

const exporter = createExporter({ check: 'off' });
afterAll(() => exporter.dispose());

const sampleRate = 48_000;
const seconds = 8;

function sounding(sample: (i: number, channel: number) => number, change: Partial<Composition> = {}): Composition {
  const source = (): Promise<AudioBuffer> => {
    const buffer = new AudioBuffer({ numberOfChannels: 2, length: seconds * sampleRate, sampleRate });
    for (const channel of [0, 1]) {
      buffer.copyToChannel(
        Float32Array.from({ length: buffer.length }, (_, i) => sample(i, channel)),
        channel,
      );
    }
    return Promise.resolve(buffer);
  };
  return frameCodeComposition({ frameRate: 10, durationInFrames: 10 * seconds, audio: [{ source }], ...change });
}

/** A chord that swells and fades, some −45 LUFS. */
const quiet = sounding((i, channel) => {
  const swell = 0.6 + 0.4 * Math.sin((2 * Math.PI * i) / (1.7 * sampleRate));
  return [220, 277, 331, 880].reduce((sum, pitch, voice) => {
    return sum + 0.003 * swell * Math.sin((2 * Math.PI * pitch * i) / sampleRate + voice + channel / 3);
  }, 0);
});

/** Short clicks that ring, over a murmur: high peaks and little loudness. */
const peaky = sounding((i, channel) => {
  const since = i % (0.25 * sampleRate);
  const ring = 0.9 * Math.exp(-since / 120) * Math.cos((2 * Math.PI * 1900 * since) / sampleRate);
  return ring + 0.04 * Math.sin((2 * Math.PI * (300 + 110 * channel) * i) / sampleRate);
});

type Audio = NonNullable<ExportSettings['audio']>;

async function exported(
  composition: Composition,
  audio: Audio,
  change: Partial<ExportSettings> = {},
): Promise<{ result: ExportResult; measured: FfmpegLoudness }> {
  const settings = settingsFor(findPreset('mov-h264-pcm')!, composition);
  const result = await exporter.start(composition, { ...settings, audio, ...change }).result;
  const filter = 'ebur128=peak=true:metadata=1,ametadata=mode=print:file=-';
  const args = ['-v', 'error', '-i', '{in}', '-map', '0:a:0', '-af', filter, '-f', 'null', '/dev/null'];
  const { bytes, exitCode, stderr } = await ffmpeg(result.file!, 'mov', args);
  expect(exitCode, stderr).toBe(0);
  return { result, measured: readLoudness(new TextDecoder().decode(bytes)) };
}

describe.each([
  ['quiet', quiet],
  ['peaky', peaky],
])('a composition with %s sound', (_name, composition) => {
  it.each([
    ['ebu-r128', -23, -1],
    ['atsc-a85', -24, -2],
    [-16, -16, -1],
    ['streaming', -14, -1],
  ] as const)('comes to %s in PCM, below its ceiling', async (target, lufs, ceiling) => {
    const { result, measured } = await exported(composition, { codec: 'pcm-s24', loudness: { target } });
    expect(result.loudness).toMatchObject({ outcome: 'reached', target: { lufs, truePeakCeiling: ceiling } });
    expect(result.warnings.filter(({ code }) => code === 'loudness')).toEqual([]);
    expect(Math.abs(measured.integrated - lufs)).toBeLessThanOrEqual(0.1);
    expect(measured.truePeak).toBeLessThanOrEqual(ceiling);
    expect(Math.abs(result.loudness!.after.integrated! - measured.integrated)).toBeLessThanOrEqual(0.1);
  });

  it.each([-23, -14])('comes to %i LUFS in AAC', async (target) => {
    const { measured } = await exported(composition, { codec: 'aac', bitrate: 192_000, loudness: { target } });
    expect(Math.abs(measured.integrated - target)).toBeLessThanOrEqual(0.2);
    // A lossy encoder may lift peaks: so far above the ceiling it still does not clip.
    expect(measured.truePeak).toBeLessThan(0);
  });
});

it('what is exported of the timeline is what is measured', async () => {
  // Ten times as loud in the second half.
  const rising = sounding((i) => (i < 4 * sampleRate ? 0.02 : 0.2) * Math.sin((2 * Math.PI * 440 * i) / sampleRate));
  const audio: Audio = { codec: 'pcm-s24', loudness: { target: -23 } };
  const { result, measured } = await exported(rising, audio, { range: { first: 0, end: 40 } });
  expect(Math.abs(measured.integrated + 23)).toBeLessThanOrEqual(0.1);
  expect(result.loudness!.before.seconds).toBe(4);
  expect(result.loudness!.before.integrated).toBeLessThan(-30);
});

it('silence stays silence, and is told', async () => {
  const audio: Audio = { codec: 'pcm-s24', loudness: { target: 'ebu-r128' } };
  const { result } = await exported(
    sounding(() => 0),
    audio,
  );
  expect(result.loudness).toMatchObject({ outcome: 'silent', gain: 0 });
  expect(result.warnings.filter(({ code }) => code === 'loudness')).toEqual([
    { code: 'loudness', message: expect.stringContaining('silent') as string },
  ]);
});

it('the spectrum a composition sees is that of its own sound', async () => {
  const heard = async (loudness: Audio['loudness']): Promise<number[]> => {
    const levels: number[] = [];
    const composition = sounding((i) => 0.02 * Math.sin((2 * Math.PI * 1000 * i) / sampleRate), {
      spectrum: {},
      durationInFrames: 10,
    });
    const open = composition.open.bind(composition);
    const watching: Composition = {
      ...composition,
      async open(stage) {
        const session = await open(stage);
        return {
          ...session,
          renderFrame(frame, context) {
            levels.push(Math.max(...context.spectrum!.waveform));
            return session.renderFrame(frame, context);
          },
        };
      },
    };
    await exported(watching, { codec: 'pcm-s24', ...(loudness && { loudness }) });
    return levels;
  };
  expect(await heard({ target: -14 })).toEqual(await heard(undefined));
});

it('the dialog offers it where there is sound', async () => {
  const button: ExportButton = document.createElement('stepframe-export-button');
  button.exporter = exporter;
  button.saveMode = 'download';
  button.composition = { ...quiet, durationInFrames: 20 };
  const completed = new Promise<ExportResult>((resolve) => {
    button.addEventListener('stepframe-export-complete', (event) => resolve(event.detail));
  });
  document.body.append(button);
  try {
    await page.getByRole('button', { name: 'Export' }).click();
    await page.getByText('Advanced').click();
    const select = page.getByLabelText('Loudness');
    await expect.element(select).toHaveValue('off');
    await select.selectOptions('−24 LUFS, ATSC A/85');
    await page.getByLabelText('Sound').selectOptions('Off');
    await expect.element(select).toBeDisabled();
    await page.getByLabelText('Sound').selectOptions('AAC');
    await expect.element(select).toHaveValue('atsc-a85');
    await page.getByRole('dialog').getByRole('button', { name: 'Export', exact: true }).click();
    expect((await completed).loudness).toMatchObject({
      outcome: 'reached',
      target: { lufs: -24, truePeakCeiling: -2 },
    });
  } finally {
    button.remove();
  }
});

it('a loudness that cannot be is refused before anything is drawn', async () => {
  const settings = settingsFor(findPreset('mov-h264-pcm')!, quiet, { loudness: { target: 3 } });
  const issues = await exporter.canExport(quiet, settings);
  expect(issues).toContainEqual(expect.objectContaining({ detail: 'loudness-invalid', path: 'audio.loudness' }));
});
