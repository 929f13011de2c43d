/** What long files need, apart: most pages have none. */
export { piecewiseSound } from './piecewise-sound';
export { openSeekableFile } from './seekable-file';
