/** Network abstraction layer units of H.264 (ITU-T H.264, table 7-1). */
const idrSlice = 5;
const sequenceParameterSet = 7;
const pictureParameterSet = 8;

/** The units between the start codes of annex B. */
export function unitsOf(stream: Uint8Array): Uint8Array[] {
  const units: Uint8Array[] = [];
  let start = -1;
  for (let at = stream.indexOf(1, 2); at >= 0; at = stream.indexOf(1, at + 1)) {
    if (stream[at - 1] !== 0 || stream[at - 2] !== 0) continue;
    if (start >= 0) units.push(trimmed(stream, start, at - 2));
    start = at + 1;
  }
  if (start >= 0) units.push(trimmed(stream, start, stream.length));
  return units;
}

export function isIdr(units: readonly Uint8Array[]): boolean {
  return units.some((unit) => typeOf(unit) === idrSlice);
}

/**
 * An access unit as MP4 holds it (ISO/IEC 14496-15): lengths in place of start codes, parameter sets apart.
 *
 * @returns null in `record` where the unit has no parameter sets
 */
export function toAvc(accessUnit: Uint8Array): {
  packet: Uint8Array;
  key: boolean;
  record: Uint8Array<ArrayBuffer> | null;
} {
  const units = unitsOf(accessUnit);
  const sps = units.find((unit) => typeOf(unit) === sequenceParameterSet);
  const pps = units.find((unit) => typeOf(unit) === pictureParameterSet);
  const coded = units.filter((unit) => ![sequenceParameterSet, pictureParameterSet].includes(typeOf(unit)));
  const packet = new Uint8Array(coded.reduce((sum, unit) => sum + 4 + unit.length, 0));
  let at = 0;
  for (const unit of coded) {
    new DataView(packet.buffer).setUint32(at, unit.length);
    packet.set(unit, at + 4);
    at += 4 + unit.length;
  }
  return { packet, key: isIdr(units), record: sps && pps ? decoderRecord(sps, pps) : null };
}

/** AVCDecoderConfigurationRecord of 8-bit 4:2:0 streams. */
function decoderRecord(sps: Uint8Array, pps: Uint8Array): Uint8Array<ArrayBuffer> {
  const high = sps[1]! >= 100;
  return Uint8Array.from([
    ...[1, sps[1]!, sps[2]!, sps[3]!, 0xff, 0xe1],
    ...[sps.length >> 8, sps.length & 255, ...sps, 1, pps.length >> 8, pps.length & 255, ...pps],
    // Chroma format 1, 8 bits each, no extensions.
    ...(high ? [0xfd, 0xf8, 0xf8, 0] : []),
  ]);
}

function typeOf(unit: Uint8Array): number {
  return unit[0]! & 31;
}

/** Without the zeros before the next start code. */
function trimmed(stream: Uint8Array, start: number, end: number): Uint8Array {
  let last = end;
  while (last > start && stream[last - 1] === 0) last--;
  return stream.subarray(start, last);
}
