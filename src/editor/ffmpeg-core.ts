import coreUrl from '@ffmpeg/core?url';
import wasmUrl from '@ffmpeg/core/wasm?url';

const absolute = (url: string): string => new URL(url, location.href).href;

/** Our own copy of ffmpeg, loaded when a format needs it. */
export const ffmpegCore = { coreUrl: absolute(coreUrl), wasmUrl: absolute(wasmUrl) };
