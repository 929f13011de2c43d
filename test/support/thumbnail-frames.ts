/** The frame of each composition of the demo that stands for it in the list of sample projects. */
export const thumbnailFrames: Readonly<Record<string, number>> = {
  blend: 96,
  particles: 90,
  shader: 60,
  spectrum: 90,
  title: 150,
  lottie: 100,
  loop: 120,
};
