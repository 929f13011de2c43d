import type { Layer } from '../composition/composition';

/** Something a capture could not do exactly, for the user to know. */
export interface CaptureWarning {
  /** Stable, kebab-case. */
  code: string;
  message: string;
}

/** How elements among the layers are turned into pixels. */
export type DomRenderer = 'snapdom' | 'html2canvas';

export interface FrameCaptureOptions {
  /** Pixels of the stage and of every captured frame. */
  width: number;
  height: number;
  /** CSS colour behind the layers; null: transparent. */
  background: string | null;
  /** Frames keep transparency, their colours multiplied by alpha. Default: what is transparent shows black. */
  alpha?: boolean;
  root: HTMLElement;
  domRenderer?: DomRenderer;
  onWarning?: (warning: CaptureWarning) => void;
}

/** Turns what a session shows into one frame. */
export interface FrameCapture {
  /**
   * The layers as they are now, composited. Must be called in the task in which `renderFrame` resolved, and reads every
   * canvas in that task, so a WebGL canvas needs no `preserveDrawingBuffer`. The caller closes the frame.
   *
   * @throws ExportError `invalid-input`: layer-invalid; `capture`: canvas-tainted, context-lost, dom-failed,
   * dom-renderer-missing, frame-failed, surface-refused; `timeout`: dom-timeout; `cancelled` once disposed. Thrown or,
   * where the layers hold elements, the promise's rejection.
   */
  capture(layers: readonly Layer[], timestampUs: number): VideoFrame | Promise<VideoFrame>;
  /** Idempotent. */
  dispose(): void;
}
