/** `npm run check-file`: checks any media file, and says by its exit code what to do with it. */
import { checkUsage, parseCheckCommand } from './check-arguments';
import { describeComparison, describeReport, withoutPictures } from './check-report';
import { runCommand } from './command-line';
import { checkMediaFile, compareMediaFiles } from './terminal-check';

const exitCodes = { approve: 0, review: 3, reject: 4 } as const;
const differs = 4;

await runCommand(async (args, folder, terminal) => {
  const command = parseCheckCommand(args, folder);
  switch (command.kind) {
    case 'help':
      return { text: checkUsage };
    case 'compare': {
      const comparison = await compareMediaFiles(command, terminal);
      const text = command.json ? JSON.stringify(comparison) : describeComparison(comparison, command);
      return { text, exitCode: comparison.passed ? 0 : differs };
    }
    case 'check': {
      const report = await checkMediaFile(command, terminal);
      const text = command.json ? JSON.stringify(withoutPictures(report)) : describeReport(report);
      return { text, exitCode: exitCodes[report.recommendation] };
    }
  }
});
