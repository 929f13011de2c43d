import type { PixelFormat } from '../colour/pixel-format';
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
  /** What pixels are read in. Canvases of another colour space are converted, wider ones clipped. Default `srgb`. */
  colourSpace?: PredefinedColorSpace;
  /** How pixels are read. Default `bgra8`. */
  pixelFormat?: PixelFormat;
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
  /**
   * Reads the pixels of the frame captured last, before it is closed: top row first, no padding, in the format and colour
   * space of the options.
   *
   * @throws ExportError capture/read-failed
   */
  read(frame: VideoFrame, into: ArrayBuffer): Promise<void>;
  /** Idempotent. */
  dispose(): void;
}
