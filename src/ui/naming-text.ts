import { words } from './language/words';

export const namingTexts = words('naming', { field: 'File name', insert: 'Insert…' });

/** What stands in a name in place of a token. */
export const tokenLabels = words('tokens', {
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
});

export function tokenLabel(token: string): string {
  return (tokenLabels as Readonly<Record<string, string>>)[token] ?? token;
}
