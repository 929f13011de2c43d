import { sameFrameRate } from '../../composition/frame-rate';
import { dnxhrPacketBytes, isDnxhr } from '../../formats/ffmpeg-codecs';
import { ffmpegCodecIdOf } from '../../formats/codecs';
import type { ExportSettings } from '../../formats/format';
import { compare, fewFrames, type Check, type Finding } from './check';
import { expectedPicture, type ExpectedPicture } from './expected-picture';
import type { PictureFacts } from './file-facts';
import { foreignContainer } from './structure/foreign-containers';
import type { TechnicalSubject } from './technical-subject';

const settingsSource = 'Export settings';
const again = 'Export again with the settings that were asked.';

/** Codecs that are ways of using another. */
const families: Readonly<Record<string, string>> = {
  'avc-intra': 'h264',
  xavc: 'h264',
  'xdcam-hd422': 'mpeg2',
  imx: 'mpeg2',
};

interface Asked {
  picture: PictureFacts;
  expected: ExpectedPicture;
  settings: ExportSettings;
}

/** A check of a picture against what was asked of it. */
function pictureCheck(
  id: string,
  title: string,
  source: string,
  find: (asked: Asked) => Finding | null,
): Check<TechnicalSubject> {
  return {
    id,
    category: 'technical',
    title,
    source,
    find({ facts: { picture }, expected }) {
      return picture && expected ? find({ picture, expected: expectedPicture(expected), settings: expected }) : null;
    },
  };
}

const present: Check<TechnicalSubject> = {
  id: 'picture-present',
  category: 'technical',
  title: 'Picture',
  source: settingsSource,
  find({ facts: { picture, sound, structure }, expected }) {
    if (picture && picture.packets.times.length > 0) return { status: 'pass', message: 'There is a picture.' };
    if (!picture && sound && !expected) return { status: 'info', message: 'There is no picture: it is sound alone.' };
    const foreign = foreignContainer(structure.container);
    if (foreign && !expected) return { status: 'skipped', message: `The picture of ${foreign.name} is not read.` };
    return { status: 'fail', message: 'There is no picture that can be read.', remedy: 'Export again.' };
  },
};

const codec = pictureCheck('video-codec', 'Video codec', settingsSource, ({ picture, settings }) => {
  const family = (name: string): string => families[name] ?? name;
  return compare('Codec', family(picture.codec), family(settings.video.codec), again);
});

const streamProfiles: Readonly<Record<string, string>> = {
  'avc-intra-50': 'high-10',
  'avc-intra-100': 'high-422',
  'avc-intra-200': 'high-422',
};

const profile = pictureCheck(
  'video-profile',
  'Profile of the codec',
  settingsSource,
  ({ picture, expected, settings }) => {
    const told = picture.bitstream.profile;
    if (told === undefined || expected.profile === null) return null;
    const named = ['h264', 'xavc'].includes(settings.video.codec) ? undefined : expected.profile;
    const asked = settings.video.codec === 'avc-intra' ? streamProfiles[`avc-intra-${expected.profile}`] : named;
    return asked === undefined ? null : compare('Profile', told, asked, again);
  },
);

const sampling = pictureCheck(
  'video-sampling',
  'Bit depth and chroma',
  'The standard of the codec',
  ({ picture, expected }) => {
    const { bits, chroma } = picture.bitstream;
    if (!expected.codec || expected.codec.chroma === 'rgb') return null;
    if (bits !== undefined && bits !== expected.codec.bitDepth)
      return compare('Bits', bits, expected.codec.bitDepth, again);
    if (chroma === undefined) return null;
    return compare('Chroma', chroma, expected.codec.chroma, again);
  },
);

const size = pictureCheck('picture-size', 'Width and height', settingsSource, ({ picture, expected }) => {
  // Of most pictures of a sequence the container says nothing.
  if (!expected.size || picture.width === 0) return null;
  const written = ({ width, height }: { width: number; height: number }): string => `${width} × ${height}`;
  const { width = picture.width, height = picture.height } = picture.bitstream;
  const allowed = [expected.size, ...(expected.coded ? [expected.coded] : [])].map(written);
  const measured = [written(picture), written({ width, height })];
  // Lines are coded in blocks of 16, and those behind the last one are not shown.
  const wrong = measured.find((each, index) => !allowed.includes(each) && !(index === 1 && isPadded(picture)));
  return compare('Picture', wrong ?? allowed[0]!, allowed[0]!, again);
});

