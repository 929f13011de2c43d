import { synthesiseTrack } from './track';

const [left, right] = synthesiseTrack();
self.postMessage([left, right], { transfer: [left.buffer, right.buffer] });
