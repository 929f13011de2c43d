import type { Preset } from './preset';

const base = {
  schema: 'stepframe-preset',
  version: 1,
  format: 'mov',
  audio: { codec: 'pcm-s24', sampleRate: 48_000 },
} as const;

/** For Avid's and other editing programs. DNxHD takes its own sizes and rates alone, DNxHR any. */
export const dnxPresets: readonly Preset[] = [
  dnx('dnxhd', '36', 'For cutting offline, HD.'),
  dnx('dnxhd', '120', 'For cutting, HD.'),
  dnx('dnxhd', '185', 'A master, HD.'),
  dnx('dnxhd', '185x', 'A master with 10 bits, HD.'),
  dnx('dnxhr', 'lb', 'For cutting offline, any size.'),
  dnx('dnxhr', 'sq', 'For cutting, any size.'),
  dnx('dnxhr', 'hq', 'A master, any size.'),
  dnx('dnxhr', 'hqx', 'A master with 10 bits, any size.'),
  dnx('dnxhr', '444', 'A master with full colour, any size.'),
];

function dnx(codec: 'dnxhd' | 'dnxhr', profile: string, description: string): Preset {
  const family = codec === 'dnxhd' ? 'DNxHD' : 'DNxHR';
  return {
    ...base,
    id: `${codec}-${profile}`,
    name: `${family} ${profile.toUpperCase()}`,
    description,
    video: { codec, profile, rateControl: { mode: 'profile' } },
  };
}
