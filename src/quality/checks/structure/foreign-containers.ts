import { latin, viewOf, type ByteReader } from '../byte-reader';
import type { ContainerKind, Structure } from '../file-facts';
import { emptyStructure } from './empty-structure';
import { imagePicture } from './image-picture';

/** Containers that are never written here: they are told by their beginning, and their parts are not looked at. */
const foreign = {
  wav: { name: 'a WAV file', mimeType: 'audio/wav' },
  mp3: { name: 'an MP3 file', mimeType: 'audio/mpeg' },
  aac: { name: 'an AAC file (ADTS)', mimeType: 'audio/aac' },
  flac: { name: 'a FLAC file', mimeType: 'audio/flac' },
  ogg: { name: 'an Ogg file', mimeType: 'audio/ogg' },
  avi: { name: 'an AVI file', mimeType: 'video/x-msvideo' },
  'mpeg-ts': { name: 'an MPEG transport stream', mimeType: 'video/mp2t' },
  jpeg: { name: 'a JPEG picture', mimeType: 'image/jpeg' },
  tiff: { name: 'a TIFF picture', mimeType: 'image/tiff' },
  bmp: { name: 'a BMP picture', mimeType: 'image/bmp' },
  exr: { name: 'an OpenEXR picture', mimeType: 'image/x-exr' },
} as const;

export type ForeignContainer = keyof typeof foreign;

/** Null: it is one of those whose structure is read, or unknown. */
export function foreignContainer(container: ContainerKind): { name: string; mimeType: string } | null {
  return container in foreign ? foreign[container as ForeignContainer] : null;
}

/** Packets of a transport stream have this length, and begin with 0x47. */
const transportPacket = 188;

/** By its first bytes. Null: it is none of these. */
export async function findForeign(reader: ByteReader): Promise<ForeignContainer | null> {
  const head = await reader.read(0, transportPacket + 1);
  const letters = latin(head.subarray(0, 4));
  const kind = latin(head.subarray(8, 12));
  if (letters === 'RIFF' || letters === 'RF64') return kind === 'WAVE' ? 'wav' : kind === 'AVI ' ? 'avi' : null;
  if (letters === 'fLaC') return 'flac';
  if (letters === 'OggS') return 'ogg';
  if (letters === 'v/1\x01') return 'exr';
  if (letters === 'II*\0' || letters === 'MM\0*') return 'tiff';
  if (letters.startsWith('ID3')) return 'mp3';
  if (letters.startsWith('BM')) return 'bmp';
  if (head[0] === 0x47 && head[transportPacket] === 0x47) return 'mpeg-ts';
  if (head[0] !== 0xff) return null;
  if (head[1] === 0xd8 && head[2] === 0xff) return 'jpeg';
  // ISO/IEC 11172-3, 2.4.2.3: eleven bits, the version, the layer. ADTS has twelve and the layer 0.
  const layer = (head[1]! >> 1) & 3;
  if (layer === 0) return (head[1]! & 0xf0) === 0xf0 ? 'aac' : null;
  return (head[1]! & 0xe0) === 0xe0 ? 'mp3' : null;
}

export async function readForeign(container: ForeignContainer, reader: ByteReader): Promise<Structure> {
  const structure = emptyStructure(container);
  if (container !== 'jpeg') return structure;
  const size = await jpegSize(reader);
  if (!size) return { ...structure, problems: ['The picture does not say its size: the file is cut off.'] };
  return { ...structure, picture: imagePicture('jpeg', size, [0], [reader.size], 1) };
}

/** Of the frame header (ITU-T T.81, B.2.2), which comes behind other segments. Null: there is none. */
async function jpegSize(reader: ByteReader): Promise<{ width: number; height: number } | null> {
  for (let at = 2; at + 9 <= reader.size;) {
    const view = viewOf(await reader.read(at, 9));
    const marker = view.getUint8(1);
    if (view.getUint8(0) !== 0xff) return null;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { width: view.getUint16(7), height: view.getUint16(5) };
    at += 2 + view.getUint16(2);
  }
  return null;
}
