import { formatFrameRate, frameTimestampUs } from '../composition/frame-rate';
import { realNow } from '../composition/real-time';
import type { ExportSettings } from '../formats/format';
import { whyNotCompared } from './comparable';
import { sha256Of } from './file-hash';
import type { Film } from './film';
import { formatLossOf, gatedFormatOf } from './format-loss';
import { artifactResults, gateResults } from './gate-results';
import { gatesFor } from './gates';
import { openFilm, UndecodableError } from './mediabunny-film';
import type { CheckResult, QualityReport } from './report';
import { packetResult } from './packet-result';
import { scoreOf } from './score';
import { sequenceResults } from './sequence-results';
import { timeResults } from './time-results';
import { watchFilm, type CapturedFrames, type WatchedFilm } from './watch-film';

/** A finished file, and what it is made of. */
export interface FileToCheck {
  file: Blob;
  name: string;
  mimeType: string;
  settings: ExportSettings;
  /** As a sentence: why it is not there. */
  captured: CapturedFrames | string;
  /** Checksums of the packets as they were encoded, by `openPacketHash`; null: they are no longer there. */
  packets: readonly string[] | null;
}

const decoding = {
  category: 'technical',
  title: 'The picture can be decoded',
  source: 'The browser’s decoder',
} as const;

/** Decodes a file again and says how it compares with what was captured for it. */
export async function checkFile(input: FileToCheck): Promise<QualityReport> {
  const startedAt = realNow();
  const { file, name, mimeType, settings } = input;
  const seen = await lookAt(input);
  const checks = seen.checks;
  const sampled = seen.watched?.sampled ?? [];
  // Technical checks and those of the sound belong here: `checks.push(...await technicalChecks(…))`.
  return {
    schema: 'stepframe-quality-report',
    version: 1,
    file: { name, byteLength: file.size, sha256: await sha256Of(file), mimeType },
    reference: seen.watched && typeof input.captured !== 'string' ? 'captured' : 'none',
    picture: seen.film && pictureOf(seen.film, seen.watched, settings),
    sound: null,
    ...scoreOf(checks, sampled, gatesFor(gatedFormatOf(settings))),
    checks,
    sampled,
    worst: seen.watched?.worst.frames ?? [],
    series: {
      bitrate: seen.film?.bitrate ?? [],
      momentary: [],
      shortTerm: [],
      loudnessStep: 0.1,
      deltaEHistogram: [...(seen.watched?.histogram ?? [])],
    },
    tookMs: realNow() - startedAt,
  };
}

interface Seen {
  film: Film | null;
  watched: WatchedFilm | null;
  checks: CheckResult[];
}

async function lookAt({ file, settings, captured, packets }: FileToCheck): Promise<Seen> {
  const reason = whyNotCompared(settings);
  if (reason !== null) return { film: null, watched: null, checks: [notCompared(reason)] };
  let film: Film;
  try {
    film = await openFilm(file);
  } catch (cause) {
    return { film: null, watched: null, checks: [notOpened(cause)] };
  }
  try {
    const format = gatedFormatOf(settings);
    const gates = gatesFor(format);
    const watched = await watchFilm({
      ...{ film, width: settings.width, height: settings.height, frameRate: settings.frameRate },
      captured: typeof captured === 'string' ? null : captured,
      loss: gates.some(({ against }) => against === 'reference') ? formatLossOf(settings) : null,
    });
    const frameCount = settings.range.end - settings.range.first;
    const checks = [decoded(watched), await packetResult(film, packets)];
    const { fingerprints, timestampsUs } = watched;
    if (fingerprints) checks.push(...timeResults(timestampsUs, film.durationSeconds, { ...settings, frameCount }));
    if (typeof captured === 'string') checks.push(notCompared(captured));
    else {
      if (fingerprints && fingerprints.length > 0) {
        const times = captured.fingerprints.map((_, frame) => frameTimestampUs(frame, settings.frameRate));
        checks.push(
          ...sequenceResults(
            { fingerprints: captured.fingerprints, timestampsUs: times },
            { fingerprints, timestampsUs },
          ),
        );
      }
      if (timestampsUs.length > 0) {
        checks.push(...gateResults(gates, watched.sampled), ...artifactResults(watched.sampled));
      }
    }
    return { film, watched, checks };
  } finally {
    film.dispose();
  }
}

function decoded({ failure, timestampsUs }: WatchedFilm): CheckResult {
  const frames = timestampsUs.length;
  if (failure === null)
    return { id: 'decodes', ...decoding, status: 'pass', message: `${frames} frames were decoded.` };
  return damaged(`After ${frames} frames: ${failure}`);
}

function notOpened(cause: unknown): CheckResult {
  const message = cause instanceof Error ? cause.message : String(cause);
  if (cause instanceof UndecodableError) return { id: 'decodes', ...decoding, status: 'skipped', message };
  return damaged(message);
}

function damaged(message: string): CheckResult {
  const remedy = 'The file is damaged: export again, and look whether the disk has room.';
  return { id: 'decodes', ...decoding, status: 'fail', message, remedy };
}

function notCompared(message: string): CheckResult {
  return {
    ...{ id: 'compared', category: 'visual', title: 'Compared with what was captured', status: 'skipped', message },
    source: 'The frames captured for the file',
  };
}

function pictureOf(film: Film, watched: WatchedFilm | null, { frameRate }: ExportSettings): QualityReport['picture'] {
  const { width, height, codec, durationSeconds } = film;
  const frames = watched?.timestampsUs.length ?? 0;
  return { width, height, frameRate: formatFrameRate(frameRate), frames, codec, durationSeconds };
}
