import type { PropertyPatches } from './property-patches';
import type { VirtualTime } from './virtual-time';

/**
 * `Date` whose present is virtual. A proxy over the real constructor, so dates made before and after are the same kind:
 * `instanceof`, subclasses, `Date()` as a function, `parse` and `UTC` work as ever.
 */
export function patchDate(page: Window & typeof globalThis, patches: PropertyPatches, time: VirtualTime): void {
  const RealDate = page.Date;
  // A `Date` holds whole milliseconds.
  const now = (): number => Math.floor(time.epochMs + time.read());
  const VirtualDate = new Proxy(RealDate, {
    apply: () => new RealDate(now()).toString(),
    construct: (target, args: unknown[], newTarget) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget) as Date,
  });
  patches.value(RealDate, 'now', now);
  const prototype: { constructor: unknown } = RealDate.prototype;
  patches.value(prototype, 'constructor', VirtualDate);
  patches.value(page, 'Date', VirtualDate);
}
