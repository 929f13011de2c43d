import type { PropertyPatches } from './property-patches';
import type { VirtualTime } from './virtual-time';

/** The other places a page reads the time from: `performance`, the document's timeline and events. */
export function patchPageTime(page: Window & typeof globalThis, patches: PropertyPatches, time: VirtualTime): void {
  const performance = page.Performance.prototype;
  patches.value(performance, 'now', () => time.read());
  // So that `timeOrigin + now()` is `Date.now()`, as on any page.
  patches.accessor(performance, 'timeOrigin', () => time.epochMs);

  const { timeline } = page.document;
  const timelinePrototype = page.AnimationTimeline.prototype;
  const native = Object.getOwnPropertyDescriptor(timelinePrototype, 'currentTime');
  patches.accessor(timelinePrototype, 'currentTime', function () {
    return this === timeline ? time.frame : (native?.get?.call(this) as CSSNumberish | null);
  });

  // When an event was made is not known in virtual time; what first reads it is its listener, called at once.
  const stamps = new WeakMap<Event, number>();
  patches.accessor(page.Event.prototype, 'timeStamp', function () {
    const stamp = stamps.get(this) ?? time.now;
    stamps.set(this, stamp);
    return stamp;
  });
}
