import { toFrameRate, type FrameRate } from '../../composition/frame-rate';
import { ExportError } from '../../errors';
import { proResColours, type ProResColourId } from './colour';
import { proResProfileIds, proResProfiles, type ProResProfileId } from './profiles';
import type { Scan } from './slice-layout';

/** How frames come: bytes, or floats of which 0 is black and 1 is white, all with straight alpha and top row first. */
export type PixelFormat = 'bgra8' | 'rgba-f16' | 'rgba-f32';

/** What a ProRes encoder is asked for. Structured-cloneable. */
export interface ProResSettings {
  profile: ProResProfileId;
  /** Pixels, 16 … 8192. */
  width: number;
  /** Pixels, 16 … 4320. */
  height: number;
  /** Frames per second, exact; a rate RDD 36 has no code for is left to the container. */
  frameRate: number | { num: number; den: number };
  /** Default `progressive`. */
  scan?: Scan;
  /** What the pixels are encoded in already. Default `bt709`. */
  colour?: ProResColourId;
  /** Bits a sample of alpha is kept in, losslessly; 0 (default): no alpha. Only in 4444 and 4444 XQ. */
  alphaBits?: 0 | 8 | 16;
  /** Default `bgra8`. */
  pixelFormat?: PixelFormat;
  /** Shape of the picture. Default: square pixels. */
  aspect?: 'square-pixels' | '4:3' | '16:9';
  /** Four characters that say who encoded it. Default `sfrm`. */
  vendor?: string;
}

/** The same with nothing left open, checked. */
export interface CheckedSettings extends Required<ProResSettings> {
  frameRate: FrameRate;
}

/** Pixels. */
const smallest = 16;
const widest = 8192;
const highest = 4320;

/** @throws ExportError `invalid-input` that names what is wrong */
export function checkProResSettings(given: ProResSettings): CheckedSettings {
  const settings = {
    scan: 'progressive' as const,
    colour: 'bt709' as const,
    alphaBits: 0 as const,
    pixelFormat: 'bgra8' as const,
    aspect: 'square-pixels' as const,
    vendor: 'sfrm',
    ...given,
  };
  const { profile, width, height, scan, colour, alphaBits, aspect, vendor, pixelFormat } = settings;
  oneOf('profile', profile, proResProfileIds);
  oneOf('scan', scan, ['progressive', 'top-field-first', 'bottom-field-first']);
  oneOf('colour', colour, Object.keys(proResColours));
  oneOf('alphaBits', alphaBits, [0, 8, 16]);
  oneOf('pixelFormat', pixelFormat, ['bgra8', 'rgba-f16', 'rgba-f32']);
  oneOf('aspect', aspect, ['square-pixels', '4:3', '16:9']);
  if (!isWithin(width, widest) || !isWithin(height, highest)) {
    throw refuse(
      'prores-size-impossible',
      `ProRes cannot be ${width} × ${height}.`,
      `Choose whole pixels from ${smallest} × ${smallest} to ${widest} × ${highest}.`,
    );
  }
  if (alphaBits !== 0 && proResProfiles[profile].chroma === '422') {
    throw refuse(
      'prores-alpha-in-422',
      `${proResProfiles[profile].label} has no alpha.`,
      'Choose 4444 or 4444 XQ, or leave the alpha out.',
    );
  }
  if (alphaBits === 8 && pixelFormat !== 'bgra8') {
    throw refuse(
      'prores-alpha-bits-of-floats',
      'Floats have more alpha than 8 bits hold.',
      'Choose 16 bits of alpha, or leave it out.',
    );
  }
  if (!/^[\x20-\x7e]{4}$/.test(vendor)) {
    throw refuse('prores-vendor-invalid', `“${vendor}” is no vendor code.`, 'Give four ASCII characters.');
  }
  return { ...settings, frameRate: exactRate(settings.frameRate) };
}

function exactRate(rate: ProResSettings['frameRate']): FrameRate {
  try {
    return toFrameRate(rate);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw refuse('prores-frame-rate-invalid', error.message, 'Give frames per second, a number or a fraction.');
  }
}

function isWithin(pixels: number, largest: number): boolean {
  return Number.isInteger(pixels) && pixels >= smallest && pixels <= largest;
}

function oneOf(name: string, value: unknown, allowed: readonly unknown[]): void {
  if (allowed.includes(value)) return;
  throw refuse(
    `prores-${name.toLowerCase()}-unknown`,
    `ProRes has no ${name} “${String(value)}”.`,
    `Choose one of ${allowed.join(', ')}.`,
  );
}

export function refuse(detail: string, message: string, remedy: string, frame?: number): ExportError {
  return new ExportError('invalid-input', {
    detail,
    stage: 'encode',
    message,
    remedy,
    ...(frame === undefined ? {} : { frame }),
  });
}
