import type { NumberedPicture } from '../sequence-film';
import { readBitstream } from './bitstream/read-bitstream';
import { ByteReader } from './byte-reader';
import type { FileFacts, PictureFacts } from './file-facts';
import { readTracks } from './mediabunny-facts';
import { firstMxfFrame } from './structure/mxf-essence';
import { readPictureFolder } from './structure/picture-sequence';
import { readStructure } from './structure/read-structure';

const demuxed = ['isobmff', 'quicktime', 'webm', 'matroska', 'mpeg-ts', 'wav', 'mp3', 'aac', 'flac', 'ogg'];

const nothing = { picture: null, sound: null, soundTracks: 0, title: null, author: null, unreadable: null };

/** Reads what all checks need of a file, which may be broken: then what can be known of it. */
export async function readFacts(file: Blob & { name?: string }): Promise<FileFacts> {
  const reader = new ByteReader(file);
  const structure = await readStructure(reader);
  const base = { name: file.name ?? '', byteLength: file.size, structure };
  if (demuxed.includes(structure.container)) {
    // Of tables that contradict each other a demuxer may never find the end.
    if (structure.problems.length > 0) return { ...base, ...nothing };
    const tracks = await readTracks(file, structure);
    // A title of its own stands in the header of Matroska, apart from the tags.
    const title = tracks.title ?? structure.title;
    return { ...base, ...tracks, title, picture: tracks.picture && named(tracks.picture, structure.codecTag) };
  }
  const { picture, sound, title, author } = structure;
  const isMxf = structure.container === 'mxf';
  return {
    ...base,
    picture: isMxf && picture ? await withFrame(picture, reader) : picture,
    sound,
    soundTracks: sound ? 1 : 0,
    title,
    author,
    unreadable: null,
  };
}

/** As `readFacts`, of pictures that lie in a folder. */
export async function readPictureFacts(pictures: readonly NumberedPicture[]): Promise<FileFacts> {
  const structure = await readPictureFolder(pictures);
  const byteLength = pictures.reduce((sum, { file }) => sum + file.size, 0);
  return { ...nothing, name: '', byteLength, structure, picture: structure.picture };
}

/** With what the first frame in an MXF file says. */
async function withFrame(picture: PictureFacts, reader: ByteReader): Promise<PictureFacts> {
  const frame = await firstMxfFrame(reader);
  return frame ? named({ ...picture, bitstream: readBitstream(picture.codec, frame, null) }) : picture;
}

/** By the codec that its frames name, where the container knows the family alone. */
function named(picture: PictureFacts, tag: string | null = null): PictureFacts {
  if (picture.codec === 'V_MS/VFW/FOURCC' && tag !== null) return { ...picture, codec: tag.toLowerCase() };
  const { codec } = picture.bitstream;
  return picture.codec === 'dnx' && codec !== undefined ? { ...picture, codec } : picture;
}
