import { numberedComposition } from './numbered';

/** For the terminal. */
export default numberedComposition({ width: 640, height: 360, frameRate: 30, frames: 90, audio: [] });
