/** Different pictures of a size. */
export const pictureCount = 16;

/** Which of them a frame shows: there and back again, so that motion never jumps. */
export function pictureIndex(frame: number): number {
  const turn = frame % (2 * pictureCount);
  return turn < pictureCount ? turn : 2 * pictureCount - 1 - turn;
}
