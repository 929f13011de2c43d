import { editingPreset } from './editing';
import type { Preset } from './preset';

/** For editing programs: QuickTime with ProRes and uncompressed sound. */
export const proresPresets: readonly Preset[] = [
  proRes('proxy', 'ProRes 422 Proxy', 'For cutting offline: the smallest.'),
  proRes('lt', 'ProRes 422 LT', 'For cutting where space is short.'),
  proRes('422', 'ProRes 422', 'For cutting.'),
  proRes('422-hq', 'ProRes 422 HQ', 'A master without transparency.'),
  proRes('4444', 'ProRes 4444', 'A master with full colour and transparency.', 'straight'),
  proRes('4444-xq', 'ProRes 4444 XQ', 'As 4444, for what will be graded hard.', 'straight'),
];

function proRes(profile: string, name: string, description: string, alpha?: 'straight'): Preset {
  return editingPreset({ id: `prores-${profile}`, name, description }, 'prores', profile, alpha);
}
