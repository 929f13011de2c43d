import { resolve } from 'node:path';
import { badArgument } from './bad-argument';

/** A file that `--also` asks for. */
export interface AlsoArgument<Preset> {
  preset: Preset;
  /** Pixels; absent: as the first file. */
  width?: number;
  height?: number;
  /** The only one it has, counted as in `--frames`; absent: those of the first file. */
  frame?: number;
  /** Absolute path. */
  out: string;
}

const form = /^(?<preset>.+?)(?::(?<width>\d+)x(?<height>\d+))?(?:@(?<frame>\d+))?=(?<out>.+)$/;

/**
 * `PRESET[:WIDTHxHEIGHT][@FRAME]=FILE`.
 *
 * @param folder what relative paths start from
 * @throws ExportError `invalid-input` with stage `configure`
 */
export function alsoArgument<Preset>(
  text: string,
  folder: string,
  presetChoice: (text: string) => Preset,
): AlsoArgument<Preset> {
  const { preset, width, height, frame, out } = form.exec(text)?.groups ?? {};
  if (preset === undefined || out === undefined) {
    throw badArgument(
      'bad-also',
      `--also takes a preset and a file, not "${text}".`,
      'Give them as mp4-h264=proxy.mp4, mp4-h264:960x540=proxy.mp4 or png-picture@30=poster.png.',
    );
  }
  return {
    preset: presetChoice(preset),
    ...(width === undefined ? {} : { width: Number(width), height: Number(height) }),
    ...(frame === undefined ? {} : { frame: Number(frame) }),
    out: resolve(folder, out),
  };
}
