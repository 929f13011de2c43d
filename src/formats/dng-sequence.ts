import type { Format } from './format';
import { sequenceOptions } from './sequence-options';

/** A CinemaDNG file a frame, numbered, in a zip or a folder. */
export const dngSequence: Format = {
  id: 'dng-sequence',
  label: 'CinemaDNG sequence',
  extension: 'zip',
  mimeType: 'application/zip',
  videoCodecs: ['dng'],
  audioCodecs: [],
  metadata: ['date', 'timecode'],
  chapters: false,
  captions: 'sidecar',
  options: sequenceOptions,
  container: { kind: 'sequence', layout: 'none', cover: false },
};
