import type { EncodedAudioPacket } from '../audio-source';

/** Packets in the order they come, each placed after the one before, until someone takes them. */
export class PacketList {
  #waiting: EncodedAudioPacket[] = [];
  #count = 0;
  #end = 0;

  /** Those that nobody has taken yet. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** All there have been. */
  get count(): number {
    return this.#count;
  }

  /** Samples covered so far. */
  get end(): number {
    return this.#end;
  }

  add(data: Uint8Array<ArrayBuffer>, sampleCount: number): void {
    this.#waiting.push({ data, startSample: this.#end, sampleCount });
    this.#count++;
    this.#end += sampleCount;
  }

  /** Hands out those that wait; they are not held here any longer. */
  take(): EncodedAudioPacket[] {
    const taken = this.#waiting;
    this.#waiting = [];
    return taken;
  }
}
