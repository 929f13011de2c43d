/** The headless API. Importing it touches no DOM and registers nothing, so it loads in Node too. */
export { ExportError, errorCodes, type ErrorCode, type ExportStage } from './errors';
export type * from './composition/composition';
export { toFrameRate, parseFrameRate, frameTime, type FrameRate } from './composition/frame-rate';
