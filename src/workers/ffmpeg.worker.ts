import * as Comlink from 'comlink';
import { LaneSession } from '../encode/ffmpeg/lane-session';
import { exposeToPage } from './expose';
import type { LaneWorkerApi } from './protocol';

const session = new LaneSession();

const api: LaneWorkerApi = {
  connect(port) {
    Comlink.expose(session, port);
    return new Promise(() => undefined);
  },
};

exposeToPage(api);
