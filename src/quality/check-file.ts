import { formatFrameRate } from '../composition/frame-rate';
import { realNow } from '../composition/real-time';
import type { ExportSettings } from '../formats/format';
import { loudnessTarget } from '../formats/loudness-targets';
import { checkPicture, type CheckedPicture } from './check-picture';
import { platformChecks, readFacts, readPictureFacts, soundChecks, technicalChecks } from './checks';
import { pictureEnd, type FileFacts } from './checks/file-facts';
import type { SoundReport } from './checks/sound-checks';
import { digestFile, type FileDigests } from './file-digests';
import type { FileToCheck } from './file-to-check';
import type { CheckResult, QualityReport } from './report';
import { scoreOf } from './score';
import { soundPacketResults } from './sound-packet-results';

/**
 * Reads a file again and says all that is found: its picture against what was captured for it, what it is against what was
 * asked, its sound, and what platforms say of it. Each part is looked at whatever is wrong with the others.
 *
 * @throws RangeError when there is no such platform
 */
export async function checkFile(input: FileToCheck): Promise<QualityReport> {
  const startedAt = realNow();
  const { file, pictures, name, mimeType, settings } = input;
  const facts: FileFacts = { ...(await (pictures ? readPictureFacts(pictures) : readFacts(file))), name };
  const digests = digestsOf(input, facts);
  digests.catch(() => undefined); // Heard of where it is waited for, unless something else fails first.
  const picture = await checkPicture(input, facts, digests);
  const sound = await soundChecks(file, settings, { facts, excerpts: input.sound?.excerpts ?? null });
  const { sha256 } = await digests;
  const checks = [
    ...picture.checks,
    ...checksumResults(sha256),
    ...technicalChecks(facts, settings),
    ...sound.checks,
    ...(await soundPacketResults(file, facts, input.sound?.checksum ?? null)),
    ...[...new Set(input.platforms)].flatMap((id) =>
      platformChecks(facts, id, { loudness: sound.figures?.integrated ?? null }),
    ),
  ];
  const { sampled = [], worst, histogram = [] } = picture.watched ?? {};
  return {
    schema: 'stepframe-quality-report',
    version: 1,
    file: { name, byteLength: file.size, sha256: sha256 ?? '', mimeType },
    reference: picture.isCompared ? (input.reference ?? 'captured') : 'none',
    picture: pictureOf(facts, picture, settings),
    sound: soundOf(facts, sound),
    ...scoreOf(checks, sampled, picture.gates),
    checks,
    sampled,
    gates: picture.gates,
    worst: (await worst?.pictures()) ?? [],
    series: {
      bitrate: bitrateOf(facts),
      momentary: sound.momentary,
      shortTerm: sound.shortTerm,
      loudnessStep: sound.step,
      ...(settings?.audio?.loudness && { loudnessTarget: loudnessTarget(settings.audio.loudness).lufs }),
      deltaEHistogram: [...histogram],
    },
    tookMs: realNow() - startedAt,
  };
}

/** Those that come from elsewhere, or, where they do not, its own. */
async function digestsOf({ file, budgetMs = null, readDigests }: FileToCheck, facts: FileFacts): Promise<FileDigests> {
  // Of tables that contradict each other a demuxer may never find the end.
  const withPackets = facts.structure.problems.length === 0;
  const read = await readDigests?.({ withPackets }).catch(() => null);
  return read ?? digestFile(file, { budgetMs, withPackets: false });
}

function checksumResults(sha256: string | null): CheckResult[] {
  if (sha256 !== null) return [];
  return [
    {
      ...{ id: 'checksum', category: 'technical', status: 'skipped', title: 'SHA-256 of the file' },
      message: 'Taking it of so large a file would slow the export down.',
      remedy: "Have all of the file checked (`checkFrames: 'all'`), or check it by itself.",
      source: 'FIPS 180-4',
    },
  ];
}

/** As the decoder has it, or the container where there is none. */
function pictureOf(
  facts: FileFacts,
  { film, watched }: CheckedPicture,
  settings: ExportSettings | null,
): QualityReport['picture'] {
  const told = facts.picture;
  const shape = film ?? (told && { ...told, durationSeconds: pictureEnd(told) });
  if (!shape) return null;
  const { width, height, codec, durationSeconds } = shape;
  const rate = settings?.frameRate ?? told?.frameRate;
  const frames = told?.packets.times.length ?? watched?.timestampsUs.length ?? 0;
  return { width, height, frameRate: rate ? formatFrameRate(rate) : '', frames, codec, durationSeconds };
}

function soundOf({ sound }: FileFacts, { figures }: SoundReport): QualityReport['sound'] {
  if (!sound || !figures) return null;
  const { codec, sampleRate, channels } = sound;
  return { codec, sampleRate, channels, ...figures };
}

/** Bits a second, one value a second of the film. */
function bitrateOf({ picture }: FileFacts): number[] {
  const bits: number[] = [];
  picture?.packets.times.forEach((time, packet) => {
    const second = Math.max(0, Math.floor(time));
    while (bits.length <= second) bits.push(0);
    bits[second]! += 8 * picture.packets.sizes[packet]!;
  });
  return bits;
}
