import { ALL_FORMATS, BlobSource, EncodedPacketSink, Input } from 'mediabunny';
import { afterAll, expect, it } from 'vitest';
import type { EncodedPacket, EncodedSegment } from '../../src/encode/segment-encoder';
import { createExporter, findPreset, settingsFor, type ExportSettings } from '../../src/index';
import { formatOf } from '../../src/formats/registry';
import { mux } from '../../src/mux/mediabunny-muxer';
import type { ByteTarget } from '../../src/mux/muxer';
import { videoEncoderSettings } from '../../src/orchestrator/export-job';
import { ffmpeg, probe } from '../support/media-tools';
import { frameCodeComposition } from '../support/test-compositions';

const exporter = createExporter({ check: 'off' });
afterAll(() => exporter.dispose());

const composition = frameCodeComposition({ durationInFrames: 30, width: 320, height: 180 });

function settings(format: ExportSettings['format']): ExportSettings {
  const { video, ...rest } = settingsFor(findPreset('mp4-h264')!, composition);
  return { ...rest, format, audio: null, video: { codec: 'h265', rateControl: video.rateControl } };
}

it('is for browsers that encode it; others are told what does', async () => {
  const { supported } = await VideoEncoder.isConfigSupported({ codec: 'hvc1.1.6.L63.B0', width: 320, height: 180 });
  const issues = await exporter.canExport(composition, settings('mp4'));
  expect(issues.map(({ code, path }) => [code, path])).toEqual(supported ? [] : [['unsupported', 'video.codec']]);
  if (!supported) expect(issues[0]!.remedy).toMatch(/h264/);
});

/** What an encoder would give, from x265. */
async function segmentOf(): Promise<EncodedSegment> {
  const source = ['-f', 'lavfi', '-i', 'testsrc2=s=320x180:r=30:d=1', '-pix_fmt', 'yuv420p'];
  const codec = ['-c:v', 'libx265', '-x265-params', 'bframes=0:keyint=30:log-level=none', '-tag:v', 'hvc1'];
  const { bytes } = await ffmpeg(new Blob(['unused']), 'bin', [
    '-v',
    'error',
    ...source,
    ...codec,
    '-f',
    'mp4',
    '{out}',
  ]);
  const track = (await new Input({
    source: new BlobSource(new Blob([bytes])),
    formats: ALL_FORMATS,
  }).getPrimaryVideoTrack())!;
  const packets: EncodedPacket[] = [];
  const data: Uint8Array<ArrayBuffer>[] = [];
  for await (const packet of new EncodedPacketSink(track).packets()) {
    packets.push({ key: packet.type === 'key', frame: packets.length, byteLength: packet.byteLength });
    data.push(new Uint8Array(packet.data));
  }
  return {
    span: { index: 0, first: 0, count: packets.length },
    packets,
    data: new Uint8Array(await new Blob(data).arrayBuffer()),
    decoderConfig: (await track.getDecoderConfig())!,
  };
}

async function* oneByOne<T>(items: readonly T[]): AsyncGenerator<T> {
  for (const item of items) yield await Promise.resolve(item);
}

it.each(['mp4', 'mp4-fragmented', 'mov', 'mkv'] as const)('is put into %s as others read it', async (id) => {
  const { container, extension } = formatOf(id);
  const segment = await segmentOf();
  let bytes = new Uint8Array();
  const target: ByteTarget = {
    write(position, data) {
      const longer = new Uint8Array(Math.max(bytes.length, position + data.length));
      longer.set(bytes);
      longer.set(data, position);
      bytes = longer;
    },
  };
  const video = { ...videoEncoderSettings(settings(id)), frameCount: 30, segments: oneByOne([segment]) };
  const { signal } = new AbortController();
  const job = { container, metadata: {}, cover: null, audio: null, video, chapters: [], captions: [] };
  await mux(job, target, { signal });
  const file = new Blob([bytes]);
  const [stream] = (await probe(file, extension)).streams;
  expect(stream).toMatchObject({ codec_name: 'hevc', width: 320, height: 180 });
  if (id !== 'mkv') expect(stream).toMatchObject({ codec_tag_string: 'hvc1' });
  const { stderr } = await ffmpeg(file, extension, ['-v', 'error', '-xerror', '-i', '{in}', '-f', 'null', '-']);
  expect(stderr).toBe('');
});
