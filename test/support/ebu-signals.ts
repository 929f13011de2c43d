/** The signals of EBU Tech 3341, table 1, and Tech 3342, table 1, made by their description. */

export type Signal = Float32Array[];

/** Seconds of a 1 kHz sine whose peak is at `level` dBFS; null: silence. */
export type Stretch = readonly [seconds: number, level: number | null];

/** The same sine in all channels, in phase, its level changed where stretches meet. */
export function tones(stretches: readonly Stretch[], sampleRate = 48_000, channels = 2): Signal {
  const ends = stretches.map((_, i) => {
    return Math.round(stretches.slice(0, i + 1).reduce((sum, [seconds]) => sum + seconds, 0) * sampleRate);
  });
  const samples = new Float32Array(ends.at(-1)!);
  let at = 0;
  for (const [i, [, level]] of stretches.entries()) {
    const amplitude = level === null ? 0 : 10 ** (level / 20);
    for (; at < ends[i]!; at++) samples[at] = amplitude * Math.sin((2 * Math.PI * 1000 * at) / sampleRate);
  }
  return Array.from({ length: channels }, () => samples);
}

const twenty = Array.from({ length: 20 }, (_, i) => i);
const repeat = (count: number, stretches: readonly Stretch[]): Stretch[] =>
  Array.from({ length: count }, () => stretches).flat();

const stretches: Readonly<Record<string, readonly Stretch[]>> = {
  '3341-1': [[20, -23]],
  '3341-2': [[20, -33]],
  '3341-3': [
    [10, -36],
    [60, -23],
    [10, -36],
  ],
  '3341-4': [
    [10, -72],
    [10, -36],
    [60, -23],
    [10, -36],
    [10, -72],
  ],
  '3341-5': [
    [20, -26],
    [20.1, -20],
    [20, -26],
  ],
  '3341-9': repeat(5, [
    [1.34, -20],
    [1.66, -30],
  ]),
  ...Object.fromEntries(
    twenty.map((i) => [
      `3341-10-${i + 1}`,
      [
        [i * 0.15, null],
        [3, -23],
        [1, null],
      ],
    ]),
  ),
  '3341-11': twenty.flatMap((i): Stretch[] => [
    [i * 0.15, null],
    [3, -38 + i],
    [3 - i * 0.15, null],
  ]),
  '3341-12': repeat(25, [
    [0.18, -20],
    [0.22, -30],
  ]),
  ...Object.fromEntries(
    twenty.map((i) => [
      `3341-13-${i + 1}`,
      [
        [i * 0.02, null],
        [0.4, -23],
        [1, null],
      ],
    ]),
  ),
  '3341-14': twenty.flatMap((i): Stretch[] => [
    [i * 0.02, null],
    [0.4, -38 + i],
    [0.4 - i * 0.02, null],
  ]),
  '3342-1': [
    [20, -20],
    [20, -30],
  ],
  '3342-2': [
    [20, -20],
    [20, -15],
  ],
  '3342-3': [
    [20, -40],
    [20, -20],
  ],
  '3342-4': [
    [20, -50],
    [20, -35],
    [20, -20],
    [20, -35],
    [20, -50],
  ],
};

/** Sines that meet the sample grid beside their peaks: part of the sample rate, amplitude, degrees. */
const beside: Readonly<Record<string, readonly [part: number, amplitude: number, degrees: number]>> = {
  '3341-15': [1 / 4, 0.5, 0],
  '3341-16': [1 / 4, 0.5, 45],
  '3341-17': [1 / 6, 0.5, 60],
  '3341-18': [1 / 8, 0.5, 67.5],
  '3341-19': [1 / 4, 1.41, 45],
};

/** L R, and L R C Ls Rs for case 6. @throws RangeError for cases that exist as recordings alone */
export function ebuSignal(id: string, sampleRate = 48_000): Signal {
  const plain = stretches[id];
  if (plain !== undefined) return tones(plain, sampleRate);
  const sine = beside[id];
  if (sine !== undefined) return steadySine(...sine, sampleRate);
  if (id === '3341-6') return [-28, -28, -24, -30, -30].map((level) => tones([[20, level]], sampleRate, 1)[0]!);
  const offset = ['3341-20', '3341-21', '3341-22', '3341-23'].indexOf(id);
  if (offset < 0) throw new RangeError(`There is no signal for ${id}.`);
  return intersamplePeak(offset, sampleRate);
}

/** One second, faded in and out, since a sine that begins at once has higher peaks there than it has later. */
function steadySine(part: number, amplitude: number, degrees: number, sampleRate: number): Signal {
  const fade = sampleRate / 10;
  const samples = Float32Array.from({ length: sampleRate }, (_, i) => {
    const level = Math.min(1, i / fade, (sampleRate - i) / fade);
    return level * amplitude * Math.sin(2 * Math.PI * (part * i + degrees / 360));
  });
  return [samples, samples];
}

/**
 * A sine of fs/6 at 0.5 with one period of fs/4 at 1.0 in it, made at four times the rate, freed from what is above half
 * the rate, and of each four samples one kept.
 */
function intersamplePeak(offset: number, sampleRate: number): Signal {
  const length = 4 * sampleRate;
  const fine = new Float64Array(length);
  const fade = length / 10;
  const start = 24 * Math.round(length / 48);
  for (let i = 0, phase = 0; i < length; i++) {
    const isLoud = i >= start && i < start + 16;
    fine[i] = (isLoud ? 1 : 0.5 * Math.min(1, i / fade, (length - i) / fade)) * Math.sin(2 * Math.PI * phase);
    phase += isLoud ? 1 / 16 : 1 / 24;
  }
  const lowPass = Float64Array.from({ length: 257 }, (_, tap) => {
    const x = (tap - 128) / 4;
    const window =
      0.42 + 0.5 * Math.cos((Math.PI * (tap - 128)) / 129) + 0.08 * Math.cos((2 * Math.PI * (tap - 128)) / 129);
    return ((x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x)) * window) / 4;
  });
  const samples = Float32Array.from({ length: sampleRate }, (_, i) => {
    return lowPass.reduce((sum, h, tap) => sum + h * (fine[4 * i + offset + tap - 128] ?? 0), 0);
  });
  return [samples, samples];
}
