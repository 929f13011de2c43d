import { readFileSync } from 'node:fs';

/**
 * What a host's bundler takes in at once, minified and compressed. Workers, renderers, the demuxer and the check of
 * settings load when first needed, as do the checks of other files, golden frames, a person's own presets, the queue and
 * the words of other languages than English.
 */
const lazy = [
  'encode.worker',
  'audio.worker',
  'mux.worker',
  'quality.worker',
  'prores.worker',
  'ffmpeg.worker',
  'outputs-check',
  'snapdom-renderer',
  'html2canvas-renderer',
  'mediabunny-cuts',
  'long-sound',
  'byte-hash',
  'run-export',
  'deliver-file',
  'file-check',
  'golden-frame-checks',
  'audit-trail',
  'preset-store',
  'stored-queue',
  'batch-run',
  'batch-plan',
  'batch-dry-run',
  'settings-preview',
  'settings-validation',
  'supported-formats',
  'quality-profiles',
  'german',
  'japanese',
];

/** Of the user interface, in the order a person comes to them. */
const dialog = 'dialog-content';
const looks = ['preset-picker', 'sample-view'];
/** By few, or only once an export runs. */
const extras = ['timed-text-fields', 'queue-adding', 'export-manners'];
const report = ['quality-report-view', 'report-page'];
const panels = 'panel-elements';

const external = (names) => names.map((name) => `./${name}-*`);

/** With what is loaded later put apart, which is what `apart` says besides `lazy`. */
const bundle =
  (...apart) =>
  (config) => ({ ...config, external: [...(config.external ?? []), ...external(lazy), ...apart] });

/** A file of the package and all that it imports at once. */
function withImports(file, found = new Set()) {
  if (found.has(file)) return found;
  found.add(file);
  const text = readFileSync(new URL(`../dist/lib/${file}`, import.meta.url), 'utf8');
  for (const [, imported] of text.matchAll(/^import\b[^;]*?["']\.\/([^"']+)["'];?$/gm)) withImports(imported, found);
  return found;
}

/** A host that shows the dialog has the core already, with the parts that both are made of. */
const core = [...withImports('index.js')].map((file) => `./${file}`);

const interfaceUntil = (name, limit, ...later) => ({
  name: `user interface, ${name}`,
  path: '../dist/lib/elements.js',
  limit,
  gzip: true,
  modifyEsbuildConfig: bundle(...core, ...external(later)),
});

export default [
  {
    name: 'core',
    path: '../dist/lib/index.js',
    limit: '60 kB',
    gzip: true,
    modifyEsbuildConfig: bundle(...external(report)),
  },
  // Each with those above it: what a person has loaded who has come so far.
  interfaceUntil('at once', '17.5 kB', dialog, ...looks, ...extras, ...report, panels),
  // Among it what names, saves and drops presets, the timeline, and what waits for a sample: all of the form.
  interfaceUntil('and the dialog', '54 kB', ...looks, ...extras, ...report, panels),
  interfaceUntil('and all presets and the preview', '59 kB', ...extras, ...report, panels),
  interfaceUntil('and the report', '70 kB', ...extras, panels),
  interfaceUntil('and the panels', '91 kB'),
  // Whoever has it writes with Mediabunny already, or with something else.
  {
    name: 'ProRes',
    path: '../dist/lib/prores.js',
    limit: '20 kB',
    gzip: true,
    modifyEsbuildConfig: bundle('mediabunny'),
  },
];
