import type { Format } from './format';

/** Material eXchange Format, operational pattern 1a: what broadcasters take. */
export const mxf: Format = {
  id: 'mxf',
  label: 'MXF',
  extension: 'mxf',
  mimeType: 'application/mxf',
  videoCodecs: ['xdcam-hd422', 'avc-intra', 'xavc', 'dnxhr', 'dnxhd', 'imx'],
  audioCodecs: ['pcm-s24', 'pcm-s16'],
  metadata: [
    'title',
    'author',
    'description',
    'timecode',
    'reel',
    'company',
    'product',
    'productVersion',
    'date',
    'materialPackageName',
    'umid',
  ],
  chapters: false,
  captions: 'sidecar',
  options: [],
  container: { kind: 'mxf', layout: 'none', cover: false },
};
