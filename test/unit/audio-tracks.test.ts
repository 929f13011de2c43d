import { describe, expect, it } from 'vitest';
import { prepareMix } from '../../src/audio/mix';
import { validateTracks } from '../../src/audio/track-schema';
import type { AudioTrack } from '../../src/composition/composition';

const sound: AudioTrack = { source: 'music.wav' };

describe('a track that cannot be mixed', () => {
  it.each<[field: string, value: unknown]>([
    ['start', -1],
    ['start', Number.NaN],
    ['offset', -0.5],
    ['offset', '1'],
    ['duration', Number.POSITIVE_INFINITY],
    ['duration', -2],
    ['gain', -6],
    ['gain', Number.NaN],
    ['gain', 1001],
    ['pan', 1.01],
    ['pan', Number.NaN],
    ['fadeIn', -1],
    ['fadeOut', Number.NaN],
    ['source', 7],
    ['source', ''],
    ['source', undefined],
  ])('is refused for %s = %s, naming the path', (field, value) => {
    const tracks = [sound, { ...sound, [field]: value }];
    expect(() => {
      validateTracks(tracks);
    }).toThrow(
      expect.objectContaining({
        code: 'invalid-input',
        detail: 'audio-track-invalid',
        message: expect.stringContaining(`audio[1].${field} `) as string,
        remedy: expect.stringContaining(`audio[1].${field}`) as string,
      }),
    );
  });

  it('is refused before anything is loaded', async () => {
    const { signal } = new AbortController();
    let asked = false;
    const source = (): Promise<AudioBuffer> => {
      asked = true;
      return Promise.reject(new Error('not wanted'));
    };
    await expect(
      prepareMix([{ source }, { source, gain: -1 }], { sampleRate: 48000, length: 10, signal }),
    ).rejects.toMatchObject({ code: 'invalid-input' });
    expect(asked).toBe(false);
  });
});

it('accepts every field at its limits', () => {
  const limits = { start: 0, offset: 0, duration: 0, gain: 0, fadeIn: 0, fadeOut: 0 };
  expect(() => {
    validateTracks([sound, { ...sound, ...limits, pan: -1 }, { source: new Blob(), pan: 1, gain: 12, duration: 3600 }]);
  }).not.toThrow();
});

it('an aborted signal stops a mix before it starts', async () => {
  await expect(
    prepareMix([sound], { sampleRate: 48000, length: 10, signal: AbortSignal.abort() }),
  ).rejects.toMatchObject({ code: 'cancelled', stage: 'audio' });
});
