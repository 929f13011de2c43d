import { frameTimestampUs, type FrameRate } from '../composition/frame-rate';
import type { FileToCheck } from './file-to-check';
import type { FileFacts } from './checks/file-facts';
import { comparisonNotes, whyFileIsNotCompared, whyNotCompared } from './comparable';
import { comparedWith, decoded, notCompared, notOpened, undecoded } from './decoding-results';
import type { FileDigests } from './file-digests';
import type { Film } from './film';
import { framesIn, stretchesOf } from './film-stretches';
import { codedAs, formatLossOf } from './format-loss';
import { alphaResults, artifactResults, gateResults } from './gate-results';
import { gatesFor, type Gate } from './gates';
import { openFilm, usualRate } from './open-film';
import { packetResult } from './packet-result';
import type { CheckResult } from './report';
import { codedFilmOf } from './sample-plan';
import { sequenceResults } from './sequence-results';
import { decodedAlphaOf } from './translucent';
import { UndecodableError } from './undecodable-error';
import { watchFilm, type CapturedFrames, type WatchedFilm } from './watch-film';

/** What came of looking at a file's picture. */
export interface CheckedPicture {
  /** Closed by now. Null: it could not be decoded. */
  film: Pick<Film, 'codec' | 'width' | 'height' | 'durationSeconds'> | null;
  watched: WatchedFilm | null;
  isCompared: boolean;
  gates: readonly Gate[];
  checks: CheckResult[];
}

/**
 * Decodes a file's picture again and compares it with what it is to show. Whatever is wrong with it is in the results.
 * Colours are compared as the numbers that are coded, whatever their primaries: of a wider gamut than sRGB, ΔE2000 is that
 * of an sRGB picture of the same numbers.
 */
export async function checkPicture(
  input: FileToCheck,
  facts: FileFacts,
  digests: Promise<FileDigests>,
): Promise<CheckedPicture> {
  const { file, pictures, settings, captured } = input;
  const coded = codedAs(settings, facts);
  const gates = input.gates ?? gatesFor(coded);
  const unseen = (check: CheckResult): CheckedPicture => ({
    ...{ film: null, watched: null, isCompared: false, gates, checks: [check] },
  });
  // Of tables that contradict each other a demuxer may never find the end.
  if (facts.structure.problems.length > 0) return unseen(undecoded);
  if (!settings && !facts.picture && facts.sound) return unseen(notCompared('There is no picture: it is sound alone.'));
  const reason = settings ? whyNotCompared(settings) : null;
  if (reason !== null) return unseen(notCompared(reason));
  let film: Film;
  try {
    film = await openFilm({ file, pictures, settings, decoder: input.decoder ?? null });
  } catch (cause) {
    return unseen(notOpened(cause));
  }
  try {
    const shape = shapeOf(input, facts, film);
    const difference = typeof captured === 'string' ? captured : settings ? null : whyFileIsNotCompared(facts, film);
    const source = typeof captured === 'string' || difference !== null ? null : captured;
    const watched = await watchFilm({
      ...{ film, ...shape, captured: source, budgetMs: input.budgetMs ?? null },
      alpha: decodedAlphaOf(settings),
      stretches: facts.picture ? stretchesOf(facts.picture.packets) : [],
      loss: gates.some(({ against }) => against === 'reference') ? formatLossOf(coded, shape) : null,
    });
    const checks = [decoded(watched, facts)];
    if (settings) checks.push(await packetResult(() => packetHashes(film, digests), input.packets));
    if (source && settings) checks.push(...comparedWith(comparisonNotes(settings)));
    if (source && (watched.timestampsUs.length > 0 || watched.sampled.length > 0))
      checks.push(...comparisonResults(source, watched, gates, shape.frameRate));
    else if (difference !== null) checks.push(notCompared(difference));
    return { film, watched, gates, checks, isCompared: source !== null };
  } catch (cause) {
    if (!(cause instanceof UndecodableError)) throw cause;
    return unseen(notOpened(cause));
  } finally {
    film.dispose();
  }
}

/** As they were read elsewhere meanwhile, or else here. */
async function packetHashes(film: Film, digests: Promise<FileDigests>): Promise<readonly string[] | null> {
  return (await digests).packets ?? film.packetHashes();
}

/** What was asked for, or what the file itself says. */
function shapeOf({ settings }: FileToCheck, { picture }: FileFacts, film: Film): FilmShape {
  const { width, height } = settings ?? film;
  const frameRate = settings ? codedFilmOf(settings).frameRate : (picture?.frameRate ?? usualRate);
  return { width, height, frameRate };
}

interface FilmShape {
  width: number;
  height: number;
  frameRate: FrameRate;
}

function comparisonResults(
  captured: CapturedFrames,
  watched: WatchedFilm,
  gates: readonly Gate[],
  frameRate: FrameRate,
): CheckResult[] {
  return [
    ...orderResults(captured, watched, frameRate),
    ...gateResults(gates, watched.sampled),
    ...alphaResults(gates, watched.sampled),
    ...artifactResults(watched.sampled),
  ];
}

/** By fingerprints, where there are any of both. */
function orderResults(captured: CapturedFrames, watched: WatchedFilm, frameRate: FrameRate): CheckResult[] {
  const { isWhole, fingerprints, timestampsUs } = watched;
  const shown = capturedFramesOf(watched, captured.fingerprints?.length ?? 0, frameRate);
  const known = shown.flatMap((frame) => captured.fingerprints?.[frame] ?? []);
  // Not all of them, where an export was begun when less was to be looked at.
  if (fingerprints.length === 0 || shown.length === 0 || known.length < shown.length) return [];
  const source = {
    fingerprints: known,
    timestampsUs: shown.map((frame) => frameTimestampUs(frame, frameRate)),
  };
  return sequenceResults(source, { fingerprints, timestampsUs }, isWhole ? null : shown);
}

/** The frames that the stretches that were watched should show. */
function capturedFramesOf({ isWhole, stretches }: WatchedFilm, count: number, frameRate: FrameRate): number[] {
  if (isWhole) return Array.from({ length: count }, (_, frame) => frame);
  return stretches.flatMap((stretch) => framesIn(stretch, count, frameRate));
}
