import {
  accelerate,
  ellipse,
  fill,
  group,
  moving,
  overshoot,
  path,
  polygon,
  settle,
  shapeLayer,
  smooth,
  stroke,
  still,
  trim,
  type Rgb,
} from './lottie-shapes';

/** A Lottie file written in code: a play button that draws itself, turns into a stop button and back, and leaves. */
export const emblemFrameRate = 60;
export const emblemFrames = 360;

const side = 720;
const centre = [side / 2, side / 2] as const;

const indigo: Rgb = [0.169, 0.106, 0.42];
const amber: Rgb = [1, 0.773, 0.298];
const coral: Rgb = [1, 0.42, 0.388];
const teal: Rgb = [0.055, 0.702, 0.584];

/** Four corners each, so that one becomes the other; the play button has two corners in its tip. */
const play = polygon([
  [-52, -78],
  [82, 0],
  [82, 0],
  [-52, 78],
]);
const stop = polygon([
  [-60, -60],
  [60, -60],
  [60, 60],
  [-60, 60],
]);

const appear = (at: number): ReturnType<typeof moving> =>
  moving(
    [at, [0, 0, 100], overshoot],
    [at + 36, [100, 100, 100]],
    [306, [100, 100, 100], accelerate],
    [336, [0, 0, 100]],
  );

const symbol = shapeLayer(
  'Symbol',
  1,
  emblemFrames,
  centre,
  [
    group([
      path(moving([126, play], [160, stop], [222, stop], [256, play])),
      fill(indigo),
      // The stroke rounds the corners.
      stroke(indigo, 22),
    ]),
  ],
  {
    scale: appear(34),
    rotation: moving([34, -120, settle], [80, 0], [126, 0], [164, 90], [222, 90], [260, 360], [306, 360], [336, 420]),
  },
);

const plate = shapeLayer('Plate', 2, emblemFrames, centre, [group([ellipse(316), fill(amber)])], { scale: appear(14) });

/** Two rings that draw themselves and chase round the plate. */
const rings = [
  { diameter: 392, width: 14, colour: indigo, from: -90, turns: 1, delay: 0 },
  { diameter: 452, width: 6, colour: coral, from: 90, turns: -1, delay: 10 },
].map(({ diameter, width, colour, from, turns, delay }, index) =>
  shapeLayer(
    `Ring ${index + 1}`,
    3 + index,
    emblemFrames,
    centre,
    [
      group([
        ellipse(diameter),
        trim(
          moving([290 + delay, 0, smooth], [344 + delay, 100]),
          moving([delay, 0, smooth], [58 + delay, 100], [120, 100], [160, 72], [220, 72], [262, 100]),
        ),
        stroke(colour, width),
      ]),
    ],
    { rotation: moving([0, from], [120, from], [262, from + 360 * turns], [358, from + 360 * turns]) },
  ),
);

/** Strokes that fly outwards: each is drawn at its head and wiped at its tail. */
function burst(name: string, index: number, at: number, rays: number, colour: Rgb, turn: number): object {
  const lines = Array.from({ length: rays }, (_, ray) => {
    const reach = ray % 2 === 0 ? 312 : 286;
    return group(
      [
        path(
          still(
            polygon(
              [
                [250, 0],
                [reach, 0],
              ],
              false,
            ),
          ),
        ),
        trim(moving([at + 10, 0, settle], [at + 46, 100]), moving([at, 0, settle], [at + 30, 100])),
        stroke(colour, ray % 2 === 0 ? 11 : 7),
      ],
      {
        rotation: still((ray * 360) / rays),
        // A finished stroke of no length would leave a dot.
        opacity: moving([at - 1, 0], [at, 100], [at + 42, 100], [at + 46, 0]),
      },
    );
  });
  return shapeLayer(name, index, emblemFrames, centre, lines, { rotation: still(turn) });
}

/** Beads on an orbit, one arm each. */
const beads = [teal, coral, indigo].map((colour, index) => {
  const start = index * 120 - 60;
  const bead = {
    ty: 'gr',
    it: [
      ellipse(index === 2 ? 22 : 30),
      fill(colour),
      { ty: 'tr', p: still([272, 0]), a: still([0, 0]), s: still([100, 100]), r: still(0), o: still(100) },
    ],
  };
  return shapeLayer(`Bead ${index + 1}`, 10 + index, emblemFrames, centre, [bead], {
    rotation: moving(
      [30, start - 140, settle],
      [120, start],
      [180, start + 60],
      [262, start + 360],
      [336, start + 480, accelerate],
    ),
    scale: moving(
      [34 + index * 5, [0, 0, 100], settle],
      [74 + index * 5, [100, 100, 100]],
      [296, [100, 100, 100], accelerate],
      [332, [0, 0, 100]],
    ),
  });
});

export const emblem = {
  v: '5.9.0',
  nm: 'Emblem',
  w: side,
  h: side,
  fr: emblemFrameRate,
  ip: 0,
  op: emblemFrames,
  ddd: 0,
  assets: [],
  layers: [
    symbol,
    plate,
    ...rings,
    ...beads,
    burst('Burst in', 20, 40, 16, coral, 0),
    burst('Burst stop', 21, 146, 12, teal, 15),
    burst('Burst play', 22, 244, 16, indigo, 11.25),
  ],
};
