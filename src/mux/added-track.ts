import type { Box } from './quicktime-boxes';

/** Where a track that is added to a finished header lies. */
export interface TrackPlace {
  trackId: number;
  /** Where in the file its samples begin, which lie on end. */
  sampleOffset: number;
  /** Of the movie header: units a second, and how many of them the film lasts. */
  movie: { timescale: number; duration: number };
}

/** A track beside picture and sound, small enough to lie in the space that is kept for the header. */
export interface AddedTrack {
  /** As what the track of the picture refers to it; null: it does not. */
  reference: 'tmcd' | 'chap' | null;
  /** All its samples on end. */
  samples: Uint8Array;
  /** Of the same length wherever it lies. */
  build(place: TrackPlace): Box;
}
