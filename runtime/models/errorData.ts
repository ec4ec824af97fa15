import { z } from 'zod';
import type { RuntimeErrorData } from '../protocol';
import { RuntimeError } from '../runtimeError';

/** Whether an error says that its AbortSignal was aborted. */
export function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

/** What a user is told of an error. */
export function toErrorData(error: unknown): RuntimeErrorData {
  if (error instanceof RuntimeError) return error.toData();
  const action = 'Try again; if it happens again, please report it with the log.';
  if (error instanceof z.ZodError) {
    return { kind: 'bad-request', message: `The request is not valid: ${z.prettifyError(error)}`, action };
  }
  const message = `The model manager failed: ${error instanceof Error ? error.message : String(error)}`;
  return { kind: 'internal', message, action };
}
