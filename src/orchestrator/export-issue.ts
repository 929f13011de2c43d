import { ExportError } from '../errors';
import type { ExportSettings } from '../formats/format';

/** Something in the settings that cannot be exported as asked. */
export interface ExportIssue {
  /** `error`: the export would refuse. `warning`: it would run, but not as one may think. */
  severity: 'error' | 'warning';
  code: 'invalid-input' | 'unsupported';
  detail: string;
  /** Where in the settings, e.g. `video.codec`. */
  path: string;
  message: string;
  remedy: string;
  /** Settings that would do instead, ready to be applied to those of the file that `path` names: the first, or one of `also`. */
  suggestion?: Partial<ExportSettings>;
}

/** What makes an export refuse. */
export function invalid(detail: string, path: string, message: string, remedy: string): ExportIssue {
  return { severity: 'error', code: 'invalid-input', detail, path, message, remedy };
}

/** The first error among the issues as what an export fails with; undefined when there is none. */
export function errorFrom(issues: readonly ExportIssue[]): ExportError | undefined {
  const issue = issues.find(({ severity }) => severity === 'error');
  if (!issue) return undefined;
  const { code, detail, message, remedy } = issue;
  return new ExportError(code, { detail, stage: 'configure', message, remedy });
}
