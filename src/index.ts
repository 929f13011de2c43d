/** The headless API. Importing it touches no DOM and registers nothing, so it loads in Node too. */
export { ExportError, errorCodes, type ErrorCode, type ExportStage } from './errors';
export type * from './composition/composition';
export {
  toFrameRate,
  parseFrameRate,
  frameTime,
  convertFrameCount,
  formatFrameRate,
  type FrameRate,
} from './composition/frame-rate';
export type { ExportSettings, FileMetadata, Format } from './formats/format';
export { formats, findFormat } from './formats/registry';
export { parsePreset, settingsFor, type Preset } from './presets/preset';
export { presets, findPreset } from './presets/registry';
export type { FileSink } from './delivery/file-sink';
export type { ExportPhase, ExportProgress, ExportResult, ExportTimings } from './orchestrator/export-run';
export * from './exporter';
