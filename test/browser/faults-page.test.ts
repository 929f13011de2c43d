import { describe, expect } from 'vitest';
import { readFrameCodes } from '../support/frame-code';
import { faultMatrix } from '../support/fault-matrix';
import { drawFrameCode } from '../support/frame-code';
import {
  cleanUpAfterEach,
  expectSame,
  failureOf,
  framesDone,
  newExporter,
  numbered,
  segmentFrames,
  settings,
  warningsOf,
} from '../support/fault-session';
import { faultyWorkers } from '../support/faulty-workers';
import { jumpClock } from '../support/injected-faults';
import { decodeRgb } from '../support/media-tools';
import type { Composition } from '../../src/index';

cleanUpAfterEach();
const fault = faultMatrix('the page');
const length = 180;

/** Frame numbers on a texture; the context is lost in the sessions and at the frame `loses` tells. */
function onWebGl(loses: (session: number, frame: number) => boolean): { composition: Composition; drawn: number[] } {
  const drawn: number[] = [];
  let sessions = 0;
  const composition = numbered({
    durationInFrames: length,
    open({ width, height }) {
      const session = sessions++;
      const canvas = Object.assign(document.createElement('canvas'), { width, height });
      const gl = canvas.getContext('webgl2', { antialias: false })!;
      const picture = new OffscreenCanvas(width, height);
      const context = picture.getContext('2d')!;
      const draw = createBlit(gl);
      return {
        async renderFrame(frame) {
          drawn.push(frame);
          if (loses(session, frame)) {
            const lost = new Promise((resolve) => canvas.addEventListener('webglcontextlost', resolve));
            gl.getExtension('WEBGL_lose_context')!.loseContext();
            await lost;
            return;
          }
          drawFrameCode(context, frame, width, height);
          draw(picture);
        },
        layers: () => [{ source: canvas }],
        dispose: () => undefined,
      };
    },
  }).composition;
  return { composition, drawn };
}

/** Shows a picture over the whole of a WebGL canvas. */
function createBlit(gl: WebGL2RenderingContext): (picture: OffscreenCanvas) => void {
  const texture = gl.createTexture();
  const framebuffer = gl.createFramebuffer();
  gl.pixelStorei(gl.UNPACK_FLIP_Y_WEBGL, true);
  return (picture) => {
    const { width, height } = picture;
    gl.bindTexture(gl.TEXTURE_2D, texture);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, picture);
    gl.bindFramebuffer(gl.READ_FRAMEBUFFER, framebuffer);
    gl.framebufferTexture2D(gl.READ_FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, texture, 0);
    gl.blitFramebuffer(0, 0, width, height, 0, 0, width, height, gl.COLOR_BUFFER_BIT, gl.NEAREST);
  };
}

describe('the WebGL context is lost', () => {
  for (const at of [3, segmentFrames + 20]) {
    fault('WebGL context lost', `once, at frame ${at}`, async () => {
      const { composition, drawn } = onWebGl((session, frame) => session === 0 && frame === at);
      const handle = newExporter().start(composition, settings(composition));
      const { file } = await handle.result;
      expect(warningsOf(handle)).toEqual(['retried']);
      expect(readFrameCodes(await decodeRgb(file!, 'webm'), 160, 90)).toEqual(
        Array.from({ length }, (_, index) => index),
      );
      return `survived: exact frames, ${drawn.length - length} frames drawn again`;
    });
  }

  fault('WebGL context lost', 'in every session', async () => {
    const { composition } = onWebGl((_session, frame) => frame === 3);
    const handle = newExporter().start(composition, settings(composition));
    expect(await failureOf(handle)).toMatchObject({ code: 'capture', detail: 'context-lost', recoverable: true });
    return 'failed cleanly: capture (context-lost)';
  });
});

describe('the clock jumps', () => {
  fault('Date.now jumps by days, back and forth', 'from the start, with a pause', async () => {
    const { workers } = faultyWorkers(() => ({ jumpingClock: true }));
    const given = numbered();
    const restore = jumpClock();
    try {
      const handle = newExporter({ workers }).start(given.composition, settings(given.composition));
      await framesDone(handle, 150);
      await handle.pause();
      handle.resume();
      await expectSame(await handle.result, given);
    } finally {
      restore();
    }
    return 'survived: same file';
  });
});
