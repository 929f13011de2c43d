import { editingPreset } from './editing';
import type { Preset } from './preset';

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
  return editingPreset(
    { id: `${codec}-${profile}`, name: `${family} ${profile.toUpperCase()}`, description },
    codec,
    profile,
  );
}
