import { BufferTarget, EncodedPacket, EncodedVideoPacketSource, Output, WebMOutputFormat } from 'mediabunny';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { installVirtualClock, type VirtualClock } from '../../src/composition/virtual-clock/virtual-clock';
import { ExportError } from '../../src/errors';

const width = 160;
const height = 32;
const bits = 8;
const frameCount = 60;
const fps = 30;

/** Draws `number` as eight black or white columns, which survive any codec. */
function drawNumber(context: OffscreenCanvasRenderingContext2D, number: number): void {
  for (let bit = 0; bit < bits; bit++) {
    context.fillStyle = (number >> bit) & 1 ? '#fff' : '#000';
    context.fillRect((bit * width) / bits, 0, width / bits, height);
  }
}

function readNumber(source: CanvasImageSource): number {
  const context = new OffscreenCanvas(width, height).getContext('2d')!;
  context.drawImage(source, 0, 0, width, height);
  const { data } = context.getImageData(0, height / 2, width, 1);
  let number = 0;
  for (let bit = 0; bit < bits; bit++) {
    if (data[((bit + 0.5) * width * 4) / bits]! > 127) number |= 1 << bit;
  }
  return number;
}

/** Two seconds of VP8 in WebM at 30 fps, a key frame every 15, each frame showing its number plus one. */
async function numberedVideo(): Promise<Blob> {
  const target = new BufferTarget();
  const output = new Output({ format: new WebMOutputFormat(), target });
  const source = new EncodedVideoPacketSource('vp8');
  output.addVideoTrack(source, { frameRate: fps });
  await output.start();
  let writing = Promise.resolve();
  const encoder = new VideoEncoder({
    output: (chunk, meta) => {
      writing = writing.then(() => source.add(EncodedPacket.fromEncodedChunk(chunk), meta));
    },
    error: (error) => expect.unreachable(error.message),
  });
  encoder.configure({ codec: 'vp8', width, height, bitrate: 2e6 });
  const canvas = new OffscreenCanvas(width, height);
  for (let i = 0; i < frameCount; i++) {
    drawNumber(canvas.getContext('2d')!, i + 1);
    const frame = new VideoFrame(canvas, { timestamp: Math.round((i * 1e6) / fps), duration: Math.round(1e6 / fps) });
    encoder.encode(frame, { keyFrame: i % 15 === 0 });
    frame.close();
  }
  await encoder.flush();
  encoder.close();
  await writing;
  await output.finalize();
  return new Blob([target.buffer!], { type: 'video/webm' });
}

let url: string;
let root: HTMLElement;
let clock: VirtualClock | null = null;

beforeAll(async () => {
  url = URL.createObjectURL(await numberedVideo());
});

beforeEach(() => {
  root = document.createElement('div');
  document.body.replaceChildren(root);
});

afterEach(() => clock?.uninstall('drop'));

function install(): VirtualClock {
  return (clock = installVirtualClock({ seed: 1, root }));
}

function video(attributes: Partial<HTMLVideoElement> = {}): HTMLVideoElement {
  const element = document.createElement('video');
  return Object.assign(element, { muted: true, src: url, ...attributes });
}

const at = (frame: number): number => (frame * 1000) / fps;

