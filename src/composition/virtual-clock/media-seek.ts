import { ExportError, throwIfAborted } from '../../errors';
import { mediaFailed } from './clock-errors';
import type { NativeAccessor } from './property-patches';

/** The element's own clock and switch, behind what the page sees. */
export interface NativeMedia {
  readonly play: (element: HTMLMediaElement) => Promise<void>;
  readonly pause: (element: HTMLMediaElement) => void;
  readonly currentTime: NativeAccessor<HTMLMediaElement, number>;
  readonly paused: NativeAccessor<HTMLMediaElement, boolean>;
}

/**
 * Added to every position, in seconds: Matroska and WebM round timestamps to whole milliseconds, so a frame due at
 * 66.667 ms may be stored at 67 and a seek to the exact instant would show the frame before it.
 */
const roundingSlack = 0.001;

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
