import { RuntimeError } from '../../runtime/runtimeError';
import { RepositoryError } from '../../runtime/repository';
import { GatewayError } from '../../runtime/gateway/gatewayError';
import { BadInputError } from '../core/badInputError';
import { EvaluationError } from '../core/runs/evaluationError';

/** What people are told of an error of this process: ours by their own words. Others are left as they are. */
export function asRuntimeError(error: unknown): unknown {
  const cause = { cause: error };
  if (error instanceof BadInputError)
    return new RuntimeError('bad-request', error.message, 'Change it and try again.', cause);
  if (error instanceof RepositoryError) {
    return new RuntimeError('unavailable', error.message, 'Open another folder, or try again.', cause);
  }
  if (error instanceof EvaluationError)
    return new RuntimeError('unavailable', error.message, 'Look at the log.', cause);
  if (error instanceof GatewayError) return new RuntimeError('unavailable', error.message, error.action, cause);
  return error;
}
