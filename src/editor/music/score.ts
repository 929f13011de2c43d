/** The track as data. Positions are sixteenth notes from the start of a bar, pitches are MIDI note numbers. */

export const beatsPerMinute = 100;
export const stepsPerBar = 16;
/** Seconds. */
export const beatDuration = 60 / beatsPerMinute;
export const stepDuration = beatDuration / 4;
export const barDuration = stepsPerBar * stepDuration;

export interface Note {
  step: number;
  pitch: number;
  /** In sixteenths. */
  length: number;
  /** Linear, 0 … 1. */
  velocity: number;
}

export interface Bar {
  pad: readonly Note[];
  bass: readonly Note[];
  arpeggio: readonly Note[];
  bell: readonly Note[];
  drums: DrumPattern;
}

export type Hit = readonly [step: number, velocity: number];

export interface DrumPattern {
  kick: readonly number[];
  snare: readonly Hit[];
  closedHat: readonly Hit[];
  openHat: readonly Hit[];
}

/** Fmaj9 · G6 · Am9 · Em7: the subdominant opens, so the end leads back into the beginning. */
const chords = [
  { root: 41, pad: [57, 60, 64, 67], climb: [65, 69, 72, 76, 79, 76, 72, 69] },
  { root: 43, pad: [55, 59, 62, 64], climb: [67, 71, 74, 76, 79, 76, 74, 71] },
  { root: 45, pad: [55, 59, 60, 64], climb: [64, 69, 71, 72, 76, 79, 76, 72] },
  { root: 40, pad: [55, 59, 62, 64], climb: [64, 67, 71, 74, 76, 74, 71, 67] },
] as const;

const bells: readonly (readonly Note[])[] = [
  [note(0, 88, 6, 0.9), note(6, 84, 4, 0.6), note(10, 91, 6, 0.8)],
  [note(0, 86, 6, 0.8), note(7, 83, 5, 0.6)],
  [note(0, 84, 4, 0.8), note(4, 83, 2, 0.5), note(6, 79, 6, 0.8), note(12, 76, 4, 0.5)],
  [note(0, 83, 8, 0.8), note(8, 81, 2, 0.5), note(10, 79, 2, 0.55), note(12, 83, 4, 0.65)],
];

/** Bass between the kicks: the root, its octave and a step that leads on. */
const bassLine = [
  { step: 0, up: 0, length: 2.5, velocity: 0.95 },
  { step: 3, up: 0, length: 2, velocity: 0.7 },
  { step: 6, up: 12, length: 1.5, velocity: 0.75 },
  { step: 8, up: 0, length: 2, velocity: 0.9 },
  { step: 11, up: 0, length: 2, velocity: 0.7 },
  { step: 14, up: 7, length: 1.6, velocity: 0.8 },
] as const;

/** An accent every third sixteenth, against the four of the beat. */
const arpeggioAccents = [1, 0.45, 0.5, 0.85, 0.45, 0.5, 0.9, 0.4] as const;

const groove: DrumPattern = {
  kick: [0, 4, 8, 12],
  snare: [
    [4, 1],
    [12, 1],
  ],
  closedHat: [0, 2, 3, 4, 6, 8, 10, 11, 12, 14].map((step): Hit => [
    step,
    step % 4 === 0 ? 0.6 : step % 2 === 0 ? 0.9 : 0.5,
  ]),
  openHat: [2, 6, 10, 14].map((step): Hit => [step, 0.8]),
};

/** The last bar steps back and rolls into the first. */
const fill: DrumPattern = {
  ...groove,
  kick: [0, 4, 8, 11],
  snare: [
    [4, 1],
    [10, 0.3],
    [12, 0.9],
    [13, 0.35],
    [14, 0.6],
    [15, 0.75],
  ],
  openHat: [
    [2, 0.8],
    [6, 0.8],
    [10, 1],
  ],
};

export const bars: readonly Bar[] = chords.map((chord, bar) => ({
  pad: chord.pad.map((pitch) => note(0, pitch, stepsPerBar, 0.9)),
  bass: bassLine.map(({ step, up, length, velocity }) => note(step, chord.root + up, length, velocity)),
  arpeggio: Array.from({ length: stepsPerBar }, (_, step) =>
    note(step, chord.climb[step % 8]!, 1.2, arpeggioAccents[step % 8]!),
  ),
  bell: bells[bar]!,
  drums: bar === chords.length - 1 ? fill : groove,
}));

/** Seconds. */
export const trackDuration = bars.length * barDuration;

function note(step: number, pitch: number, length: number, velocity: number): Note {
  return { step, pitch, length, velocity };
}
