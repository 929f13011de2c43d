import type { HostCallbacks } from './host-callbacks';
import type { VirtualMediaElements } from './media-elements';
import { nativeMethod, type PropertyPatches } from './property-patches';
import type { VirtualTime } from './virtual-time';

const firstId = 2 ** 30;

/** `requestVideoFrameCallback`: called when a seek of the clock has brought another picture. */
export class VirtualVideoFrameCallbacks {
  readonly #time: VirtualTime;
  readonly #media: VirtualMediaElements;
  readonly #callbacks: HostCallbacks;
  readonly #pending = new Map<HTMLVideoElement, Map<number, VideoFrameRequestCallback>>();
  readonly #presented = new WeakMap<HTMLVideoElement, number>();
  #nextId = firstId;

  constructor(
    page: Window & typeof globalThis,
    patches: PropertyPatches,
    time: VirtualTime,
    media: VirtualMediaElements,
    callbacks: HostCallbacks,
  ) {
    this.#time = time;
    this.#media = media;
    this.#callbacks = callbacks;
    const { prototype } = page.HTMLVideoElement;
    const pendingOf = (video: HTMLVideoElement): Map<number, VideoFrameRequestCallback> => {
      const pending = this.#pending.get(video) ?? new Map<number, VideoFrameRequestCallback>();
      this.#pending.set(video, pending);
      return pending;
    };
    const nextId = (): number => this.#nextId++;
    patches.value(prototype, 'requestVideoFrameCallback', function (this: HTMLVideoElement, callback) {
      const id = nextId();
      pendingOf(this).set(id, callback);
      return id;
    });
    const cancel = nativeMethod(prototype, 'cancelVideoFrameCallback');
    patches.value(prototype, 'cancelVideoFrameCallback', function (this: HTMLVideoElement, id) {
      if (!pendingOf(this).delete(id) && id < firstId) cancel(this, id);
    });
  }

  run(changed: readonly HTMLVideoElement[]): void {
    for (const video of changed) {
      const presentedFrames = (this.#presented.get(video) ?? 0) + 1;
      this.#presented.set(video, presentedFrames);
      const pending = this.#pending.get(video) ?? new Map<number, VideoFrameRequestCallback>();
      const metadata: VideoFrameCallbackMetadata = {
        mediaTime: this.#media.positionOf(video),
        presentedFrames,
        presentationTime: this.#time.now,
        expectedDisplayTime: this.#time.now,
        width: video.videoWidth,
        height: video.videoHeight,
      };
      for (const [id, callback] of [...pending]) {
        if (pending.delete(id)) this.#callbacks.run(() => callback(this.#time.now, metadata));
      }
    }
  }

  drop(): void {
    this.#pending.clear();
  }
}
