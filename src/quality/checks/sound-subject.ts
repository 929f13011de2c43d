import type { ExportSettings } from '../../formats/format';
import type { FileFacts } from './file-facts';
import type { MeasuredSound } from './measure-sound';

/** A file's sound, and what was asked of it. */
export interface SoundSubject {
  facts: FileFacts;
  expected: ExportSettings | null;
  /** Null: there is none, or none that this browser decodes. */
  sound: MeasuredSound | null;
  /** As a sentence, why it was not decoded; null: it was, or there is none. */
  undecoded: string | null;
}

/** Codecs that give back other samples than they were given. */
export function isLossy(codec: string | undefined): boolean {
  return codec === 'aac' || codec === 'opus' || codec === 'mp3' || codec === 'vorbis';
}
