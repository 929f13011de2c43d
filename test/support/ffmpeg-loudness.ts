import { spawn } from 'node:child_process';
import { readLoudness, type FfmpegLoudness } from './printed-loudness';

/** What ffmpeg's `ebur128` measures of samples. For tests in Node. */
export async function ffmpegLoudness(channels: readonly Float32Array[], sampleRate: number): Promise<FfmpegLoudness> {
  const length = channels[0]!.length;
  const samples = new Float32Array(channels.length * length);
  for (const [channel, values] of channels.entries()) {
    for (let i = 0; i < length; i++) samples[i * channels.length + channel] = values[i]!;
  }
  const input = ['-f', 'f32le', '-ar', String(sampleRate), '-ac', String(channels.length), '-i', 'pipe:0'];
  const filter = 'ebur128=peak=true:metadata=1,ametadata=mode=print:file=-';
  const ffmpeg = spawn('ffmpeg', ['-v', 'error', ...input, '-af', filter, '-f', 'null', '-']);
  const said = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    ffmpeg[stream].setEncoding('utf8').on('data', (text: string) => (said[stream] += text));
  }
  ffmpeg.stdin.end(new Uint8Array(samples.buffer));
  const exitCode = await new Promise((resolve, reject) => ffmpeg.on('close', resolve).on('error', reject));
  if (exitCode !== 0) throw new Error(`ffmpeg: ${said.stderr}`);
  return readLoudness(said.stdout);
}
