/**
 * The page's own clock, taken when the editor loads. A composition that is driven through a virtual clock replaces the
 * globals while its preview is open, and playback must not be driven by the time it drives itself.
 */
export const requestRealFrame = window.requestAnimationFrame.bind(window);
export const cancelRealFrame = window.cancelAnimationFrame.bind(window);
export const realSetTimeout = window.setTimeout.bind(window);
/** Milliseconds, monotonic. */
export const realNow = performance.now.bind(performance);
