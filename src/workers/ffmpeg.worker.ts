import * as Comlink from 'comlink';
import { LaneSession } from '../encode/ffmpeg/lane-session';
import { exposeToPage } from './expose';
import type { LaneWorkerApi } from './protocol';
import { counted } from './worker-load';

const session = counted(new LaneSession(), ['encode', 'writeFile', 'decode']);

const api: LaneWorkerApi = {
  connect(port) {
    Comlink.expose(session, port);
    return new Promise(() => undefined);
  },
};

exposeToPage(api);
