import { ExportError } from '../errors';

/** What a host handed over is not what the contract asks for. */
export function compositionInvalid(path: string, problem: string, cause?: unknown): ExportError {
  return new ExportError('invalid-input', {
    detail: 'composition-invalid',
    stage: 'configure',
    message: `The composition is not usable: ${path} ${problem}.`,
    remedy: `Correct ${path} in the composition.`,
    cause,
  });
}
