import { framesPerSecond } from '../composition/frame-rate';
import type { PacketTable } from '../quality/checks/file-facts';
import type { ExportStore } from '../storage/export-store';
import type { MeasuredRun, SampleMeasures } from './sample-estimate';
import type { Sample, SampleInWork } from './sample-export';

/** The runs that are stored, as they are encoded. */
export async function measureRuns(sample: SampleInWork, store: ExportStore): Promise<MeasuredRun[]> {
  let before = 0;
  const runs: MeasuredRun[] = [];
  for (const { span, count, begunAt, storedAt } of sample.runs) {
    const segment = await store.getSegment(sample.id, span.index);
    if (!segment) throw new Error('A part of the sample is gone.');
    runs.push({ frames: count, packets: segment.packets, milliseconds: storedAt - Math.max(begunAt, before) });
    before = storedAt;
  }
  return runs;
}

/**
 * All that is measured of a finished sample.
 *
 * @param packets of the file, where they are made when it is put together
 */
export async function measureSample(
  sample: Sample,
  {
    store,
    packets,
    isWhole,
    checkMs,
  }: { store: ExportStore; packets: PacketTable | null; isWhole: boolean; checkMs: number },
): Promise<SampleMeasures> {
  const encoded = await measureRuns(sample, store);
  const runs = packets
    ? encoded.map((run, index) => ({ ...run, packets: packetsOf(sample, index, packets) }))
    : encoded;
  const soundBytes = sample.hasSound ? await soundBytesOf(sample.id, store) : 0;
  const pictureBytes = runs.flatMap((run) => run.packets).reduce((sum, { byteLength }) => sum + byteLength, 0);
  return {
    ...{ runs, isWhole, soundBytes, checkMs },
    // What ffmpeg pads or packs of the sound counts here.
    containerBytes: Math.max(0, sample.file.size - pictureBytes - soundBytes),
    prepareMs: sample.walkStartedAt - sample.startedAt,
    muxMs: sample.muxedAt - sample.walkedAt,
  };
}

async function soundBytesOf(id: string, store: ExportStore): Promise<number> {
  const audio = await store.getAudio(id);
  let bytes = 0;
  for (let run = 0; run < (audio?.runs ?? 0); run++) {
    const packets = (await store.getPackets(id, run)) ?? [];
    for (const { data } of packets) bytes += data.byteLength;
  }
  return bytes;
}

/** Of an animation: what a run begins with replaces all of the picture before it, as a key frame would. */
function packetsOf(sample: Sample, index: number, { times, sizes }: PacketTable): MeasuredRun['packets'] {
  const { span } = sample.runs[index]!;
  const fps = framesPerSecond(sample.settings.frameRate);
  const within = times.flatMap((time, packet) => {
    const frame = Math.round(time * fps);
    return frame >= span.first && frame < span.first + span.count ? [{ frame, byteLength: sizes[packet]! }] : [];
  });
  return within.map(({ frame, byteLength }) => ({ byteLength, key: frame === span.first }));
}