describe('a video on virtual time', () => {
  it('shows exactly the frame of each instant, from the one it was started in', async () => {
    const installed = install();
    const element = video();
    root.append(element);
    await installed.advanceTo(at(0));
    setTimeout(() => void element.play(), 65);
    const seen: number[] = [];
    requestAnimationFrame(function draw() {
      seen.push(readNumber(element));
      requestAnimationFrame(draw);
    });
    for (let frame = 2; frame < 50; frame++) await installed.advanceTo(at(frame));
    // Started 1.7 ms before frame 2, so that frame is still the first picture.
    expect(seen).toEqual(Array.from({ length: 48 }, (_, i) => i + 1));
    expect(element.paused).toBe(false);
    expect(element.currentTime).toBeCloseTo((at(49) - 65) / 1000, 9);
  });

  it('is exact when it starts on the instant of a frame, at another rate, and when it is sought', async () => {
    const installed = install();
    // Never in the document: scripts draw such videos on a canvas.
    const element = video();
    await element.play();
    const seen: number[] = [];
    for (let frame = 0; frame < 20; frame++) {
      await installed.advanceTo(at(frame));
      seen.push(readNumber(element));
    }
    expect(seen).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));

    element.playbackRate = 2;
    await installed.advanceTo(at(24));
    expect(readNumber(element)).toBe(20 + 2 * 5);

    requestAnimationFrame(() => {
      element.pause();
      element.currentTime = 41 / fps;
    });
    await installed.advanceTo(at(25));
    expect(readNumber(element)).toBe(42);
    await installed.advanceTo(at(40));
    expect(readNumber(element)).toBe(42);
    expect(element.paused).toBe(true);
    expect(element.currentTime).toBeCloseTo(41 / fps, 9);
  });

  it('starts by itself when it has autoplay, loops, and tells of its pictures', async () => {
    const installed = install();
    const element = video({ autoplay: true, loop: true });
    root.append(element);
    const told: number[] = [];
    const tell: VideoFrameRequestCallback = (_now, { mediaTime }) => {
      told.push(mediaTime);
      element.requestVideoFrameCallback(tell);
    };
    element.requestVideoFrameCallback(tell);
    await installed.advanceTo(0);
    await installed.advanceTo(500);
    await installed.advanceTo(2000 + at(3) + 1);
    expect(readNumber(element)).toBe(4);
    expect(told).toHaveLength(3);
    expect(told[1]).toBeCloseTo(0.5, 9);
    expect(element.ended).toBe(false);
  });

  it('ends at its last picture and says so', async () => {
    const installed = install();
    const element = video();
    root.append(element);
    const log: string[] = [];
    for (const type of ['play', 'pause', 'ended']) element.addEventListener(type, () => log.push(type));
    await element.play();
    for (const time of [0, 1900, 2100, 2200]) await installed.advanceTo(time);
    expect(log).toEqual(['play', 'pause', 'ended']);
    expect([element.paused, element.ended]).toEqual([true, true]);
    expect(element.currentTime).toBe(element.duration);
    expect(readNumber(element)).toBe(frameCount);

    await element.play();
    await installed.advanceTo(2200 + at(7) + 1);
    expect(readNumber(element)).toBe(7 + 1);
  });

  it('fails the frame when it cannot be played', async () => {
    const installed = install();
    const element = video({ src: URL.createObjectURL(new Blob(['no video'])) });
    root.append(element);
    void element.play();
    const error: unknown = await installed.advanceTo(0).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ExportError);
    expect(error).toMatchObject({ code: 'capture', detail: 'media-failed' });
  });

  it('is given up when the export is cancelled while it loads', async () => {
    const installed = install();
    // A response that never ends.
    const element = video({ src: URL.createObjectURL(new MediaSource()) });
    root.append(element);
    void element.play();
    const abort = new AbortController();
    const advancing = installed.advanceTo(0, abort.signal);
    abort.abort();
    await expect(advancing).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('media of the page', () => {
  it('play on outside the root, and are as they were afterwards inside it', async () => {
    const playing = video({ loop: true });
    const paused = video();
    const outside = video({ loop: true });
    root.append(playing, paused);
    document.body.append(outside);
    await Promise.all([playing.play(), outside.play()]);
    paused.currentTime = 1.25;
    await new Promise((resolve) => paused.addEventListener('seeked', resolve, { once: true }));
    playing.currentTime = 0.5;

    const installed = install();
    expect([playing.paused, paused.paused, outside.paused]).toEqual([false, true, false]);
    const outsideAt = outside.currentTime;
    await installed.advanceTo(0);
    await installed.advanceTo(1000);
    expect(playing.currentTime).toBeCloseTo(1.5, 1);
    installed.uninstall();

    expect(outside.currentTime).not.toBe(outsideAt);
    expect(playing.currentTime).toBeCloseTo(0.5, 1);
    expect([playing.paused, paused.paused, outside.paused]).toEqual([false, true, false]);
    expect(paused.currentTime).toBe(1.25);
    await new Promise((resolve) => playing.addEventListener('timeupdate', resolve, { once: true }));
    for (const element of [playing, outside]) element.pause();
  });
});
