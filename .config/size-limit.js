/**
 * What a host's bundler takes in at once, minified and compressed. Workers, renderers, the demuxer and the check of
 * settings load when first needed.
 */
const lazy = [
  'encode.worker',
  'audio.worker',
  'mux.worker',
  'quality.worker',
  'prores.worker',
  'ffmpeg.worker',
  'settings-check',
  'snapdom-renderer',
  'html2canvas-renderer',
  'mediabunny-cuts',
  'long-sound',
  'byte-hash',
  'run-export',
  'quality-report-view',
  'report-page',
];
const external = lazy.map((name) => `./${name}-*`);

const bundle = (apart) => (config) => ({ ...config, external: [...(config.external ?? []), ...external, ...apart] });

export default [
  { name: 'core', path: '../dist/lib/index.js', limit: '60 kB', gzip: true, modifyEsbuildConfig: bundle([]) },
  // A host that shows the dialog has the core already.
  {
    name: 'user interface',
    path: '../dist/lib/elements.js',
    limit: '40 kB',
    gzip: true,
    modifyEsbuildConfig: bundle(['./index.js']),
  },
  // Whoever has it writes with Mediabunny already, or with something else.
  {
    name: 'ProRes',
    path: '../dist/lib/prores.js',
    limit: '20 kB',
    gzip: true,
    modifyEsbuildConfig: bundle(['mediabunny']),
  },
];
