/** `npm run export`: reads the command line, runs it, and says how it went by exit code, stdout and stderr. */
import { parseCommand, usage } from './arguments';
import { describeBatchAnswer } from './batch-text';
import { runCommand } from './command-line';
import { describeExport, describeListing } from './report';
import { runBatchFile } from './terminal-batch';
import { exportToFile, listAll } from './terminal-export';

await runCommand(async (args, folder, terminal) => {
  const command = parseCommand(args, folder);
  switch (command.kind) {
    case 'help':
      return { text: usage };
    case 'list': {
      const listing = await listAll(terminal);
      return { text: command.json ? JSON.stringify(listing) : describeListing(listing) };
    }
    case 'batch':
      return describeBatchAnswer(await runBatchFile(command, terminal), command.json);
    case 'export': {
      const report = await exportToFile(command, terminal);
      return { text: command.json ? JSON.stringify(report) : describeExport(report) };
    }
  }
});
