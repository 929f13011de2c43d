/** Imports go down only. Each room is listed with the rooms it may import; `errors.ts` is open to all. */
const leaves = ['formats', 'colour', 'kernels', 'composition'];
const engines = ['capture', 'encode', 'mux', 'audio', 'quality', 'storage', 'delivery'];

const mayImport = {
  composition: [],
  colour: [],
  kernels: [],
  // A format names codecs and colour spaces; it runs nothing of theirs.
  formats: [...leaves],
  presets: [...leaves],
  capture: leaves,
  encode: leaves,
  mux: leaves,
  audio: leaves,
  // What is heard is measured in one way, whether it is about to be made or was made.
  quality: [...leaves, 'audio/loudness'],
  storage: leaves,
  delivery: leaves,
  audit: leaves,
  workers: [...engines, ...leaves],
  orchestrator: [...engines, ...leaves, 'workers', 'presets'],
  queue: ['orchestrator', 'presets', 'workers', ...leaves],
  // Of quality, what a report says: its data, its words, its page. Of the queue and the trail, what they say.
  ui: ['presets', 'orchestrator', 'queue', 'audit', 'quality', ...leaves],
};

/** Contract files: types that any room may name, so that rooms know each other by contract alone. */
const contracts =
  '^src/(capture/frame-capture|audio/audio-source|encode/(segment-encoder|alpha-packets|ffmpeg/ffmpeg-(lane|settings))|mux/muxer|quality/report|delivery/file-sink|orchestrator/export-run|workers/protocol)\\.ts$';

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    ...Object.entries(mayImport).map(([room, rooms]) => ({
      name: `${room}-imports-down`,
      comment: `src/${room} may import ${rooms.join(', ') || 'no other room'} and errors.ts`,
      severity: 'error',
      from: { path: `^src/${room}/` },
      to: {
        path: '^src/',
        pathNot: [
          `^src/${room}/`,
          '^src/errors\\.ts$',
          contracts,
          ...rooms.map((name) => `^src/${name}/`),
          ...(room === 'ui' ? ['^src/exporter\\.ts$'] : []),
        ],
      },
    })),
    {
      name: 'editor-uses-the-public-entries',
      severity: 'error',
      from: { path: '^src/editor/' },
      to: { path: '^src/', pathNot: ['^src/editor/', '^src/(index|elements)\\.ts$'] },
    },
    {
      name: 'only-the-composition-root-wires',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/(index|elements|exporter|export-api)\\.ts$', '^src/(ui|cli|editor)/'] },
      to: { path: '^src/exporter\\.ts$' },
    },
    {
      name: 'one-file-speaks-mediabunny',
      severity: 'error',
      from: { path: '^src/', pathNot: '/mediabunny-[^/]+\\.ts$' },
      to: { path: 'node_modules/(@mediabunny|mediabunny)' },
    },
    {
      name: 'no-dev-dependencies-in-the-package',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(cli|editor)/|^src/(kernels/kernel|workers/worker-files)-plugin\\.ts$' },
      // Those that the build takes in whole, see vite.config.ts.
      to: { dependencyTypes: ['npm-dev'], pathNot: '^node_modules/(@nanostores/i18n|nanostores)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'browser', 'default', 'types'] },
  },
};
