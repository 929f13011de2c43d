/**
 * ProRes alone: frames in, packets out. It needs nothing else of this package, touches no DOM when imported, and runs in
 * Node as in a browser.
 */
export { ExportError } from './errors';
export { proResProfileIds, proResProfiles, type ProResProfile, type ProResProfileId } from './encode/prores/profiles';
export type { ProResColourId } from './encode/prores/colour';
export type { PixelFormat, ProResSettings } from './encode/prores/settings';
export type { Scan } from './encode/prores/slice-layout';
export { createProResEncoder, type ProResEncoder } from './encode/prores/create-encoder';
export { registerProResEncoder, type ProResRegistration } from './encode/prores/mediabunny-prores';
