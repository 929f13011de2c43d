import { afterAll, describe, expect, it } from 'vitest';
import { createExporter, findPreset, settingsFor, type Composition, type FileMetadata } from '../../src/index';
import { decodesWhole, mediainfo } from '../support/ffmpeg-checks';
import { ffmpegCore } from '../support/ffmpeg-core';
import { probe } from '../support/media-tools';
import { frameCodeComposition } from '../support/test-compositions';

const exporter = createExporter({ check: 'off', ffmpeg: ffmpegCore });
afterAll(() => exporter.dispose());

const umid = '060A2B340101010501010D0013C0FFEE0123456789ABCDEF0123456789ABCDEF';

const metadata: FileMetadata = {
  title: 'Spring = “teaser”',
  author: 'A. Author',
  description: 'Twelve frames; of numbers',
  company: 'Acme & Söhne',
  product: 'Scene Maker',
  productVersion: '4.2.1',
  materialPackageName: 'SPRING-001',
  reel: 'A001',
  timecode: '10:00:00:00',
  date: '2026-05-31T18:00:00+02:00',
  umid,
};

async function exported(
  preset: string,
  asked: FileMetadata,
  codecSize: { width: number; height: number },
): Promise<File> {
  const composition: Composition = { ...frameCodeComposition(codecSize), durationInFrames: 4, frameRate: 25 };
  const settings = settingsFor(findPreset(preset)!, composition, { metadata: asked });
  return (await exporter.start(composition, settings).result).file!;
}

describe('what an MXF file says about itself', () => {
  const small = { width: 256, height: 144 };
  const inMxf = (asked: FileMetadata): Promise<File> => exportedDnxhr(asked);

  /** The cheapest of what MXF holds. */
  async function exportedDnxhr(asked: FileMetadata): Promise<File> {
    const composition: Composition = { ...frameCodeComposition(small), durationInFrames: 4, frameRate: 25 };
    const settings = settingsFor({ ...findPreset('dnxhr-lb')!, format: 'mxf' }, composition, { metadata: asked });
    return (await exporter.start(composition, settings).result).file!;
  }

  it('is what was asked for', async () => {
    const file = await inMxf(metadata);
    await decodesWhole(file, 'mxf');
    const { tags } = (await probe(file, 'mxf')).format;
    expect(tags).toMatchObject({
      company_name: 'Acme & Söhne',
      product_name: 'Scene Maker',
      product_version: '4.2.1',
      material_package_name: 'SPRING-001',
      material_package_umid: `0x${umid}`,
      timecode: '10:00:00:00',
      comment_Title: 'Spring = “teaser”',
      comment_Author: 'A. Author',
      comment_Description: 'Twelve frames; of numbers',
    });
    expect(tags!['modification_date']).toMatch(/^2026-05-31T16:00:00/);
    const [general] = await mediainfo(file, 'mxf');
    expect(general).toMatchObject({ Encoded_Application_CompanyName: 'Acme & Söhne' });
    expect(await inMxf(metadata).then(bytesOf)).toEqual(await bytesOf(file));
  });

  it('is its own UMID where none is given: the content’s, on any day', async () => {
    const one = await inMxf({});
    expect(await inMxf({}).then(bytesOf)).toEqual(await bytesOf(one));
    const { tags } = (await probe(one, 'mxf')).format;
    expect(tags).toMatchObject({ company_name: 'Stepframe', product_name: 'Stepframe' });
    expect(tags!['material_package_umid']).toMatch(/^0x060A2B34/);
    expect(tags!['material_package_umid']).not.toMatch(/0{20}/);
  });

  it('is in D-10 too', async () => {
    const file = await exported('imx-30', { umid, company: 'Acme', description: 'Bars' }, { width: 720, height: 576 });
    const { tags } = (await probe(file, 'mxf')).format;
    expect(tags).toMatchObject({
      ...{ company_name: 'Acme', material_package_umid: `0x${umid}`, comment_Description: 'Bars' },
    });
  });
});

describe('what a file of another kind says about itself', () => {
  const { title, author, description, date } = metadata;
  const asked = { title: title!, author: author!, description: description!, date: date! };

  it.each([
    ['mp4-h264', 'mp4'],
    ['mov-h264-pcm', 'mov'],
    ['webm-vp9', 'webm'],
    ['mkv-vp9', 'mkv'],
    ['ffv1-mkv', 'mkv'],
    ['dnxhr-lb', 'mov'],
  ])('is what was asked for: %s', async (preset, extension) => {
    const file = await exported(preset, asked, { width: 256, height: 144 });
    await decodesWhole(file, extension);
    const { format } = await probe(file, extension);
    const tags = Object.fromEntries(Object.entries(format.tags!).map(([name, value]) => [name.toLowerCase(), value]));
    expect(tags).toMatchObject({ title, artist: author });
    // Apple's name for it in QuickTime's user data is one that ffprobe does not know.
    if (preset === 'mov-h264-pcm') expect(new TextDecoder().decode(await file.arrayBuffer())).toContain(description);
    else expect(tags['description'] ?? tags['comment']).toBe(description);
    expect(tags['creation_time'] ?? tags['date']).toMatch(/^2026-05-31/);
  });

  it.each([
    ['gif', 'gif'],
    ['png-picture', 'png'],
  ])('is what was asked for: %s', async (preset, extension) => {
    const checked = createExporter({ check: 'warn_user', ffmpeg: ffmpegCore });
    const composition: Composition = { ...frameCodeComposition(), durationInFrames: 1 };
    const settings = settingsFor(findPreset(preset)!, composition, { metadata: asked });
    const { file, quality } = await checked.start(composition, settings).result;
    await decodesWhole(file!, extension);
    const text = new TextDecoder().decode(await file!.arrayBuffer());
    for (const value of Object.values(asked)) expect(text).toContain(value);
    expect(quality!.checks.filter(({ status }) => status === 'fail')).toEqual([]);
    expect(quality!.checks.find(({ id }) => id === 'metadata-author')).toMatchObject({ status: 'pass' });
    await checked.dispose();
  });
});

async function bytesOf(file: File): Promise<Uint8Array> {
  return new Uint8Array(await file.arrayBuffer());
}
