import * as Comlink from 'comlink';
import type { ProResLaneApi } from '../encode/prores/frame-lanes';
import { createProResLaneApi } from '../encode/prores/lane-server';
import { exposeToPage } from './expose';
import { counted } from './worker-load';

/** A lane for the page, and for whoever holds the other end of a port. */
export interface ProResWorkerApi extends ProResLaneApi {
  connect(port: MessagePort): Promise<never>;
}

const api: ProResWorkerApi = {
  ...createProResLaneApi(),
  connect(port) {
    Comlink.expose(counted(createProResLaneApi(), ['encode']), port);
    return new Promise(() => undefined);
  },
};

exposeToPage(api);
