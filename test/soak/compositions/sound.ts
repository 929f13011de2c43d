import type { AudioTrack } from '../../../src/index';
import { beep, sampleRate } from '../../support/flash-beep';

/** Seconds of the piece of sound that is played again and again. */
const pieceSeconds = 10;

/** A quiet chord, far below the beeps. */
function chordAt(time: number): number {
  return [220, 277.2, 329.6].reduce((sum, hertz) => sum + 0.01 * Math.sin(2 * Math.PI * hertz * time), 0);
}

/**
 * Sound of any length from one short buffer: what an export holds does then not depend on how long it is. At each of the
 * `beeps`, in seconds, a beep begins.
 */
export function repeatedSound(seconds: number, beeps: readonly number[]): AudioTrack[] {
  const piece = new AudioBuffer({ length: pieceSeconds * sampleRate, numberOfChannels: 2, sampleRate });
  for (const channel of [0, 1]) {
    const samples = piece.getChannelData(channel);
    for (let index = 0; index < samples.length; index++) samples[index] = chordAt(index / sampleRate);
  }
  const noise = new AudioBuffer({ length: beep().length, numberOfChannels: 2, sampleRate });
  for (const channel of [0, 1]) noise.copyToChannel(beep(), channel);
  return [
    ...Array.from({ length: Math.ceil(seconds / pieceSeconds) }, (_, index) => ({
      source: piece,
      start: index * pieceSeconds,
    })),
    ...beeps.map((start) => ({ source: noise, start })),
  ];
}

/** One long file: 16-bit PCM, stereo. */
export function longWaveFile(seconds: number): Blob {
  const samples = seconds * sampleRate;
  const header = new DataView(new ArrayBuffer(44));
  const tag = (at: number, text: string): void => {
    for (let index = 0; index < text.length; index++) header.setUint8(at + index, text.charCodeAt(index));
  };
  tag(0, 'RIFF');
  header.setUint32(4, 36 + samples * 4, true);
  tag(8, 'WAVEfmt ');
  header.setUint32(16, 16, true);
  header.setUint16(20, 1, true);
  header.setUint16(22, 2, true);
  header.setUint32(24, sampleRate, true);
  header.setUint32(28, sampleRate * 4, true);
  header.setUint16(32, 4, true);
  header.setUint16(34, 16, true);
  tag(36, 'data');
  header.setUint32(40, samples * 4, true);
  const second = new Int16Array(sampleRate * 2).map((_, index) => 32767 * chordAt((index >> 1) / sampleRate));
  return new Blob([header, ...Array.from({ length: seconds }, () => second)]);
}
