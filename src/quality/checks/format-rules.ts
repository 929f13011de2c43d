import type { Check } from './check';
import { expectedPicture } from './expected-picture';
import { pictureEnd, type PictureFacts } from './file-facts';
import type { TechnicalSubject } from './technical-subject';

/** Mbit/s at 1920 × 1080 and 29.97 frames/s: Apple ProRes White Paper. */
const proResRates: Readonly<Record<string, number>> = {
  proxy: 45,
  lt: 102,
  '422': 147,
  '422-hq': 220,
  '4444': 330,
  '4444-xq': 500,
};

/** What an encoder may need beyond its target. */
const allowance = 1.1;

const proRes: Check<TechnicalSubject> = {
  id: 'prores-rate',
  category: 'compliance',
  title: 'Data rate of ProRes',
  source: 'Apple ProRes White Paper: target data rates',
  find({ facts: { picture }, expected }) {
    const rate = proResRates[picture?.bitstream.profile ?? ''];
    // Transparency comes on top of the target.
    if (picture?.codec !== 'prores' || rate === undefined || !picture.frameRate || expected?.video.alpha) return null;
    const { num, den } = picture.frameRate;
    const target = rate * ((picture.width * picture.height) / 2_073_600) * (num / den / 29.97);
    const measured = bitrateOf(picture) / 1e6;
    const fits = measured <= target * allowance;
    return {
      status: fits ? 'pass' : 'warn',
      message: `${measured.toFixed(1)} Mbit/s, with a target of ${target.toFixed(1)}.`,
      ...(fits ? {} : { remedy: 'Choose a profile with a higher rate: readers may not keep up with this file.' }),
      measured: Number(measured.toFixed(2)),
      expected: Number(target.toFixed(2)),
    };
  },
};

const constantRate: Check<TechnicalSubject> = {
  id: 'xdcam-rate',
  category: 'compliance',
  title: 'Data rate of XDCAM HD422',
  source: 'SMPTE RDD 9: 50 Mbit/s, constant',
  find({ facts: { picture }, expected }) {
    if (!picture || expected?.video.codec !== 'xdcam-hd422') return null;
    const measured = bitrateOf(picture) / 1e6;
    // Of a film shorter than the buffer, some 0.7 s, the rate says little.
    const fits = measured <= 50 * (pictureEnd(picture) < 2 ? 1.5 : 1.05);
    return {
      status: fits ? 'pass' : 'fail',
      message: `${measured.toFixed(1)} Mbit/s, of 50.`,
      ...(fits ? {} : { remedy: 'Export again: servers refuse more than 50 Mbit/s.' }),
      measured: Number(measured.toFixed(2)),
      expected: 50,
    };
  },
};

const raster: Check<TechnicalSubject> = {
  id: 'standard-raster',
  category: 'compliance',
  title: 'Size and rate the standard has',
  source: 'SMPTE ST 2019-1 (DNxHD), RP 2027 (AVC-Intra), RDD 9 (XDCAM HD422), ST 356 (IMX)',
  find({ facts: { picture }, expected }) {
    if (!picture || !expected) return null;
    const asked = expectedPicture(expected);
    if (!asked.codec?.rasters) return null;
    const { interlaced } = picture.bitstream;
    const scan = interlaced === undefined ? asked.raster?.scan : interlaced ? 'interlaced' : 'progressive';
    const fits = asked.raster !== null && scan === asked.raster.scan;
    const measured = `${expected.width} × ${expected.height}, ${asked.frameRate.num}/${asked.frameRate.den}, ${scan ?? 'unknown'}`;
    if (fits) return { status: 'pass', message: `${measured} is one of the standard's.`, measured };
    const remedy = 'Choose a size, a rate and a scan that the standard has.';
    return { status: 'fail', message: `${measured} is none of the standard's.`, remedy, measured };
  },
};

/** Bits/s of the picture. */
export function bitrateOf(picture: PictureFacts): number {
  const bytes = picture.packets.sizes.reduce((sum, size) => sum + size, 0);
  return (bytes * 8) / Math.max(1e-6, pictureEnd(picture));
}

export const formatRules: readonly Check<TechnicalSubject>[] = [proRes, constantRate, raster];
