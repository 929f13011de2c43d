import { ExportError } from '../errors';

/** An argument that cannot be used, with what would do. */
export function badArgument(
  detail: string,
  message: string,
  remedy = 'Run the command with --help to see what it takes.',
  cause?: unknown,
): ExportError {
  return new ExportError('invalid-input', { detail, stage: 'configure', message, remedy, cause });
}
