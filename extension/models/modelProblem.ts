import * as vscode from 'vscode';
import type { ModelProblem } from '../../webviews/models/protocol';
import { RuntimeRequestError } from '../runtimeProcess/errors';

/** What a user is told of an error. */
export function describeProblem(error: unknown): ModelProblem {
  if (error instanceof RuntimeRequestError) return { message: error.message, action: error.action };
  return {
    message: vscode.l10n.t('This did not work: {0}.', error instanceof Error ? error.message : String(error)),
    action: vscode.l10n.t('Try again; if it happens again, please report it with the log.'),
  };
}
