import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { page } from 'vitest/browser';
import type { Composition } from '../../src/composition/composition';
import { realSetTimeout } from '../../src/composition/real-time';
import type { ExportButton } from '../../src/elements';
import '../../src/elements';
import {
  createExporter,
  type Exporter,
  type ExportHandle,
  type ExportProgress,
  type ExportResult,
} from '../../src/index';
import { mediainfo } from '../support/ffmpeg-checks';
import { ffmpegCore } from '../support/ffmpeg-core';
import { ffmpeg, probe } from '../support/media-tools';
import { frameCodeComposition } from '../support/test-compositions';

const exporters: Exporter[] = [];
let exporter: Exporter;
let button: ExportButton;
let result: ExportResult | null;
const inLongTests = { timeout: 30_000 };

beforeEach(() => {
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockReturnValue();
  open(short());
});

afterEach(() => {
  button.remove();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

afterAll(() => Promise.all(exporters.map((each) => each.dispose())));

/** A page over the same storage. */
function open(composition: Composition, saveMode: 'picker' | 'download' = 'download'): void {
  exporter = createExporter({ ffmpeg: ffmpegCore });
  exporters.push(exporter);
  result = null;
  button = document.createElement('stepframe-export-button');
  button.exporter = exporter;
  button.saveMode = saveMode;
  button.composition = composition;
  button.addEventListener('stepframe-export-complete', ({ detail }) => (result = detail));
  document.body.append(button);
}

function short(more: Partial<Composition> = {}): Composition {
  return { ...frameCodeComposition({ width: 160, height: 90 }), frameRate: 25, durationInFrames: 5, ...more };
}

const dialog = () => page.getByRole('dialog');
const action = (name: string) => dialog().getByRole('button', { name, exact: true });
const label = (name: string) => dialog().getByLabelText(name, { exact: true });
const radio = (name: string) => dialog().getByText(name, { exact: true });
const text = (content: string | RegExp) => expect.element(dialog().getByText(content).first(), inLongTests);

async function choose(preset: string): Promise<void> {
  await page.getByRole('button', { name: 'Export' }).click();
  await label('Preset').selectOptions(preset);
}

async function exported(): Promise<ExportResult> {
  await expect.element(action('Export'), inLongTests).toBeEnabled();
  await action('Export').click();
  await text('Export complete').toBeVisible();
  return result!;
}

describe('the options of a format', () => {
  it('of GIF go into the file', async () => {
    await choose('GIF');
    await label('Palette').selectOptions('One per frame');
    await label('Colours, of 256').fill('4');
    await label('Dithering').selectOptions('None');
    await label('Plays, times').fill('3');
    await label('Scale, %').fill('50');
    const { file } = await exported();
    const bytes = new Uint8Array(await file!.arrayBuffer());
    // Width, then the count of repetitions after the first showing, in the application extension.
    expect(bytes[6]).toBe(80);
    const netscape = new TextDecoder('latin1').decode(bytes).indexOf('NETSCAPE2.0');
    expect(bytes[netscape + 13]).toBe(2);
    const { bytes: rgb } = await ffmpeg(file!, 'gif', [
      ...['-v', 'error', '-i', '{in}', '-frames:v', '1', '-pix_fmt', 'rgb24', '-f', 'rawvideo', '-'],
    ]);
    const colours = new Set(Array.from({ length: rgb.length / 3 }, (_, at) => rgb.subarray(at * 3, at * 3 + 3).join()));
    expect(colours.size).toBeLessThanOrEqual(4);
  });

  it('of WebP: lossless in place of a quality', async () => {
    await choose('Animated WebP');
    await label('Quality, of 100').fill('101');
    await text('Quality cannot be 101.').toBeVisible();
    await expect.element(action('Export')).toBeDisabled();
    await label('Lossless').click();
    await expect.element(label('Quality, of 100')).toBeDisabled();
    const { file } = await exported();
    const said = new TextDecoder('latin1').decode(await file!.arrayBuffer());
    expect(said).toContain('VP8L');
    expect(said).not.toContain('VP8 ');
  });

  it('are those of the format alone, and the preset is followed again when they are as it has them', async () => {
    await choose('GIF');
    await label('Colours, of 256').fill('16');
    await expect.element(label('Preset')).toHaveValue('custom');
    await label('Format').selectOptions('Animated PNG');
    await expect.element(label('Colours, of 256')).not.toBeInTheDocument();
    await expect.element(label('Preset')).toHaveValue('apng');
    await label('Format').selectOptions('GIF');
    await expect.element(label('Colours, of 256')).toHaveValue(16);
    await label('Colours, of 256').fill('256');
    await expect.element(label('Preset')).toHaveValue('gif');
  });

  it('has a scan where the profile has two, at the rate that goes with it', async () => {
    button.composition = short({ durationInFrames: 4 });
    await choose('XDCAM HD422 50');
    await radio('Interlaced').click();
    await text('Two fields make a frame, the upper first: 25 fps in the file.').toBeVisible();
    const { file } = await exported();
    const video = (await mediainfo(file!, 'mxf')).find((track) => track['@type'] === 'Video');
    expect(video).toMatchObject({ ScanType: 'Interlaced', ScanOrder: 'TFF', FrameRate: '25.000', Height: '1080' });
  });

  it('has the alpha of TIFF as asked for', async () => {
    await choose('TIFF sequence, 16 bit');
    await radio('Premultiplied').click();
    const { file } = await exported();
    expect(file!.name).toMatch(/\.zip$/);
    // A zip holds pictures as they are; 338 with one short: associated alpha.
    const bytes = new Uint8Array(await file!.arrayBuffer());
    const entry = [0x52, 0x01, 3, 0, 1, 0, 0, 0, 1, 0];
    const found = bytes.findIndex((_, at) => entry.every((byte, index) => bytes[at + index] === byte));
    expect(found).toBeGreaterThan(0);
  });
});

describe('metadata', () => {
  it('for MXF is asked for, checked at its field and in the file', async () => {
    await choose('DNxHR LB');
    await label('Resolution').selectOptions('Custom');
    await label('Width in pixels').fill('256');
    await label('Height in pixels').fill('144');
    await label('Format').selectOptions('MXF');
    await label('Video codec').selectOptions('DNxHR');
    await dialog().getByText('Advanced').click();
    await label('Company').fill('Acme');
    await label('Material package').fill('SPRING-001');
    await label('UMID').fill('06');
    await text('“06” is not a basic UMID.').toBeVisible();
    await expect.element(label('UMID')).toHaveAttribute('aria-invalid', 'true');
    const umid = '060A2B340101010501010D0013C0FFEE0123456789ABCDEF0123456789ABCDEF';
    await label('UMID').fill(umid);
    const { file } = await exported();
    expect((await probe(file!, 'mxf')).format.tags).toMatchObject({
      ...{ company_name: 'Acme', material_package_name: 'SPRING-001', material_package_umid: `0x${umid}` },
    });
  });

  it('is asked for only where the format keeps it', async () => {
    await choose('MP4 · H.264');
    await dialog().getByText('Advanced').click();
    await label('Title').fill('Spring');
    await expect.element(label('UMID')).not.toBeInTheDocument();
    await label('Format').selectOptions('Animated PNG');
    await expect.element(label('Title')).not.toBeInTheDocument();
    await label('Format').selectOptions('MP4');
    await expect.element(label('Title')).toHaveValue('Spring');
  });
});

describe('a picture sequence in a picked folder', () => {
  let folder: FileSystemDirectoryHandle;

  /** The picker itself needs a person; a folder of the origin's own system is as real a handle as one it gives. */
  beforeEach(async () => {
    const root = await navigator.storage.getDirectory();
    folder = await root.getDirectoryHandle('picked-by-test', { create: true });
    vi.stubGlobal('showDirectoryPicker', () => Promise.resolve(folder));
  });

  afterEach(async () => {
    await (await navigator.storage.getDirectory()).removeEntry('picked-by-test', { recursive: true });
  });

  const names = async (): Promise<string[]> => {
    const found: string[] = [];
    for await (const name of folder.keys()) found.push(name);
    return found.sort();
  };

  it('is a file a frame, numbered as asked for', async () => {
    button.remove();
    open(short({ durationInFrames: 3 }), 'picker');
    await choose('PNG sequence');
    await label('First number').fill('1001');
    await label('Digits').fill('6');
    const { file } = await exported();
    expect(file).toBeNull();
    await text('picked-by-test').toBeVisible();
    expect(await names()).toEqual(['001001', '001002', '001003'].map((number) => `frame-code.${number}.png`));
  });

  it('may be a zip file instead', async () => {
    button.remove();
    open(short({ durationInFrames: 2 }), 'picker');
    const picked = await folder.getFileHandle('pictures.zip', { create: true });
    vi.stubGlobal('showSaveFilePicker', () => Promise.resolve(picked));
    await choose('PNG sequence');
    await radio('One zip file').click();
    await exported();
    expect(await names()).toEqual(['pictures.zip']);
    const bytes = new Uint8Array(await (await picked.getFile()).arrayBuffer());
    expect(new TextDecoder().decode(bytes.subarray(0, 2))).toBe('PK');
  });

  it('goes on into the same folder in another session', async () => {
    button.remove();
    let hold = true;
    const length = 60;
    /** The first segment. */
    const stored = 48;
    const slow = short({
      ...frameCodeComposition({
        ...{ width: 160, height: 90, durationInFrames: length },
        renderFrame: (frame) =>
          hold && frame >= stored ? new Promise((resolve) => void realSetTimeout(resolve, 500)) : undefined,
      }),
    });
    open(slow, 'picker');
    const start = vi.spyOn(exporter, 'start');
    const progress = (): ExportProgress => (start.mock.results[0]!.value as ExportHandle).progress;
    await choose('PNG sequence');
    await expect.element(action('Export'), inLongTests).toBeEnabled();
    await action('Export').click();
    await expect.poll(() => start.mock.calls.length).toBe(1);
    await expect.poll(() => progress().segmentsStored, inLongTests).toBe(1);
    await action('Pause').click();
    await text(/^Paused/).toBeVisible();
    button.remove();
    await exporter.dispose();
    hold = false;
    vi.stubGlobal('showDirectoryPicker', () => Promise.reject(new Error('It was picked already.')));
    open(slow, 'picker');
    const [unfinished] = await exporter.unfinished();
    expect(await unfinished!.folder!.isSameEntry(folder)).toBe(true);
    await page.getByRole('button', { name: 'Export' }).click();
    await action('Show').click();
    await dialog()
      .getByRole('button', { name: /Resume/ })
      .click();
    await text('Export complete').toBeVisible();
    expect(await names()).toHaveLength(length);
    expect(result!.frames).toBe(length);
    expect(await exporter.unfinished()).toEqual([]);
  });
});
