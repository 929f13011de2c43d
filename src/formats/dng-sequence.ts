import type { Format } from './format';

/** A CinemaDNG file a frame, numbered, in a zip or a folder. */
export const dngSequence: Format = {
  id: 'dng-sequence',
  label: 'CinemaDNG sequence',
  extension: 'zip',
  mimeType: 'application/zip',
  videoCodecs: ['dng'],
  audioCodecs: [],
  container: { kind: 'sequence', layout: 'none', cover: false },
};
