/** `npm run export`: reads the command line, runs it, and says how it went by exit code, stdout and stderr. */
import { ExportError } from '../errors';
import { parseCommand, usage } from './arguments';
import { exitCodeOfInterruption, interruptionSignal } from './interruption';
import { describeError, describeExport, describeListing } from './report';
import { exportToFile, listAll } from './terminal-export';
import { StatusLine } from './status-line';

const interruption = interruptionSignal();
const status = new StatusLine(process.stderr);
const terminal = {
  log: (line: string) => status.log(line),
  onProgress: status.show.bind(status),
  signal: interruption,
};

async function run(args: readonly string[]): Promise<string> {
  // npm runs scripts in the package's folder; paths are meant from where the person is.
  const command = parseCommand(args, process.env['INIT_CWD'] ?? process.cwd());
  switch (command.kind) {
    case 'help':
      return usage;
    case 'list': {
      const listing = await listAll(terminal);
      return command.json ? JSON.stringify(listing) : describeListing(listing);
    }
    case 'export': {
      const report = await exportToFile(command, terminal);
      return command.json ? JSON.stringify(report) : describeExport(report);
    }
  }
}

try {
  const answer = await run(process.argv.slice(2));
  status.clear();
  process.stdout.write(`${answer}\n`);
} catch (error) {
  if (!(error instanceof ExportError)) throw error;
  status.log(describeError(error));
  process.exitCode = exitCodeOf(error);
}

function exitCodeOf({ code, stage }: ExportError): number {
  const badArguments = code === 'invalid-input' && stage === 'configure';
  return exitCodeOfInterruption(interruption) ?? (badArguments ? 2 : 1);
}
