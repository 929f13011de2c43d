import { sampleRate, type StereoLoop } from './loop';

let rendering: Promise<AudioBuffer> | undefined;

/** The demo's own track, made once in a worker: two channels, 48 kHz, 9.6 s. The same samples in every session. */
export function renderMusic(): Promise<AudioBuffer> {
  rendering ??= renderTrack().catch((error: unknown) => {
    // The next call tries again.
    rendering = undefined;
    throw error;
  });
  return rendering;
}

async function renderTrack(): Promise<AudioBuffer> {
  const channels = await synthesiseInWorker();
  const buffer = new AudioBuffer({ numberOfChannels: 2, length: channels[0].length, sampleRate });
  channels.forEach((samples, channel) => buffer.copyToChannel(samples, channel));
  return buffer;
}

async function synthesiseInWorker(): Promise<StereoLoop> {
  const worker = new Worker(new URL('./track.worker.ts', import.meta.url), { type: 'module' });
  try {
    return await new Promise((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<StereoLoop>) => resolve(data);
      worker.onerror = ({ message }) => reject(new Error(`The track could not be made: ${message || 'no worker'}`));
    });
  } finally {
    worker.terminate();
  }
}