/** MPEG-2 and DNxHD tell in their frames how much is coded, which may be more than is shown. */
function isPadded({ width, height, bitstream }: PictureFacts): boolean {
  return (
    (bitstream.width ?? width) - width < 16 &&
    (bitstream.width ?? width) >= width &&
    Math.abs((bitstream.height ?? height) - height) <= 32
  );
}

const aspect = pictureCheck('pixel-aspect', 'Shape of a pixel', settingsSource, ({ picture, expected }) => {
  // A squeezed picture is shown as wide as it was asked.
  const squeeze = expected.coded && expected.size ? expected.size.width / picture.width : 1;
  const [horizontal, vertical] = picture.pixelAspect;
  const [asked, askedVertical] = expected.pixelAspect.split(':').map(Number) as [number, number];
  const same = Math.abs(horizontal / vertical / squeeze / (asked / askedVertical) - 1) < 0.02;
  return compare('Pixels', same ? expected.pixelAspect : picture.pixelAspect.join(':'), expected.pixelAspect, again);
});

const rate = pictureCheck('frame-rate', 'Frame rate', settingsSource, ({ picture, expected }) => {
  const count = picture.packets.times.length;
  if (count < 2 || !picture.frameRate || isAnimation(picture) || isStill(picture)) return null;
  const { frameRate } = picture;
  const written = ({ num, den }: { num: number; den: number }): string => (den === 1 ? `${num}` : `${num}/${den}`);
  // Rounded times hide a little of the rate.
  const seconds = count / (frameRate.num / frameRate.den);
  const off = Math.abs(seconds - (count * expected.frameRate.den) / expected.frameRate.num);
  const same = sameFrameRate(frameRate, expected.frameRate) || off <= 2 * picture.timeResolution;
  return compare('Frames a second', written(same ? expected.frameRate : frameRate), written(expected.frameRate), again);
});

const frames = pictureCheck('frame-count', 'Number of frames', settingsSource, ({ picture, expected }) => {
  // Frames that are alike may be one that is shown for longer.
  if (isAnimation(picture)) return null;
  return compare(
    'Frames',
    picture.packets.times.length,
    expected.frames,
    'Export again: frames are missing or too many.',
  );
});

const keys = pictureCheck('key-frames', 'Key frames', settingsSource, ({ picture, expected, settings }) => {
  const { keys: flags } = picture.packets;
  if (flags[0] !== true) return { status: 'fail', message: 'The film does not begin with a key frame.', remedy: again };
  const places = flags.flatMap((key, index) => (key ? [index] : []));
  const isIntra = expected.codec?.gop === 'intra' || settings.video.codec === 'prores';
  if (expected.codec?.gop === 'open-gop') return null;
  const asked = isIntra
    ? 1
    : Math.round(((settings.video.keyFrameInterval ?? 2) * expected.frameRate.num) / expected.frameRate.den);
  const gaps = [...places, flags.length].map((place, index) => place - (places[index - 1] ?? 0));
  const late = places.filter((_, index) => gaps[index + 1]! > asked);
  const most = Math.max(...gaps);
  if (late.length === 0)
    return { status: 'pass', message: `A key frame every ${most} frames or sooner.`, measured: most, expected: asked };
  return {
    ...compare('Frames from one key frame to the next', most, asked, 'Export again: seeking will be slow.'),
    ...fewFrames(late),
  };
});

const packetBytes = pictureCheck(
  'packet-size',
  'Bytes of every frame',
  'SMPTE ST 2019-1, RP 2027, ST 356',
  ({ picture, expected, settings }) => {
    const id = ffmpegCodecIdOf(settings.video.codec, expected.profile);
    const hr = id !== undefined && isDnxhr(id) ? dnxhrPacketBytes(id, settings.width, settings.height) : undefined;
    const asked = expected.raster?.packetBytes ?? hr;
    if (asked === undefined) return null;
    const { sizes } = picture.packets;
    const wrong = sizes.flatMap((bytes, index) => (bytes === asked ? [] : [index]));
    return { ...compare('Bytes', wrong.length === 0 ? asked : sizes[wrong[0]!]!, asked, again), ...fewFrames(wrong) };
  },
);

/** Frames are each shown for a time of their own. */
export function isAnimation({ codec: name }: PictureFacts): boolean {
  return ['gif', 'apng', 'webp'].includes(name);
}

/** Pictures that have no times. */
export function isStill({ codec: name }: PictureFacts): boolean {
  return ['png', 'jpeg', 'tiff', 'exr', 'dng'].includes(name);
}

export const pictureChecks: readonly Check<TechnicalSubject>[] = [
  ...[present, codec, profile, sampling, size, aspect, rate, frames, keys, packetBytes],
];
