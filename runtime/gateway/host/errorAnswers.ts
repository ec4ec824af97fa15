import { ResponseError } from 'vscode-jsonrpc';
import { REQUEST_CANCELLED_CODE, toResponseError } from '../../host/responseErrors';
import type { RuntimeErrorData, RuntimeErrorKind } from '../../protocol';
import { RuntimeError } from '../../runtimeError';
import { GatewayError, type GatewayErrorKind } from '../gatewayError';
import type { GatewayErrorData } from '../protocol';

/** An error of the gateway in the words of the other children. */
const runtimeKinds: Readonly<Record<GatewayErrorKind, RuntimeErrorKind>> = {
  refused: 'unavailable',
  authentication: 'denied',
  'rate-limited': 'network',
  overloaded: 'network',
  unreachable: 'network',
  'timed-out': 'network',
  'cut-off': 'network',
  'bad-answer': 'network',
  'bad-request': 'bad-request',
  'context-too-long': 'bad-request',
  aborted: 'unavailable',
  internal: 'internal',
};

/** What the parent is told of a request that failed. */
export function answerError(error: unknown): ResponseError<RuntimeErrorData> {
  if (!(error instanceof GatewayError)) return toResponseError(error);
  if (error.kind === 'aborted') return new ResponseError<RuntimeErrorData>(REQUEST_CANCELLED_CODE, 'Cancelled');
  return toResponseError(new RuntimeError(runtimeKinds[error.kind], error.message, error.action, { cause: error }));
}

/** A generation that failed is an answer; only one that the caller cancelled is none. */
export function failedGeneration(error: unknown): GatewayErrorData {
  if (error instanceof GatewayError) {
    const { kind, message, action, details } = error;
    const { refusal, cost } = details;
    return { kind, message, action, refusal, ...(cost !== undefined && { cost }) };
  }
  if (error instanceof RuntimeError) return error.toData();
  throw error;
}
