/**
 * Calls `move` with the pointer's place across `area`, 0 at its left edge and 1 at its right, from the press on
 * `handle` until the release. The pointer may leave the handle meanwhile.
 */
export function onDrag(
  handle: HTMLElement,
  area: HTMLElement,
  move: (position: number) => void,
  start?: () => void,
): void {
  const report = (event: PointerEvent) => {
    const { left, width } = area.getBoundingClientRect();
    move(Math.min(1, Math.max(0, (event.clientX - left) / width)));
  };
  handle.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    event.stopPropagation();
    handle.setPointerCapture(event.pointerId);
    start?.();
    report(event);
  });
  handle.addEventListener('pointermove', (event) => {
    if (handle.hasPointerCapture(event.pointerId)) report(event);
  });
}
