import coreUrl from '@ffmpeg/core?url';
import wasmUrl from '@ffmpeg/core/wasm?url';

/** Where the tests' server has ffmpeg. */
export const ffmpegCore = {
  coreUrl: new URL(coreUrl, location.href).href,
  wasmUrl: new URL(wasmUrl, location.href).href,
};
