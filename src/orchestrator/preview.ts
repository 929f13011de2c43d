import type { AudioMix } from '../audio/audio-source';
import { placeClip } from '../audio/clip';
import { toPlanar } from '../audio/decode-file';
import { mixClips, prepareMix } from '../audio/mix';
import { wholeSound } from '../audio/sound';
import { createSpectrum, type Spectrum } from '../audio/spectrum';
import type { Composition } from '../composition/composition';
import { frameSample, framesPerSecond, toFrameRate, type FrameRate } from '../composition/frame-rate';
import { LayerPresenter } from '../composition/layer-presenter';
import { snapshotsOf } from '../composition/session-snapshot';
import { createStage, openSession } from '../composition/stage';
import { ExportError, throwIfAborted } from '../errors';
import { lengthAt } from './export-length';
import { createFrameStepper } from './frame-stepper';
import { PreviewWalk } from './preview-walk';
import { SessionSeeker, type OpenSession } from './session-seeker';

export interface PreviewOptions {
  /**
   * Where the stage is put: an element in the document, taken out again by `dispose`. The stage is `width × height` CSS
   * pixels; give the container a transform to show it at another size.
   */
  container: HTMLElement;
  /** Pixels. Absent: the composition's own. */
  width?: number;
  height?: number;
  /** Frames per second. Absent: the composition's own. */
  frameRate?: number | FrameRate;
  /** Ends the preview, as `dispose` does. */
  signal?: AbortSignal;
}

/** A composition open in the page to be looked at: the frames, the layers and the sound that an export would have. */
export interface Preview {
  readonly width: number;
  readonly height: number;
  readonly frameRate: FrameRate;
  /** Length at `frameRate`. */
  readonly durationInFrames: number;
  /** The mix of the composition's tracks over its whole length, for playback; null when it has none. */
  readonly audio: AudioBuffer | null;
  /** The frame on the stage; null before the first. */
  readonly shownFrame: number | null;
  /**
   * Puts `frame` on the stage. The newest request wins: those that come while one is being drawn wait together for the
   * last of them. Resolves when that one is on the stage.
   *
   * A composition that is `stateful` is walked there frame by frame, and seen walking where that takes long.
   *
   * @throws ExportError `invalid-input` (frame-outside), `capture`, `timeout`, or `cancelled` when the preview ends
   */
  show(frame: number): Promise<void>;
  /** Shows the layers as the session gives them now, without drawing: for a host that changes how layers are shown. */
  refresh(): void;
  /** Closes the composition and gives the page back as it was. Idempotent. */
  dispose(): void;
}

/** Hz. What exports use when they are not told otherwise, so that both show the same spectrum. */
const sampleRate = 48_000;
/** Samples. */
const mixedAtOnce = 10 * sampleRate;
const frameTimeoutMs = 30_000;

/**
 * Opens a composition to be looked at. It may put a virtual clock into the page, of which there can be only one: close
 * the preview before an export begins.
 *
 * @throws ExportError as `openSession` does; `audio`; `invalid-input`; `cancelled`
 */
export async function openPreview(composition: Composition, options: PreviewOptions): Promise<Preview> {
  const { container, width = composition.width, height = composition.height } = options;
  const frameRate = toFrameRate(options.frameRate ?? composition.frameRate);
  const durationInFrames = lengthAt(composition, frameRate);
  const ended = new AbortController();
  const signal = options.signal === undefined ? ended.signal : AbortSignal.any([options.signal, ended.signal]);
  const audio = await prepareSound(composition, frameSample(durationInFrames, frameRate, sampleRate), signal);
  const spectrum = audio && composition.spectrum ? createSpectrum(mixOf(audio), frameRate, composition.spectrum) : null;
  const seeker = new SessionSeeker({
    open: () => openOnStage(composition, { container, width, height, frameRate, signal }, spectrum),
    stateful: composition.stateful ?? false,
    snapshotInterval: Math.ceil(framesPerSecond(frameRate)),
  });
  await seeker.open();
  const walk = new PreviewWalk(seeker, signal);
  const dispose = (): void => {
    options.signal?.removeEventListener('abort', dispose);
    ended.abort();
    seeker.dispose();
  };
  options.signal?.addEventListener('abort', dispose);
  return {
    width,
    height,
    frameRate,
    durationInFrames,
    audio,
    get shownFrame() {
      return walk.shownFrame;
    },
    show: async (frame) => {
      if (!Number.isInteger(frame) || frame < 0 || frame >= durationInFrames) {
        throw frameOutside(frame, durationInFrames);
      }
      await walk.to(frame);
    },
    refresh: () => walk.refresh(),
    dispose,
  };
}

interface StageSettings {
  container: HTMLElement;
  width: number;
  height: number;
  frameRate: FrameRate;
  signal: AbortSignal;
}

/** A fresh session on a fresh stage: what a session left behind in its root is not the next one's. */
async function openOnStage(
  composition: Composition,
  settings: StageSettings,
  spectrum: Spectrum | null,
): Promise<OpenSession> {
  const { frameRate, signal } = settings;
  const opened = createStage(composition, settings);
  const { stage } = opened;
  const session = await openSession(composition, stage).catch((thrown: unknown) => {
    opened.dispose();
    throw thrown;
  });
  const presenter = new LayerPresenter(stage.root, composition.background);
  return {
    snapshots: snapshotsOf(session, opened.random),
    step: createFrameStepper({
      session,
      frameRate,
      ...(spectrum === null ? {} : { spectrum }),
      timeoutMs: frameTimeoutMs,
      signal,
    }),
    present: () => presenter.present(session.layers()),
    dispose: () => {
      try {
        session.dispose();
      } finally {
        presenter.dispose();
        opened.dispose();
      }
    },
  };
}

/** Mixes all of the composition's sound: a preview is played from memory. */
async function prepareSound(
  composition: Composition,
  length: number,
  signal: AbortSignal,
): Promise<AudioBuffer | null> {
  throwIfAborted(signal, 'prepare');
  const tracks = composition.audio ?? [];
  if (tracks.length === 0) return null;
  const reading = new AbortController();
  try {
    const either = AbortSignal.any([signal, reading.signal]);
    const mix = await prepareMix(tracks, { sampleRate, length, signal: either });
    const buffer = new AudioBuffer({ length, numberOfChannels: mix.channels, sampleRate });
    for (let start = 0; start < length; start += mixedAtOnce) {
      const stretch = await mix.read(start, Math.min(mixedAtOnce, length - start));
      stretch.forEach((samples, channel) => buffer.copyToChannel(samples, channel, start));
    }
    return buffer;
  } finally {
    reading.abort();
  }
}

/** A mix that is in memory already, so that no source has to be decoded again when the preview jumps. */
function mixOf(audio: AudioBuffer): AudioMix {
  return mixClips([placeClip({ source: audio }, wholeSound(toPlanar(audio)), sampleRate)], sampleRate, audio.length);
}

function frameOutside(frame: number, length: number): ExportError {
  return new ExportError('invalid-input', {
    detail: 'frame-outside',
    stage: 'render',
    message: `There is no frame ${frame} in a composition of ${length} frames.`,
    remedy: `Ask for a whole number from 0 to ${length - 1}.`,
  });
}
