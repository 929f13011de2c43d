/** `npm run golden`: golden frames of compositions in a folder, for a person and for continuous integration. */
import { runCommand } from './command-line';
import { goldenUsage, parseGoldenCommand } from './golden-arguments';
import { describeGolden } from './golden-report';
import { runGolden } from './terminal-golden';

const differs = 4;

await runCommand(async (args, folder, terminal) => {
  const command = parseGoldenCommand(args, folder);
  if (command.kind === 'help') return { text: goldenUsage };
  const result = await runGolden(command, terminal);
  const text = command.json ? JSON.stringify(result) : describeGolden(result);
  return { text, exitCode: result.frames.some(({ passed }) => passed === false) ? differs : 0 };
});
