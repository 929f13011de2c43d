import { BlobSource, EncodedPacketSink, Input, MATROSKA, MP4, QTFF, WEBM } from 'mediabunny';
import type { FilmPackets } from './film-packets';
import { bitrateOf, packetHashesOf } from './mediabunny-film';

/** Of a file that Mediabunny demuxes, whoever decodes it. @throws Error for what is no such file */
export async function readPackets(file: Blob): Promise<FilmPackets> {
  const input = new Input({ formats: [MP4, QTFF, WEBM, MATROSKA], source: new BlobSource(file) });
  try {
    const track = await input.getPrimaryVideoTrack();
    if (!track) throw new Error('The file has no picture.');
    const times: number[] = [];
    const all = new EncodedPacketSink(track).packets(undefined, undefined, { metadataOnly: true });
    for await (const { timestamp } of all) times.push(timestamp);
    const codec = (await track.getCodec()) ?? String(await track.getInternalCodecId());
    return {
      codec,
      times: times.sort((one, other) => one - other),
      durationSeconds: await track.computeDuration(),
      bitrate: await bitrateOf(track),
      hashes: () => packetHashesOf(track),
      dispose: () => input.dispose(),
    };
  } catch (cause) {
    input.dispose();
    throw cause;
  }
}
