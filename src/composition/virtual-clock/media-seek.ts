import { ExportError, throwIfAborted } from '../../errors';
import { mediaFailed } from './clock-errors';
import { realNow, realSetTimeout } from '../real-time';
import type { NativeAccessor } from './property-patches';

/** The element's own clock and switch, behind what the page sees. */
export interface NativeMedia {
  readonly play: (element: HTMLMediaElement) => Promise<void>;
  readonly pause: (element: HTMLMediaElement) => void;
  readonly requestVideoFrameCallback: (video: HTMLVideoElement, callback: VideoFrameRequestCallback) => number;
  readonly currentTime: NativeAccessor<HTMLMediaElement, number>;
  readonly paused: NativeAccessor<HTMLMediaElement, boolean>;
}

/**
 * Added to every position, in seconds: Matroska and WebM round timestamps to whole milliseconds, so a frame due at
 * 66.667 ms may be stored at 67 and a seek to the exact instant would show the frame before it.
 */
const roundingSlack = 0.001;

/** Milliseconds. Pictures came at most 22 ms after `seeked` when measured on a busy machine. */
const maxPictureDelayMs = 250;
/** Milliseconds for an element's first, for which a decoder may have to be started. Without it a canvas draws nothing. */
const maxFirstPictureDelayMs = 5000;
const pictureCheckMs = 10;

/** Whether there is anything to show or hear. */
export function hasSource(element: HTMLMediaElement): boolean {
  return element.networkState !== HTMLMediaElement.NETWORK_EMPTY;
}

/**
 * Resolves when the length of the element is known.
 *
 * @throws ExportError `capture` (media-failed), `cancelled`
 */
export async function loadMetadata(element: HTMLMediaElement, signal: AbortSignal): Promise<void> {
  if (element.readyState >= HTMLMediaElement.HAVE_METADATA) return;
  // With `preload` none or after a suspended download nothing would ever arrive.
  element.preload = 'auto';
  await untilEvent(element, 'loadedmetadata', signal);
}

/**
 * Shows `position` (in seconds): the very frame, decoded and ready to be drawn. Its end counts as its last frame, since a
 * seek to the end itself makes browsers send `ended` or start a loop over.
 *
 * @throws ExportError `capture` (media-failed), `cancelled`
 */
export async function seekMedia(
  element: HTMLMediaElement,
  native: NativeMedia,
  position: number,
  signal: AbortSignal,
): Promise<void> {
  const last = Number.isFinite(element.duration) ? Math.max(0, element.duration - roundingSlack) : Infinity;
  const target = Math.min(position + roundingSlack, last);
  const seeked = untilEvent(element, 'seeked', signal);
  native.currentTime.set(element, target);
  await seeked;
  if (element.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) await untilEvent(element, 'loadeddata', signal);
  if (isVideo(element) && element.videoWidth > 0) await untilPictureAt(element, native, target);
}

/**
 * Resolves when what a canvas would draw is the picture at `position`. In Chromium 156 one seek in seven says `seeked`
 * some milliseconds before that. There is an end to the wait, since a gap in the file has no picture at all.
 */
async function untilPictureAt(video: HTMLVideoElement, native: NativeMedia, position: number): Promise<void> {
  const startedAt = realNow();
  for (;;) {
    const shown = pictureOf(video, position);
    const patience = shown === 'none' ? maxFirstPictureDelayMs : maxPictureDelayMs;
    if (shown === 'wanted' || realNow() - startedAt >= patience) return;
    await new Promise<void>((resolve) => {
      native.requestVideoFrameCallback(video, () => resolve());
      // The picture may have come since it was looked at, and a hidden tab announces none.
      realSetTimeout(resolve, pictureCheckMs);
    });
  }
}

/** What the element shows: the picture that spans `position`, as its own timestamp and duration say, or something else. */
function pictureOf(video: HTMLVideoElement, position: number): 'wanted' | 'another' | 'none' | 'unknown' {
  let picture: VideoFrame;
  try {
    picture = new VideoFrame(video);
  } catch (cause) {
    // From another origin: nobody may look. The capture will say so; here it only costs the wait.
    return cause instanceof DOMException && cause.name === 'SecurityError' ? 'unknown' : 'none';
  }
  const { timestamp, duration } = picture;
  picture.close();
  const positionUs = position * 1e6;
  return timestamp <= positionUs && positionUs < timestamp + (duration ?? 0) ? 'wanted' : 'another';
}

export function isVideo(element: HTMLMediaElement): element is HTMLVideoElement {
  return 'videoWidth' in element;
}

function untilEvent(element: HTMLMediaElement, type: string, signal: AbortSignal): Promise<void> {
  throwIfAborted(signal, 'render');
  if (element.error !== null) throw mediaFailed(element.currentSrc, element.error);
  const settled = new AbortController();
  return new Promise<void>((resolve, reject) => {
    const once = { signal: settled.signal, capture: true };
    const fail = (error: ExportError): void => reject(error);
    element.addEventListener(type, () => resolve(), once);
    // The error of a `<source>` child does not bubble; the last one's failure is the element's.
    element.addEventListener(
      'error',
      () => {
        if (element.error !== null || element.networkState === HTMLMediaElement.NETWORK_NO_SOURCE) {
          fail(mediaFailed(element.currentSrc, element.error));
        }
      },
      once,
    );
    signal.addEventListener(
      'abort',
      () => {
        try {
          throwIfAborted(signal, 'render');
        } catch (cancelled) {
          fail(cancelled as ExportError);
        }
      },
      { signal: settled.signal },
    );
  }).finally(() => settled.abort());
}
