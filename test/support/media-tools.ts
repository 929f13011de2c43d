import { commands } from 'vitest/browser';
import type { ToolResult } from './media-commands';

declare module 'vitest/browser' {
  interface BrowserCommands {
    mediaTool(
      tool: 'ffmpeg' | 'ffprobe' | 'mediainfo',
      inputBase64: string,
      extension: string,
      args: string[],
    ): Promise<ToolResult>;
    elementScreenshot(selector: string): Promise<string>;
    overrideQuota(bytes: number | null): Promise<void>;
  }
}

export interface ProbedStream {
  codec_type: string;
  codec_name: string;
  codec_tag_string?: string;
  field_order?: string;
  tags?: Record<string, string>;
  width?: number;
  height?: number;
  pix_fmt?: string;
  color_range?: string;
  color_space?: string;
  color_primaries?: string;
  color_transfer?: string;
  r_frame_rate?: string;
  avg_frame_rate?: string;
  nb_read_frames?: string;
  duration?: string;
  sample_rate?: string;
  channels?: number;
}

export interface Probe {
  streams: ProbedStream[];
  format: { duration?: string; format_name?: string; tags?: Record<string, string> };
}

/** What ffprobe says of a file, every frame decoded and counted. */
export async function probe(file: Blob, extension: string): Promise<Probe> {
  const args = ['-v', 'error', '-count_frames', '-show_streams', '-show_format', '-of', 'json', '{in}'];
  const result = await commands.mediaTool('ffprobe', await toBase64(file), extension, args);
  if (result.exitCode !== 0) throw new Error(`ffprobe: ${result.stderr}`);
  return JSON.parse(new TextDecoder().decode(fromBase64(result.stdoutBase64))) as Probe;
}

/** Runs ffmpeg; `{in}` is the file, `{out}` or standard output what comes back. */
export async function ffmpeg(
  file: Blob,
  extension: string,
  args: string[],
): Promise<{ exitCode: number; bytes: Uint8Array<ArrayBuffer>; stderr: string }> {
  const result = await commands.mediaTool('ffmpeg', await toBase64(file), extension, args);
  return { exitCode: result.exitCode, bytes: fromBase64(result.stdoutBase64), stderr: result.stderr };
}

/** Decodes a file's picture with ffmpeg to packed RGB, without any conversion but the one its tags ask for. */
export async function decodeRgb(file: Blob, extension: string): Promise<Uint8Array<ArrayBuffer>> {
  const { exitCode, bytes, stderr } = await ffmpeg(file, extension, [
    '-v',
    'error',
    '-i',
    '{in}',
    '-map',
    '0:v:0',
    '-fps_mode',
    'passthrough',
    '-f',
    'rawvideo',
    '-pix_fmt',
    'rgb24',
    '-',
  ]);
  if (exitCode !== 0 || stderr !== '') throw new Error(`ffmpeg: ${stderr}`);
  return bytes;
}

/** An element of the test page as the browser itself paints it. */
export async function screenshot(selector: string): Promise<ImageBitmap> {
  const png = fromBase64(await commands.elementScreenshot(selector));
  return createImageBitmap(new Blob([png], { type: 'image/png' }));
}

export async function toBase64(blob: Blob): Promise<string> {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let text = '';
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}

export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
