import { describe, expect, it } from 'vitest';
import { presets } from '../../src/index';
import { isWebVideoCodec } from '../../src/formats/codecs';
import { sha256 } from '../support/bytes';
import { cleanUpAfterEach, framesDone, length, newExporter, segmentsStored, settings } from '../support/fault-session';
import { ffmpegCore } from '../support/ffmpeg-core';
import { flashBeepComposition } from '../support/flash-beep';
import { readFrameCodes } from '../support/frame-code';
import { decodeRgb } from '../support/media-tools';
import { frameCodeComposition } from '../support/test-compositions';
import { walkerComposition } from '../support/walker';
import { everyNth } from '../support/thorough';

cleanUpAfterEach();

/** All that browsers encode, and one of each other kind. */
const paused = [
  ...presets
    .filter(
      ({ video, shortSide, width }) => isWebVideoCodec(video.codec) && shortSide === undefined && width === undefined,
    )
    .map(({ id }) => id),
  ...['prores-422', 'prores-4444', 'ffv1-mkv', 'gif'],
];

describe('pausing', () => {
  it.each(everyNth(paused, 2))('%s: the file is the same', async (preset) => {
    const exporter = newExporter({ ffmpeg: ffmpegCore });
    const composition = flashBeepComposition({ frameRate: 30, seconds: 10 });
    const whole = await exporter.start(composition, settings(composition, preset)).result;
    const handle = exporter.start(composition, settings(composition, preset));
    for (const frames of [10, 130, 290]) {
      await framesDone(handle, frames);
      await handle.pause();
      expect(handle.progress.phase).toBe('paused');
      handle.resume();
    }
    const paused = await handle.result;
    expect(paused.frames).toBe(length);
    expect(await sha256(paused.file!)).toBe(await sha256(whole.file!));
  });
});

describe('resuming in another session', () => {
  it('goes on with what is stored', async () => {
    const drawn: number[] = [];
    // The second segment does not end before the first session does, however slow the machine.
    const gate = { isOpen: false };
    const never = new Promise<never>(() => undefined);
    const composition = frameCodeComposition({
      width: 160,
      height: 90,
      durationInFrames: length,
      renderFrame(frame) {
        drawn.push(frame);
        return gate.isOpen || frame < 150 ? undefined : never;
      },
    });
    const first = newExporter();
    const handle = first.start(composition, settings(composition, 'webm-vp9'));
    await segmentsStored(handle, 1);
    await first.dispose();
    await expect(handle.result).rejects.toMatchObject({ code: 'cancelled' });
    const second = newExporter();
    const [unfinished] = await second.unfinished();
    expect(unfinished).toMatchObject({ id: handle.id, framesStored: 120, framesTotal: length, finished: false });
    gate.isOpen = true;
    drawn.length = 0;
    const { file } = await second.resume(handle.id, composition).result;
    expect(drawn).toEqual(Array.from({ length: 180 }, (_, index) => index + 120));
    expect(readFrameCodes(await decodeRgb(file!, 'webm'), 160, 90)).toEqual(
      Array.from({ length }, (_, index) => index),
    );
  });

  it.each([true, false])('a simulation with snapshots (%s) goes on where it was', async (snapshots) => {
    const { composition, drawn } = walkerComposition({ durationInFrames: 3 * length, snapshots });
    const asked = settings(composition, 'webm-vp9');
    const first = newExporter();
    const whole = await first.start(composition, asked).result;
    const hash = await sha256(whole.file!);
    const handle = first.start(composition, asked);
    await segmentsStored(handle, 2);
    await first.dispose();
    const second = newExporter();
    const [unfinished] = await second.unfinished();
    drawn.length = 0;
    const { file } = await second.resume(handle.id, composition).result;
    expect(unfinished!.framesStored).toBeGreaterThanOrEqual(240);
    expect(drawn[0]).toBe(snapshots ? unfinished!.framesStored : 0);
    expect(await sha256(file!)).toBe(hash);
  });
});
