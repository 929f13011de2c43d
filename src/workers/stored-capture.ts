import { codecs } from '../formats/codecs';
import type { ExportSettings } from '../formats/format';
import { openRunningHash } from '../quality/file-hash';
import type { EncodedSound } from '../quality/file-to-check';
import type { FrameFingerprint } from '../quality/metrics/fingerprint';
import { unpackFingerprints } from '../quality/packed-fingerprints';
import type { CapturedFrames } from '../quality/watch-film';
import type { ExportStore } from '../storage/export-store';
import { samplePixels, type ReferenceSample } from '../storage/segment-reference';

/** Which export's, and how much there should be. */
export interface WantedCapture {
  exportId: string;
  segmentCount: number;
  /** Of the file. */
  frameCount: number;
  width: number;
  height: number;
}

/** What a file is to show, and the checksums of the packets it is to hold. */
export interface StoredCapture {
  /** As a sentence: why it is not all there. */
  captured: CapturedFrames | string;
  /** Null: they were not taken of all segments. */
  packets: string[] | null;
}

/** What was stored of an export's frames as they were captured and encoded. Samples are read again when they are needed. */
export async function storedCapture(store: ExportStore, wanted: WantedCapture): Promise<StoredCapture> {
  const { exportId, segmentCount, frameCount, width, height } = wanted;
  const fingerprints: (FrameFingerprint | null)[] = [];
  const segmentOf = new Map<number, number>();
  let packets: string[] | null = [];
  const lacking = (captured: string): StoredCapture => ({ captured, packets: null });
  for (let index = 0; index < segmentCount; index++) {
    const reference = await store.getReference(exportId, index);
    if (!reference) return lacking(`What was captured from frame ${fingerprints.length} on is not stored.`);
    if (reference.width !== width || reference.height !== height) {
      return lacking('What was captured is of another size.');
    }
    const known = unpackFingerprints(reference.fingerprints);
    const { frames = known.length } = reference;
    fingerprints.push(...Array.from({ length: frames }, (_, frame) => known[frame] ?? null));
    for (const { frame } of reference.samples) segmentOf.set(frame, index);
    packets = packets && reference.packets ? [...packets, ...reference.packets] : null;
  }
  if (fingerprints.length !== frameCount) {
    return { captured: `Of ${frameCount} frames ${fingerprints.length} are stored.`, packets };
  }
  const captured: CapturedFrames = {
    fingerprints: fingerprints.some((fingerprint) => fingerprint !== null) ? fingerprints : null,
    sampledFrames: [...segmentOf.keys()],
    async sample(frame) {
      const index = segmentOf.get(frame);
      if (index === undefined) return null;
      const reference = await store.getReference(exportId, index);
      const sample = reference?.samples.find((each: ReferenceSample) => each.frame === frame);
      return sample ? samplePixels(sample, width * height) : null;
    },
  };
  return { captured, packets };
}

/** What is known of an export's sound as it was encoded; null: it has none. */
export async function storedSound(
  store: ExportStore,
  { exportId, settings }: { exportId: string; settings: ExportSettings },
): Promise<EncodedSound | null> {
  const stored = await store.getAudio(exportId);
  if (!stored || !settings.audio) return null;
  const excerpts = stored.excerpts ?? null;
  // What ffmpeg puts together has packets of its own making.
  if (codecs[settings.video.codec].muxer !== 'mediabunny') return { excerpts, checksum: null };
  const hash = await openRunningHash();
  for (let run = 0; run < stored.runs; run++) {
    const packets = await store.getPackets(exportId, run);
    if (!packets) return { excerpts, checksum: null };
    for (const { data } of packets) hash.update(data);
  }
  return { excerpts, checksum: hash.read() };
}
