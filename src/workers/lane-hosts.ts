import * as Comlink from 'comlink';
import type { FfmpegCoreUrls } from '../encode/ffmpeg/ffmpeg-lane';
import type { LaneSource } from '../encode/lane-source';
import { cancelled, type ExportError } from '../errors';
import type { LaneWorkerApi } from './protocol';
import { WorkerHost, type WorkerHealth, type WorkerUse } from './worker-host';

/** The page's side of an engine's lanes: workers of one kind, each started when it is first needed. */
export class LaneHosts implements LaneSource {
  private readonly hosts: WorkerHost<LaneWorkerApi>[] = [];
  private readonly deaths: Promise<string>[] = [];

  /** @param core of lanes that run ffmpeg */
  constructor(
    private readonly name: string,
    private readonly create: () => Promise<Worker>,
    count: number,
    readonly core: FfmpegCoreUrls | null = null,
    private readonly use?: WorkerUse,
  ) {
    this.resize(count);
  }

  /** How each does; null of one that was not needed yet. */
  get health(): (WorkerHealth | null)[] {
    return this.hosts.map((host) => host.health);
  }

  /** Between two exports: lanes that are too many end. */
  resize(count: number): void {
    for (const host of this.hosts.splice(count)) host.terminate(cancelled('encode'));
    while (this.hosts.length < count) this.hosts.push(new WorkerHost(this.name, this.create, this.use, true));
  }

  get count(): number {
    return this.hosts.length;
  }

  async open(index: number): Promise<MessagePort> {
    const { port1, port2 } = new MessageChannel();
    const host = this.hosts[index]!;
    let connected = (): void => undefined;
    const opened = new Promise<void>((resolve) => (connected = resolve));
    // The call lasts as long as the lane does, so that its failure is the lane's end.
    const life = host.call((api) => {
      connected();
      return api.connect(Comlink.transfer(port2, [port2]));
    });
    this.deaths[index] = new Promise((resolve) => {
      life.catch((reason: unknown) => resolve(reason instanceof Error ? reason.message : String(reason)));
    });
    await Promise.race([opened, life]);
    return Comlink.transfer(port1, [port1]);
  }

  lost(index: number): Promise<string> {
    return this.deaths[index] ?? new Promise(() => undefined);
  }

  end(index: number): void {
    this.hosts[index]!.terminate(cancelled('encode'));
  }

  /** Ends all lanes. Idempotent. */
  terminate(reason: ExportError): void {
    for (const host of this.hosts) host.terminate(reason);
  }
}

const mostLanes = 8;

/**
 * How many lanes this device can feed: one for each core, for the page's own work fits between, and fewer where memory is
 * short.
 *
 * @param laneBytes what one takes
 */
export function laneCount(
  laneBytes: number,
  { hardwareConcurrency, deviceMemory }: DeviceMeasures = navigator,
): number {
  // Browsers tell of 8 GB at the most, and some of none.
  const memory = (deviceMemory ?? 4) * 2 ** 30;
  return Math.max(1, Math.min(hardwareConcurrency, Math.floor(memory / 2 / laneBytes), mostLanes));
}

interface DeviceMeasures {
  hardwareConcurrency: number;
  deviceMemory?: number;
}
