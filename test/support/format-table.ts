import { codecs } from '../../src/formats/codecs';
import type { Format } from '../../src/formats/format';

const audioNames: Readonly<Record<Format['audioCodecs'][number], string>> = {
  aac: 'AAC',
  opus: 'Opus',
  flac: 'FLAC',
  'pcm-s16': 'PCM 16',
  'pcm-s24': 'PCM 24',
  'pcm-f32': 'PCM 32 float',
};

/** The README's table of formats, as the registry has them. */
export function formatTable(formats: readonly Format[]): string {
  const rows = formats.map(({ id, label, videoCodecs, audioCodecs }) => {
    const pictures = videoCodecs.map((codec) => {
      const { label: name, profiles } = codecs[codec];
      return profiles.length < 2 ? name : `${name} (${profiles.map((profile) => profile.label).join(', ')})`;
    });
    const sounds = audioCodecs.map((codec) => audioNames[codec]);
    return `| ${label} | \`${id}\` | ${pictures.join('; ')} | ${sounds.join(', ') || '–'} |`;
  });
  return ['| Format | Id | Picture | Sound |', '| --- | --- | --- | --- |', ...rows].join('\n');
}
