import * as Comlink from 'comlink';
import { ExportError, type SerialisedExportError } from '../errors';

type SerialisedThrow =
  { exportError: SerialisedExportError } | { other: { name: string; message: string; stack?: string } };

/**
 * Lets an `ExportError` cross a worker boundary whole: Comlink by itself keeps the message and drops code and cause.
 * Both sides must call this before the first message.
 */
export function registerTransferHandlers(): void {
  const own = Comlink.transferHandlers.get('throw')!;
  Comlink.transferHandlers.set('throw', {
    canHandle: (value): value is { value: unknown } => own.canHandle(value),
    serialize: ({ value }: { value: unknown }) => [describe(value), []],
    deserialize: (serialised: SerialisedThrow) => {
      throw revive(serialised);
    },
  });
}

function describe(value: unknown): SerialisedThrow {
  if (value instanceof ExportError) return { exportError: value.toJSON() };
  if (value instanceof Error || value instanceof DOMException) {
    const { name, message, stack } = value;
    return { other: { name, message, ...(stack === undefined ? {} : { stack }) } };
  }
  return { other: { name: 'Error', message: String(value) } };
}

function revive(serialised: SerialisedThrow): Error {
  if ('exportError' in serialised) return ExportError.fromJSON(serialised.exportError);
  const { name, message, stack } = serialised.other;
  const error = new Error(message);
  error.name = name;
  if (stack !== undefined) error.stack = stack;
  return error;
}
