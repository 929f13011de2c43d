import type { Preset } from './preset';

type Chosen = Pick<Preset, 'shortSide' | 'width' | 'height' | 'frameRate'> & {
  rateControl: Preset['video']['rateControl'];
  keyFrameInterval?: number;
  /** bits/s */
  sound: number;
};
type About = Pick<Preset, 'id' | 'name' | 'description'>;

const youtubeSource = 'support.google.com/youtube/answer/1722171';

/** What platforms ask for, as far as they say; what they leave open is the composition's own. */
export const socialPresets: readonly Preset[] = [
  youtube('youtube-720p', 'YouTube 720p', 720, 5e6),
  youtube('youtube-1080p', 'YouTube 1080p', 1080, 8e6),
  youtube('youtube-1080p60', 'YouTube 1080p60', 1080, 12e6, 60),
  youtube('youtube-1440p', 'YouTube 1440p', 1440, 16e6),
  youtube('youtube-4k', 'YouTube 4K', 2160, 45e6),
  youtube('youtube-4k60', 'YouTube 4K60', 2160, 68e6, 60),
  social(
    { id: 'instagram-reel', name: 'Instagram Reel', description: 'Upright, 9:16, 3 seconds to 15 minutes.' },
    'instagram',
    'Meta, Instagram API: reels specifications (as copied by publishing tools)',
    { width: 1080, height: 1920, rateControl: bitrate(5e6), sound: 128_000 },
  ),
  social(
    { id: 'tiktok-post', name: 'TikTok', description: 'At the size of the composition, up to ten minutes.' },
    'tiktok',
    'developers.tiktok.com, content posting API: media transfer guide',
    { rateControl: { mode: 'quality', quality: 'high' }, sound: 192_000 },
  ),
  social(
    { id: 'x-post', name: 'X', description: '720 lines, half a second to 140 seconds.' },
    'x',
    'docs.x.com, media best practices',
    { shortSide: { pixels: 720 }, rateControl: bitrate(5e6), sound: 128_000 },
  ),
  social(
    { id: 'linkedin-post', name: 'LinkedIn', description: 'At the size of the composition; 500 MB at the most.' },
    'linkedin',
    'learn.microsoft.com, LinkedIn Videos API',
    { rateControl: { mode: 'quality', quality: 'medium' }, sound: 192_000 },
  ),
  social(
    { id: 'vimeo-1080p', name: 'Vimeo 1080p', description: '20 Mbit/s, the most that Vimeo recommends.' },
    'vimeo',
    'Vimeo’s compression guidelines, as quoted by docs.dolby.io',
    { shortSide: { pixels: 1080 }, rateControl: bitrate(20e6), sound: 320_000 },
  ),
];

/** The bitrates of standard dynamic range, of 24 to 30 frames/s or of 48 to 60; a key frame every half second. */
function youtube(id: string, name: string, lines: number, bitsPerSecond: number, frameRate?: number): Preset {
  const rate = `${bitsPerSecond / 1e6} Mbit/s`;
  return social(
    {
      id,
      name,
      description: frameRate === undefined ? `${rate}, for up to 30 frames/s.` : `${rate}, ${frameRate} frames/s.`,
    },
    'youtube',
    youtubeSource,
    {
      shortSide: { pixels: lines },
      ...(frameRate === undefined ? {} : { frameRate }),
      rateControl: bitrate(bitsPerSecond),
      keyFrameInterval: 0.5,
      sound: 384_000,
    },
  );
}

function social(about: About, platform: string, source: string, chosen: Chosen): Preset {
  const { rateControl, keyFrameInterval, sound, ...picture } = chosen;
  return {
    schema: 'stepframe-preset',
    version: 2,
    ...about,
    source,
    platforms: [platform],
    format: 'mp4',
    video: { codec: 'h264', rateControl, ...(keyFrameInterval === undefined ? {} : { keyFrameInterval }) },
    audio: { codec: 'aac', bitrate: sound, sampleRate: 48_000 },
    ...picture,
  };
}

function bitrate(bitsPerSecond: number): Preset['video']['rateControl'] {
  return { mode: 'bitrate', bitrate: bitsPerSecond };
}
