import type { SeekableFile } from './seekable-file';
import { waveHeader } from './wave-file';

/** Where the chunks before the samples are looked for. */
const headBytes = 1 << 16;

/** Of the RIFF registry, those whose sample frames all take the same bytes: PCM, float, A-law, µ-law, extensible. */
const plainFormats = [0x0001, 0x0003, 0x0006, 0x0007, 0xfffe];

/** A RIFF WAVE file whose sample frames are all alike; null when it is another. */
export async function openWaveFile(file: Blob): Promise<SeekableFile | null> {
  const layout = findSamples(new DataView(await file.slice(0, headBytes).arrayBuffer()));
  if (layout === null) return null;
  const { format, dataStart, dataBytes } = layout;
  const view = new DataView(format.buffer);
  const channelCount = view.getUint16(2, true);
  const sampleRate = view.getUint32(4, true);
  const frameBytes = view.getUint16(12, true);
  if (!plainFormats.includes(view.getUint16(0, true)) || channelCount === 0 || frameBytes === 0) return null;
  return {
    sampleRate,
    channelCount,
    // A file that was cut off ends before its header says.
    length: Math.floor(Math.min(dataBytes, file.size - dataStart) / frameBytes),
    cut(first, end) {
      const samples = file.slice(dataStart + first * frameBytes, dataStart + end * frameBytes);
      return new Blob([waveHeader(format, samples.size), samples]).arrayBuffer();
    },
  };
}

interface SampleLayout {
  /** The content of the format chunk. */
  format: Uint8Array<ArrayBuffer>;
  /** Byte of the file at which the samples begin. */
  dataStart: number;
  dataBytes: number;
}

function findSamples(head: DataView<ArrayBuffer>): SampleLayout | null {
  const tag = (at: number): string => String.fromCharCode(...new Uint8Array(head.buffer, at, 4));
  if (head.byteLength < 12 || tag(0) !== 'RIFF' || tag(8) !== 'WAVE') return null;
  let format: Uint8Array<ArrayBuffer> | null = null;
  for (let at = 12; at + 8 <= head.byteLength;) {
    const byteLength = head.getUint32(at + 4, true);
    const start = at + 8;
    if (tag(at) === 'data') {
      // 0: of a recording whose header was never completed. What it holds, ffmpeg guesses.
      return format === null || byteLength === 0 ? null : { format, dataStart: start, dataBytes: byteLength };
    }
    if (tag(at) === 'fmt ' && byteLength >= 16 && start + byteLength <= head.byteLength) {
      format = new Uint8Array(head.buffer.slice(start, start + byteLength));
    }
    at = start + byteLength + (byteLength % 2);
  }
  return null;
}
