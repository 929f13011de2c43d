import type { Format } from './format';
import { sequenceOptions } from './sequence-options';

/** A picture a frame, numbered, in a zip or a folder. */
export const pngSequence: Format = {
  id: 'png-sequence',
  label: 'PNG sequence',
  extension: 'zip',
  mimeType: 'application/zip',
  videoCodecs: ['png'],
  audioCodecs: [],
  metadata: ['date'],
  chapters: false,
  captions: 'sidecar',
  options: sequenceOptions,
  container: { kind: 'sequence', layout: 'none', cover: false },
};
