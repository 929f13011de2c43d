import { ExportError } from '../errors';
import type { SegmentSpan } from './segment-encoder';

export function noSegment(): ExportError {
  return new ExportError('internal', {
    detail: 'no-segment',
    stage: 'encode',
    message: 'A frame came while no segment was open.',
    remedy: 'This is a fault of the export module; please report it.',
  });
}

/** @param packets that came in place of one a frame */
export function segmentIncomplete({ index, count }: SegmentSpan, packets: number): ExportError {
  return new ExportError('encoder', {
    detail: 'segment-incomplete',
    stage: 'encode',
    message: `The encoder gave ${packets} packets for the ${count} frames of segment ${index}.`,
    remedy: 'Try again; if it happens again, choose another codec.',
    recoverable: true,
  });
}
