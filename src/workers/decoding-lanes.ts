import * as Comlink from 'comlink';
import type { LaneSource } from '../encode/lane-source';
import type { ExportWorkers } from './export-workers';

/** Lanes of ffmpeg for a worker that decodes, to be given to it as an argument; undefined: the host serves no ffmpeg. */
export function decodingLanes({ lanes: { ffmpeg } }: Pick<ExportWorkers, 'lanes'>): LaneSource | undefined {
  return ffmpeg.core === null ? undefined : Comlink.proxy<LaneSource>(ffmpeg);
}
