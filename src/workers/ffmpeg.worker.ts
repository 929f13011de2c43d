import * as Comlink from 'comlink';
import type { FfmpegWorkerApi } from '../encode/ffmpeg/ffmpeg-lane';
import { LaneSession } from '../encode/ffmpeg/lane-session';
import { exposeToPage } from './expose';

const session = new LaneSession();

const api: FfmpegWorkerApi = {
  serve: (port) => Comlink.expose(session, port),
};

exposeToPage(api);
