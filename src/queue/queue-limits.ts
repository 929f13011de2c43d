import { laneCount } from '../workers/lane-hosts';
import type { JobNeeds } from './job';

/** What all running jobs together may take up. */
export interface QueueLimits extends JobNeeds {
  /** How many exports run beside each other, each of another composition: they are all drawn on the page. */
  exports: number;
}

/** What browsers tell of a device. */
export interface DeviceMeasures {
  hardwareConcurrency: number;
  /** GB, 8 at the most; some browsers tell of none. */
  deviceMemory?: number;
}

/** What an export takes up, the page it is drawn on included. */
export type Room = QueueLimits;

export const roomKeys = ['exports', 'memory', 'encoders', 'lanes'] as const satisfies readonly (keyof Room)[];

export const noRoom: Readonly<Room> = { exports: 0, memory: 0, encoders: 0, lanes: 0 };

const assumedMemory = 4;
/** Of the memory that the browser tells of: the rest is the page's and the system's. */
const memoryShare = 0.75;
const mostEncoders = 3;

/** What this device can do at once without slowing down all of it. */
export function defaultLimits(device: DeviceMeasures = navigator): QueueLimits {
  const beside = Math.max(1, Math.min(mostEncoders, Math.floor(device.hardwareConcurrency / 2)));
  return {
    exports: beside,
    memory: (device.deviceMemory ?? assumedMemory) * 2 ** 30 * memoryShare,
    encoders: beside,
    // As many as the smallest of them could be.
    lanes: laneCount(1, device),
  };
}

export function plus(one: Room, other: Room): Room {
  return combine(one, other, (a, b) => a + b);
}

export function minus(one: Room, other: Room): Room {
  return combine(one, other, (a, b) => a - b);
}

export function fitsIn(needs: Room, room: Room): boolean {
  return roomKeys.every((key) => needs[key] <= room[key]);
}

function combine(one: Room, other: Room, operate: (a: number, b: number) => number): Room {
  return {
    exports: operate(one.exports, other.exports),
    memory: operate(one.memory, other.memory),
    encoders: operate(one.encoders, other.encoders),
    lanes: operate(one.lanes, other.lanes),
  };
}
