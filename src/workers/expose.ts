import * as Comlink from 'comlink';
import { registerTransferHandlers } from './transfer-handlers';
import { workerLoad, type WorkerLoad } from './worker-load';

/** What every worker of ours can be asked, beside its own work. */
export interface WorkerLife {
  /**
   * Takes a Web Lock for as long as the worker lives, and resolves when it has it. However the worker ends, the browser
   * gives the lock to whoever waits for it next: the page, which so learns of an end that no event tells of.
   */
  holdLock(name: string): Promise<void>;
  /** Answers as soon as the worker has a moment: that it lives, and what it has done. */
  beat(): WorkerLoad;
}

const life: WorkerLife = {
  holdLock: (name) =>
    new Promise((held, failed) => {
      navigator.locks
        .request(name, () => {
          held();
          return new Promise<never>(() => undefined);
        })
        .catch(failed);
    }),
  beat: workerLoad,
};

/** Lets the page call `api`, with errors that arrive whole. Called once, as the worker starts. */
export function exposeToPage(api: object): void {
  registerTransferHandlers();
  Comlink.expose({ ...api, ...life });
}
