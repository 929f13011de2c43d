import { BufferTarget, MovOutputFormat, Output, Quality, VideoSample, VideoSampleSource } from 'mediabunny';
import { expect, test } from 'vitest';
import { createProResEncoder, registerProResEncoder } from '../../src/prores';
import { decodeWithFfmpeg } from '../support/prores-files';
import { probe } from '../support/media-tools';

test.each([
  ['apch', '422-hq', false, 'yuv422p10le'],
  ['ap4h', '4444', true, 'yuva444p12le'],
] as const)('Mediabunny encodes a canvas to %s', async (fourCc, profile, hasAlpha, format) => {
  registerProResEncoder({ vendor: 'test' });
  const [width, height] = [200, 120];
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  const target = new BufferTarget();
  const output = new Output({ format: new MovOutputFormat(), target });
  const source = new VideoSampleSource({
    codec: 'prores',
    fullCodecString: fourCc,
    alpha: hasAlpha ? 'keep' : 'discard',
    quality: new Quality({ bitrate: 1e6 }),
  });
  output.addVideoTrack(source, { frameRate: 25 });
  await output.start();
  const drawn: ImageData[] = [];
  for (let frame = 0; frame < 3; frame++) {
    context.clearRect(0, 0, width, height);
    context.fillStyle = hasAlpha ? 'rgb(255 128 0 / 60%)' : 'rgb(255 128 0)';
    context.fillRect(frame * 20, 10, 90, 80);
    drawn.push(context.getImageData(0, 0, width, height));
    const sample = new VideoSample(canvas, { timestamp: frame / 25, duration: 1 / 25 });
    await source.add(sample);
    sample.close();
  }
  await output.finalize();
  const file = new File([target.buffer!], 'canvas.mov');
  const { streams } = await probe(file, 'mov');
  expect(streams[0]).toMatchObject({
    codec_name: 'prores',
    pix_fmt: format,
    nb_read_frames: '3',
    r_frame_rate: '25/1',
  });
  const decoded = await decodeWithFfmpeg(file, format, width, height);
  const own = await createProResEncoder({ profile, width, height, frameRate: 25 });
  expect(own.decoderConfig.codec).toBe(fourCc);
  for (const [index, { planes }] of decoded.entries()) {
    const pixel = 50 * width + index * 20 + 40;
    // BT.709 luma of rgb(255 128 0), of 10 bits or 12.
    const luma = 64 + 876 * (0.2126 + (0.7152 * 128) / 255);
    expect(Math.abs(planes[0]![pixel]! / (hasAlpha ? 4 : 1) - luma)).toBeLessThan(3);
    if (hasAlpha) expect(planes[3]![pixel]).toBe((drawn[index]!.data[4 * pixel + 3]! * 257) >> 4);
  }
});
