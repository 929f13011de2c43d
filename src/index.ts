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
export {
  openExportQueue,
  type ExportQueue,
  type ExportQueueOptions,
  type Job,
  type JobDestination,
  type JobNeeds,
  type JobPriority,
  type JobProgress,
  type JobResult,
  type JobState,
  type NewJob,
  type QueuedExport,
  type QueueExporter,
  type QueueLimits,
  type QueueStatus,
  type RetryRule,
} from './queue-api';
export { batchExport, dryRunBatch, type BatchHandle, type BatchInput, type BatchOptions } from './queue/batch';
export { batchMatrix } from './queue/batch-matrix';
export type { BatchDryRun, ItemEstimate } from './queue/batch-dry-run';
export type { BatchIssue } from './queue/batch-issue';
export type { BatchOutput } from './queue/batch-output';
export type { BatchFile, BatchManifest, BatchReport, ItemReport } from './queue/batch-report';
export type { BatchResult } from './queue/batch-run';
export type { Batch, BatchItem } from './queue/batch-schema';
export type { BatchItemStatus, BatchProgress, BatchStatus } from './queue/batch-status';
export {
  openExportAPI,
  type ExportAPI,
  type ExportAPIOptions,
  type ExportEvents,
  type ExportStatus,
  type FinishedJob,
  type QualityProfile,
  type QueueingOptions,
  type RenderFarmLimits,
  type SupportedCodec,
  type SupportedFormat,
} from './export-api';
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
  type ExportEstimate,
  type ExportHandle,
  type ExportIssue,
  type ExportOptions,
  type FigureRange,
  type FramePreview,
  type PoolLimits,
  type QualityCheck,
  type RenderFarmAPI,
  type ResumeOptions,
  type SampledFigure,
  type SettingsPreview,
  type SettingsPreviewOptions,
  type StartOptions,
  type StorageUse,
  type UnfinishedExport,
  type UserId,
  type WithheldExport,
  type WorkerStatus,
} from './exporter';
