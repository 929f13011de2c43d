import type { Format } from './format';
import { sequenceOptions } from './sequence-options';

/** A picture a frame in linear light, numbered, in a zip or a folder. */
export const exrSequence: Format = {
  id: 'exr-sequence',
  label: 'OpenEXR sequence',
  extension: 'zip',
  mimeType: 'application/zip',
  videoCodecs: ['exr'],
  audioCodecs: [],
  metadata: ['date'],
  chapters: false,
  captions: 'sidecar',
  options: sequenceOptions,
  container: { kind: 'sequence', layout: 'none', cover: false },
};
