import type { AudioMix } from '../audio/audio-source';
import { frameSample } from '../composition/frame-rate';
import type { SegmentSpan } from '../encode/segment-encoder';
import type { ExportSettings } from '../formats/format';
import type { FrameRun } from './sample-runs';

/** The sound of runs of frames, one after the other, as long as they are. */
export function mixOfRuns(
  mix: AudioMix,
  runs: readonly (FrameRun & { span: SegmentSpan })[],
  { range, frameRate }: Pick<ExportSettings, 'range' | 'frameRate'>,
): AudioMix {
  const { sampleRate, channels } = mix;
  const at = (frame: number): number => frameSample(frame, frameRate, sampleRate);
  const pieces = runs.map(({ first, span }) => ({
    from: at(span.first),
    to: at(span.first + span.count),
    source: at(range.first + first),
  }));
  return {
    ...{ sampleRate, channels, length: pieces.at(-1)?.to ?? 0 },
    async read(start, count) {
      const both = [new Float32Array(count), new Float32Array(count)] as [
        Float32Array<ArrayBuffer>,
        Float32Array<ArrayBuffer>,
      ];
      for (const { from, to, source } of pieces) {
        const begin = Math.max(from, start);
        const end = Math.min(to, start + count);
        if (begin >= end) continue;
        const piece = await mix.read(source + begin - from, end - begin);
        for (const [channel, samples] of piece.entries()) both[channel]!.set(samples, begin - start);
      }
      return both;
    },
  };
}
