import { RepositoryError } from '../../runtime/repository';
import { RuntimeError } from '../../runtime/runtimeError';
import { BadInputError } from '../core/badInputError';
import { EvaluationError } from '../core/runs/evaluationError';

/** Errors of evaluations in the form in which they cross the border; others are left as they are. */
export function hostError(error: unknown): unknown {
  if (error instanceof BadInputError) return new RuntimeError('bad-request', error.message, '', { cause: error });
  if (error instanceof EvaluationError) {
    const kind = error.kind === 'set-damaged' ? 'bad-request' : 'unavailable';
    return new RuntimeError(kind, error.message, '', { cause: error });
  }
  if (!(error instanceof RepositoryError)) return error;
  if (error.kind === 'cancelled') return new DOMException(error.message, 'AbortError');
  return new RuntimeError('bad-request', error.message, 'Look at the folder, and try again.', { cause: error });
}
