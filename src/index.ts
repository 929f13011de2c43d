/** The headless API. Importing it touches no DOM and registers nothing, so it loads in Node too. */
export { ExportError, errorCodes, type ErrorCode, type ExportStage } from './errors';
export type * from './composition/composition';
export {
  toFrameRate,
  parseFrameRate,
  frameTime,
  framesPerSecond,
  convertFrameCount,
  formatFrameRate,
  type FrameRate,
} from './composition/frame-rate';
export { fromCanvas, type CanvasCompositionOptions, type CanvasFrame } from './composition/adapters/canvas-composition';
export { fromLoop, type LoopCompositionOptions, type RunningLoop } from './composition/adapters/loop-composition';
export {
  fromLottie,
  type LottieCompositionOptions,
  type LottieData,
  type LottiePlayer,
} from './composition/adapters/lottie-composition';
export {
  fromSeekable,
  type SeekableCompositionOptions,
  type SeekablePlayer,
} from './composition/adapters/seekable-composition';
export { compositionFrom } from './composition/load-module';
export type { CaptionTrack, Chapter, ExportSettings, FileMetadata, Format, FormatId } from './formats/format';
export type { LoudnessSettings, LoudnessTargetId } from './formats/loudness-targets';
export type { LoudnessReport, SoundLoudness } from './audio/audio-source';
export { formats, findFormat } from './formats/registry';
export { parsePreset, settingsFor, type Preset, type SettingsOverrides } from './presets/preset';
export {
  presets,
  presetCategories,
  findPreset,
  categoryOf,
  searchPresets,
  type PresetCategory,
} from './presets/registry';
export { openPresetLibrary, type OwnPresets, type PresetLibrary } from './presets/preset-library';
export { outputName, outputNameTokens, type OutputNameSource } from './presets/output-name';
export type { FileSink } from './delivery/file-sink';
export type { CaptureWarning, DomRenderer } from './capture/frame-capture';
export type { ExportPhase, ExportProgress, ExportResult, ExportTimings } from './orchestrator/export-run';
export {
  openQuality,
  type ComparisonOptions,
  type FileCheckOptions,
  type FileReference,
  type GoldenFrameAPI,
  type GoldenFrameComparison,
  type GoldenFrameOptions,
  type QualityAPI,
  type QualityOptions,
} from './quality-api';
export type { ExportComparison } from './quality/compare-exports';
export type { Gate, GatedMetric } from './quality/gates';
export type { GoldenFrameFiles, GoldenFrameKey } from './quality/golden-frames';
export type {
  CheckCategory,
  CheckResult,
  CheckStatus,
  QualityReport,
  Recommendation,
  SampledFrame,
  WorstFrame,
} from './quality/report';
export { openPreview, type Preview, type PreviewOptions } from './orchestrator/preview';
export {
  createExporter,
  type AlsoExport,
  type AuditContent,
  type AuditedFile,
  type AuditEntry,
  type AuditEvent,
  type AuditFault,
  type AuditFaultKind,
  type AuditTrail,
  type AuditVerification,
  type Destination,
  type Exporter,
  type ExporterOptions,
  type ExportHandle,
  type ExportIssue,
  type ExportOptions,
  type QualityCheck,
  type ResumeOptions,
  type StartOptions,
  type StorageUse,
  type UnfinishedExport,
  type UserId,
  type WithheldExport,
} from './exporter';
