import { ExportError } from '../errors';
import { exitCodeOfInterruption, interruptionSignal } from './interruption';
import { describeError, describeProgress } from './report';
import { StatusLine } from './status-line';
import type { Terminal } from './terminal-export';

/** What a command prints, and the exit code that says how it went. */
export interface Answer {
  /** Empty: nothing. */
  text: string;
  /** To standard error. */
  errors?: string;
  exitCode?: number;
}

/**
 * Runs a command of this process: its answer goes to standard output, errors to standard error. Arguments that cannot be
 * used end with exit code 2, other errors with 1, an interruption with 128 + the signal's number.
 *
 * @param run is given the arguments and the folder that relative paths start from
 */
export async function runCommand(
  run: (args: readonly string[], folder: string, terminal: Terminal) => Promise<Answer>,
): Promise<void> {
  const interruption = interruptionSignal();
  const status = new StatusLine(process.stderr);
  const terminal: Terminal = {
    log: (line) => status.log(line),
    print: (line) => {
      status.clear();
      process.stdout.write(`${line}\n`);
    },
    onProgress: (progress) => status.show(describeProgress(progress)),
    onStatus: status.show.bind(status),
    signal: interruption,
  };
  try {
    // npm runs scripts in the package's folder; paths are meant from where the person is.
    const {
      text,
      errors,
      exitCode = 0,
    } = await run(process.argv.slice(2), process.env['INIT_CWD'] ?? process.cwd(), terminal);
    if (errors !== undefined) status.log(errors);
    if (text !== '') terminal.print(text);
    status.clear();
    process.exitCode = exitCode;
  } catch (error) {
    if (!(error instanceof ExportError)) throw error;
    status.log(describeError(error));
    process.exitCode = exitCodeOfInterruption(interruption) ?? exitCodeOf(error);
  }
}

function exitCodeOf({ code, stage }: ExportError): number {
  return code === 'invalid-input' && stage === 'configure' ? 2 : 1;
}
