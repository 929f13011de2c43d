export const namingTexts = { field: 'File name', insert: 'Insert…' } as const;

/** What stands in a name in place of a token. */
const labels: Readonly<Record<string, string>> = {
  composition: 'Composition',
  preset: 'Preset',
  width: 'Width',
  height: 'Height',
  fps: 'Frames per second',
  frames: 'Number of frames',
  first: 'First frame',
  last: 'Last frame',
  codec: 'Codec',
  profile: 'Profile',
  format: 'Format',
  date: 'Date',
  time: 'Time',
  counter: 'Counter',
};

export function tokenLabel(token: string): string {
  return labels[token] ?? token;
}
