import type { FormatId } from '../../formats/format';
import { formatOf } from '../../formats/registry';
import type { ContainerKind } from './file-facts';
import { foreignContainer } from './structure/foreign-containers';

/** A format of ours that lies in such a container. */
const formatIn: Readonly<Partial<Record<ContainerKind, FormatId>>> = {
  isobmff: 'mp4',
  quicktime: 'mov',
  webm: 'webm',
  matroska: 'mkv',
  mxf: 'mxf',
  gif: 'gif',
  apng: 'apng',
  png: 'png',
  webp: 'webp',
  zip: 'png-sequence',
};

/** The MIME type of what a file is found to be, whatever it is called. @param otherwise where nothing is known */
export function containerMimeType(container: ContainerKind, otherwise: string): string {
  const foreign = foreignContainer(container);
  if (foreign) return foreign.mimeType;
  const format = formatIn[container];
  if (format) return formatOf(format).mimeType;
  return otherwise === '' ? 'application/octet-stream' : otherwise;
}
