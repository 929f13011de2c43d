import type { FrameRate } from './frame-rate';

/**
 * What a host hands over: a picture of known size, rate and length, and a way to draw any frame of it.
 * A module whose default export is a `Composition` (or a function returning one) is a composition.
 */
export interface Composition {
  id: string;
  name: string;
  /** Native width in pixels. */
  width: number;
  /** Native height in pixels. */
  height: number;
  /** Frames per second, exact: a whole number, or a fraction such as `{ num: 30000, den: 1001 }`. */
  frameRate: number | FrameRate;
  /** Length at the native frame rate. */
  durationInFrames: number;
  /** CSS colour behind all layers; null or absent: transparent (black where the format has no alpha). */
  background?: string | null;
  /** Whether it draws on canvases of the `colorType` `float16`: presets of codecs with more than 8 bits then use it. */
  float16?: boolean;
  audio?: readonly AudioTrack[];
  /**
   * How `FrameContext.spectrum` is made; absent: no spectrum is computed. It is that of the tracks as they are, whatever
   * loudness the export brings its sound to.
   */
  spectrum?: SpectrumSettings;
  /**
   * True when a frame depends on the ones before it (a simulation, a feedback buffer, a rAF loop). Frames are
   * then always rendered in order from frame 0, without capture where they are outside the exported range.
   */
  stateful?: boolean;
  /**
   * The host's own mark for the state of its document (a revision, a hash). An unfinished export is continued only with
   * the version it was begun with; absent: any composition of the same id, size and length is taken for the same.
   */
  version?: string;
  open(stage: Stage): RenderSession | Promise<RenderSession>;
}

/** What a composition draws on. `width × height` is the size asked for, which may differ from the native size. */
export interface Stage {
  readonly width: number;
  readonly height: number;
  /** The rate frames are asked for at; it may differ from the native rate. */
  readonly frameRate: FrameRate;
  /** Length at `frameRate`. */
  readonly durationInFrames: number;
  /** An element of the stage's size, in the document: the place for DOM layers. */
  readonly root: HTMLElement;
  /** Seeded uniform random numbers in [0, 1): the same sequence in every session. */
  random(): number;
  /** Aborted when the session ends early. */
  readonly signal: AbortSignal;
}

/** One opened composition. It belongs to one export or one preview. */
export interface RenderSession {
  /** Draws frame `frame`. Resolves when everything drawn can be read. */
  renderFrame(frame: number, context: FrameContext): void | Promise<void>;
  /** The layers as they stand after the last `renderFrame`, bottom first. */
  layers(): readonly Layer[];
  /**
   * The state after the last `renderFrame`, structured-cloneable. An interrupted export of a stateful composition goes on
   * from here instead of drawing everything before again. Where `stage.random` stands is kept beside it.
   */
  snapshot?(): unknown;
  /** Returns to a state that `snapshot` gave, perhaps in another session; the next `renderFrame` draws from there. */
  restore?(state: unknown): void;
  /** Frees everything. Called exactly once, whatever happened. */
  dispose(): void;
}

export interface FrameContext {
  /** Index of the frame at the stage's frame rate. */
  readonly frame: number;
  /** `frame / frameRate`, in seconds. Draw from this and the picture is right at any rate. */
  readonly time: number;
  /** What an `AnalyserNode` would show at `time`. Present when the composition has `spectrum` and audio. */
  readonly spectrum?: SpectrumFrame;
  readonly signal: AbortSignal;
}

/** The values of an `AnalyserNode` at one instant. The arrays are reused: copy what must outlive the frame. */
export interface SpectrumFrame {
  /** `getByteFrequencyData`: fftSize / 2 bins. */
  readonly frequency: Uint8Array;
  /** `getByteTimeDomainData`: fftSize samples. */
  readonly waveform: Uint8Array;
}

/** The attributes of an `AnalyserNode`, with its defaults. */
export interface SpectrumSettings {
  /** Power of two, 32 … 32768. Default 2048. */
  fftSize?: number;
  /** 0 … 1. Default 0.8. */
  smoothingTimeConstant?: number;
  /** Default −100. */
  minDecibels?: number;
  /** Default −30. */
  maxDecibels?: number;
}

/**
 * One picture of the stack. Canvases and bitmaps fill the stage; elements are taken where the layout puts them in
 * `stage.root`. Filter, opacity and blend mode mean what they mean in CSS; the stage is an isolated group.
 */
export interface Layer {
  source: LayerSource;
  /** What a host's layer list may call it. The picture does not depend on it. */
  name?: string;
  /** 0 … 1. Default 1. */
  opacity?: number;
  /** A CSS `mix-blend-mode`. Default `normal`. */
  blendMode?: string;
  /** A CSS `filter`. Lengths are stage pixels. */
  filter?: string;
  /** A CSS `transform` around the centre of the stage. Lengths are stage pixels. */
  transform?: string;
}

export type LayerSource = HTMLCanvasElement | OffscreenCanvas | ImageBitmap | HTMLElement | SVGElement;

export interface AudioTrack {
  source: AudioBuffer | Blob | string | (() => Promise<AudioBuffer>);
  /** Where on the composition's timeline it begins, in seconds. Default 0. */
  start?: number;
  /** How far into the source it begins, in seconds. Default 0. */
  offset?: number;
  /** How much of the source is used, in seconds. Default: all after `offset`. */
  duration?: number;
  /** Linear. Default 1. */
  gain?: number;
  /**
   * −1 left … 1 right, equal power as `StereoPannerNode`, whose centre lowers a mono source by 3 dB. Default: centred
   * without a panner, so that a mono source keeps its level on both sides.
   */
  pan?: number;
  /** Linear ramps, in seconds. Default 0. */
  fadeIn?: number;
  fadeOut?: number;
}

/** The default export of a composition module. */
export type CompositionModule = Composition | (() => Composition | Promise<Composition>);
