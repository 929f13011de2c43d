import type { CheckResult } from './report';

const base = {
  id: 'packets',
  category: 'technical',
  title: 'Packets of the picture',
  source: 'The packets as the encoder made them',
} as const;

/**
 * Whether the file holds the picture's packets bit by bit: damage too small to be seen shows here.
 *
 * @param readHashes as `Film.packetHashes`
 * @param encoded those that were taken as the packets were encoded
 */
export async function packetResult(
  readHashes: () => Promise<readonly string[] | null>,
  encoded: readonly string[] | null,
): Promise<CheckResult> {
  if (!encoded)
    return { ...base, status: 'skipped', message: 'No checksums were taken of the packets as they were encoded.' };
  let inFile: readonly string[] | null;
  try {
    inFile = await readHashes();
  } catch (cause) {
    return failing(`They cannot all be read: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
  if (!inFile)
    return { ...base, status: 'skipped', message: 'The file is made of the packets, and does not hold them.' };
  const different = encoded.map((_, index) => index).filter((index) => inFile[index] !== encoded[index]);
  const figures = { measured: inFile.length, expected: encoded.length };
  if (different.length === 0 && inFile.length === encoded.length) {
    return { ...base, ...figures, status: 'pass', message: `All ${encoded.length} are in the file, bit by bit.` };
  }
  if (inFile.length !== encoded.length) return { ...failing('Some are missing, or too many.'), ...figures };
  return { ...failing(`${different.length} are not as they were encoded.`), frames: different.slice(0, 20) };
}

function failing(message: string): CheckResult {
  const remedy = 'The file is damaged: export again, and look whether the disk is in order.';
  return { ...base, status: 'fail', message, remedy };
}
