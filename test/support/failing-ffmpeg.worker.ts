import * as Comlink from 'comlink';
import type { FfmpegLane } from '../../src/encode/ffmpeg/ffmpeg-lane';
import { LaneSession } from '../../src/encode/ffmpeg/lane-session';
import { ExportError } from '../../src/errors';
import { exposeToPage } from '../../src/workers/expose';
import type { LaneWorkerApi } from '../../src/workers/protocol';

/** How a lane fails, by the name its worker was given. */
const fault = self.name;

const session = new LaneSession();

const lane: FfmpegLane = {
  load: (urls, module) => session.load(urls, module),
  writeFile: (job, progress) => session.writeFile(job, progress),
  decode: (job, progress) => {
    if (fault === 'crash-decoding') throw crash();
    return session.decode(job, progress);
  },
  encode: (batch, progress) => {
    if (fault === 'hang') for (;;);
    if (fault === 'crash') throw crash();
    return session.encode(batch, progress);
  },
};

function crash(): ExportError {
  return new ExportError('encoder', {
    detail: 'ffmpeg-crashed',
    stage: 'encode',
    message: 'ffmpeg stopped working: unreachable.',
    remedy: 'None: it is a test.',
  });
}

const api: LaneWorkerApi = {
  connect(port) {
    Comlink.expose(lane, port);
    return new Promise(() => undefined);
  },
};

exposeToPage(api);
