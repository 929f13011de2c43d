/** What a host's bundler takes in at once, minified and compressed. Workers and renderers load when first needed. */
const lazy = ['./*.worker-*.js', './*-renderer-*.js'];

const bundle = (config) => ({ ...config, external: [...(config.external ?? []), ...lazy] });

export default [
  { name: 'core', path: 'dist/lib/index.js', limit: '60 kB', gzip: true, modifyEsbuildConfig: bundle },
  {
    name: 'user interface',
    path: 'dist/lib/elements.js',
    limit: '40 kB',
    gzip: true,
    modifyEsbuildConfig: (config) => ({ ...bundle(config), external: [...bundle(config).external, './index.js'] }),
  },
];
