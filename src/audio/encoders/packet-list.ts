import type { EncodedAudioPacket } from '../audio-source';

/** Packets in the order they come, each placed after the one before. */
export class PacketList {
  readonly packets: EncodedAudioPacket[] = [];
  #end = 0;

  /** Samples covered so far. */
  get end(): number {
    return this.#end;
  }

  add(data: Uint8Array<ArrayBuffer>, sampleCount: number): void {
    this.packets.push({ data, startSample: this.#end, sampleCount });
    this.#end += sampleCount;
  }
}
