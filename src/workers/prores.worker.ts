import * as Comlink from 'comlink';
import type { ProResLaneApi } from '../encode/prores/frame-lanes';
import { createProResLaneApi } from '../encode/prores/lane-server';
import { exposeToPage } from './expose';

/** A lane for the page, and for whoever holds the other end of a port. */
export interface ProResWorkerApi extends ProResLaneApi {
  connect(port: MessagePort): Promise<never>;
}

const api: ProResWorkerApi = {
  ...createProResLaneApi(),
  connect(port) {
    Comlink.expose(createProResLaneApi(), port);
    return new Promise(() => undefined);
  },
};

exposeToPage(api);
