export const proResProfileIds = ['proxy', 'lt', '422', '422-hq', '4444', '4444-xq'] as const;
export type ProResProfileId = (typeof proResProfileIds)[number];

export interface ProResProfile {
  id: ProResProfileId;
  label: string;
  /** What a file calls it: the QuickTime sample entry, and the codec string. */
  fourCc: 'apco' | 'apcs' | 'apcn' | 'apch' | 'ap4h' | 'ap4x';
  chroma: '422' | '444';
  /** Published target at 1920 × 1080 and 30000/1001 frames/s, bits/s. */
  targetBitrate: number;
  lumaMatrix: readonly number[];
  chromaMatrix: readonly number[];
}

/** RDD 36, 7.3: every frequency alike, the matrix of a frame that carries none. */
const flat: readonly number[] = Array.from({ length: 64 }, () => 4);

/**
 * Weights that rise with the frequency, from 4 to `highest`: where bits are few, the coarse steps go where they are
 * seen least. Straight-line in the sum of both frequencies; ours, since RDD 36 leaves matrices to the encoder.
 */
function rising(highest: number): readonly number[] {
  return Array.from({ length: 64 }, (_, index) => Math.round(4 + ((highest - 4) * ((index >> 3) + (index & 7))) / 14));
}

function profile(
  id: ProResProfileId,
  label: string,
  fourCc: ProResProfile['fourCc'],
  targetMbps: number,
  matrix: readonly number[],
  chromaMatrix = matrix,
): ProResProfile {
  return {
    id,
    label,
    fourCc,
    chroma: id.startsWith('4444') ? '444' : '422',
    targetBitrate: targetMbps * 1e6,
    lumaMatrix: matrix,
    chromaMatrix,
  };
}

/** Targets as Apple's white paper publishes them (April 2022). */
export const proResProfiles: Readonly<Record<ProResProfileId, ProResProfile>> = {
  proxy: profile('proxy', 'ProRes 422 Proxy', 'apco', 45, rising(8)),
  lt: profile('lt', 'ProRes 422 LT', 'apcs', 102, rising(6)),
  '422': profile('422', 'ProRes 422', 'apcn', 147, rising(5)),
  '422-hq': profile('422-hq', 'ProRes 422 HQ', 'apch', 220, flat),
  '4444': profile('4444', 'ProRes 4444', 'ap4h', 330, flat),
  // Half the steps: at its rate, what 10 bits cannot tell apart is worth coding.
  '4444-xq': profile(
    '4444-xq',
    'ProRes 4444 XQ',
    'ap4x',
    500,
    Array.from({ length: 64 }, () => 2),
  ),
};

/** RDD 36, 7.3: whether a frame has to carry the matrix. */
export function isDefaultMatrix(matrix: readonly number[]): boolean {
  return matrix.every((weight) => weight === 4);
}

/** The rate a profile's target stands for at this size: bytes a frame, the same at any frame rate. */
export function targetFrameBytes({ targetBitrate }: ProResProfile, width: number, height: number): number {
  const framesPerSecond = 30000 / 1001;
  const scaled = (targetBitrate / 8 / framesPerSecond) * ((width * height) / (1920 * 1080));
  return Math.max(Math.round(scaled), smallestTarget);
}

/** Bytes: what headers alone take up makes a rate by the pixel meaningless for the smallest pictures. */
const smallestTarget = 2048;
