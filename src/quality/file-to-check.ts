import type { SoundExcerpt } from '../audio/audio-source';
import type { FfmpegDecoder } from '../encode/ffmpeg/ffmpeg-lane';
import type { ExportSettings } from '../formats/format';
import type { ReadDigests } from './file-digests';
import type { Gate } from './gates';
import type { QualityReport } from './report';
import type { NumberedPicture } from './sequence-film';
import type { CapturedFrames } from './watch-film';

/** A sound as it was encoded. */
export interface EncodedSound {
  /** At the file's rate, to lay its sound against; null: they are no longer there. */
  excerpts: readonly SoundExcerpt[] | null;
  /** Of all packets on end, by `openRunningHash`; null: the file has others. */
  checksum: string | null;
}

/** A finished file, and what it is made of. */
export interface FileToCheck {
  file: Blob;
  /** Numbered pictures that lie in a folder. `file` is then all of them on end. */
  pictures?: readonly NumberedPicture[] | undefined;
  name: string;
  mimeType: string;
  /** What was asked for; null: a file nothing is known of, as one of someone else's. */
  settings: ExportSettings | null;
  /** What its frames are to show. As a sentence: why it is not there. */
  captured: CapturedFrames | string;
  /** What `captured` is. Default `captured`. */
  reference?: Exclude<QualityReport['reference'], 'none'>;
  /** Checksums of the packets as they were encoded, by `openPacketHash`; null: they are no longer there. */
  packets: readonly string[] | null;
  /** Where another worker can read the file meanwhile. Absent, or rejected: it is read here. */
  readDigests?: ReadDigests;
  /** Decodes what no browser does. Null or absent: there is no ffmpeg. */
  decoder?: FfmpegDecoder | null;
  /** Its sound as it was encoded. Null or absent: nothing is known of it. */
  sound?: EncodedSound | null;
  /** What sampled frames are held to. Default: what the codec can hold, see `gatesFor`. */
  gates?: readonly Gate[];
  /**
   * Milliseconds after which no more of the picture is decoded than has to be, which is its first frame and its last. Null
   * or absent: every frame is watched.
   */
  budgetMs?: number | null;
  /** Those whose rules it must meet, by the ids of `platformChecks`. Default: none. */
  platforms?: readonly string[];
}
