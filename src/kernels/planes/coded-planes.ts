/** A decoded picture as its codes, with all that says what colours they are. */
export interface CodedPlanes {
  width: number;
  height: number;
  bits: 8 | 10 | 12;
  fullRange: boolean;
  /** Weights of red and blue in luma. */
  matrix: { readonly kr: number; readonly kb: number };
  /** Columns and rows that share a chroma sample, as shifts. */
  across: 0 | 1;
  down: 0 | 1;
  /** Rows share chroma within a field alone: every second row, from the first, is of one, the others of the other. */
  interlaced?: boolean;
  y: Plane;
  cb: Plane;
  cr: Plane;
  /** Of full range and the same depth. Absent: the picture is opaque. */
  alpha?: Plane;
}

/** Sample n of row r is `codes[r × stride + n × step]`. */
export interface Plane {
  codes: Uint8Array | Uint16Array;
  stride: number;
  step: 1 | 2;
}

export interface CodedAs {
  pixelFormat: '420' | '422' | '444';
  bits: 8 | 10 | 12;
  matrix: { readonly kr: number; readonly kb: number };
  /** As of {@link CodedPlanes}. */
  interlaced?: boolean;
}
