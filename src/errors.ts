/**
 * The families of failure. They are stable: a host may switch on them.
 * `detail` names the exact case inside a family.
 */
export const errorCodes = [
  'unsupported',
  'invalid-input',
  'capture',
  'encoder',
  'muxer',
  'storage-quota',
  'storage',
  'audio',
  'validation',
  'timeout',
  'worker-crash',
  'cancelled',
  'internal',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** Where in an export a failure happened. */
export type ExportStage =
  'configure' | 'prepare' | 'render' | 'capture' | 'encode' | 'audio' | 'mux' | 'store' | 'deliver' | 'check';

export interface ExportErrorInit {
  /** The exact case, kebab-case and stable, e.g. `render-timeout`. */
  detail: string;
  stage: ExportStage;
  /** What went wrong, in a sentence. */
  message: string;
  /** What the user can do about it, in a sentence. */
  remedy: string;
  /** True when trying again, unchanged, may succeed. */
  recoverable?: boolean;
  cause?: unknown;
  /** The frame it happened at, where there is one. */
  frame?: number;
}

/** The wire form of an {@link ExportError}: plain data, so that it crosses worker boundaries whole. */
export interface SerialisedExportError {
  code: ErrorCode;
  detail: string;
  stage: ExportStage;
  message: string;
  remedy: string;
  recoverable: boolean;
  frame?: number;
  stack?: string;
  cause?: { name: string; message: string; stack?: string };
}

/** The only error an export fails with. */
export class ExportError extends Error {
  override readonly name = 'ExportError';
  readonly code: ErrorCode;
  readonly detail: string;
  readonly stage: ExportStage;
  readonly remedy: string;
  readonly recoverable: boolean;
  readonly frame: number | undefined;

  constructor(code: ErrorCode, init: ExportErrorInit) {
    super(init.message, init.cause === undefined ? undefined : { cause: init.cause });
    this.code = code;
    this.detail = init.detail;
    this.stage = init.stage;
    this.remedy = init.remedy;
    this.recoverable = init.recoverable ?? false;
    this.frame = init.frame;
  }

  toJSON(): SerialisedExportError {
    const { cause } = this;
    return {
      code: this.code,
      detail: this.detail,
      stage: this.stage,
      message: this.message,
      remedy: this.remedy,
      recoverable: this.recoverable,
      ...(this.frame === undefined ? {} : { frame: this.frame }),
      ...(this.stack === undefined ? {} : { stack: this.stack }),
      ...(cause === undefined ? {} : { cause: describeCause(cause) }),
    };
  }

  static fromJSON(data: SerialisedExportError): ExportError {
    const error = new ExportError(data.code, {
      ...data,
      cause: data.cause === undefined ? undefined : causeFrom(data.cause),
    });
    if (data.stack !== undefined) error.stack = data.stack;
    return error;
  }

  /**
   * Any thrown value as an `ExportError`: one passes through untouched, an abort becomes `cancelled`,
   * the browser's quota error becomes `storage-quota`, and the rest becomes what `otherwise` says.
   */
  static from(thrown: unknown, code: ErrorCode, otherwise: ExportErrorInit): ExportError {
    if (thrown instanceof ExportError) return thrown;
    if (isNamed(thrown, 'AbortError')) return cancelled(otherwise.stage, thrown);
    if (isNamed(thrown, 'QuotaExceededError')) return quotaExceeded(otherwise.stage, thrown);
    return new ExportError(code, { ...otherwise, cause: thrown });
  }
}

export function cancelled(stage: ExportStage, cause?: unknown): ExportError {
  return new ExportError('cancelled', {
    detail: 'cancelled',
    stage,
    message: 'The export was cancelled.',
    remedy: 'Start it again whenever you like.',
    recoverable: true,
    cause,
  });
}

export function quotaExceeded(stage: ExportStage, cause?: unknown): ExportError {
  return new ExportError('storage-quota', {
    detail: 'disk-full',
    stage,
    message: 'The browser has no more space to store the export.',
    remedy:
      'Free some disk space or clear unfinished exports, leave private browsing, or export a shorter range or a lower quality.',
    recoverable: true,
    cause,
  });
}

/** Throws `cancelled` when the signal is aborted; an `ExportError` given as the abort's reason is thrown itself. */
export function throwIfAborted(signal: AbortSignal, stage: ExportStage): void {
  if (signal.aborted) throw abortReason(signal, stage);
}

/** What an aborted signal stands for: the `ExportError` it was aborted with, else `cancelled`. */
export function abortReason(signal: AbortSignal, stage: ExportStage): ExportError {
  return signal.reason instanceof ExportError ? signal.reason : cancelled(stage, signal.reason);
}

function isNamed(thrown: unknown, name: string): boolean {
  return typeof thrown === 'object' && thrown !== null && 'name' in thrown && thrown.name === name;
}

function describeCause(cause: unknown): { name: string; message: string; stack?: string } {
  if (cause instanceof Error) {
    return {
      name: cause.name,
      message: cause.message,
      ...(cause.stack === undefined ? {} : { stack: cause.stack }),
    };
  }
  return { name: typeof cause, message: String(cause) };
}

function causeFrom(data: { name: string; message: string; stack?: string }): Error {
  const error = new Error(data.message);
  error.name = data.name;
  if (data.stack !== undefined) error.stack = data.stack;
  return error;
}
