import { ResponseError } from 'vscode-jsonrpc';
import { RUNTIME_ERROR_CODE, type RuntimeErrorData } from '../../runtime/protocol';
import { RuntimeRequestError } from './errors';

/** What a caller gets for an error answer of the child. */
export function fromAnswer(error: unknown): RuntimeRequestError {
  if (error instanceof ResponseError && error.code === RUNTIME_ERROR_CODE && isErrorData(error.data)) {
    return new RuntimeRequestError(error.data);
  }
  return new RuntimeRequestError({
    kind: 'internal',
    message: `The runtime gave an answer that makes no sense: ${error instanceof Error ? error.message : String(error)}`,
    action: 'Try again; if it happens again, please report it with the log.',
  });
}

function isErrorData(data: unknown): data is RuntimeErrorData {
  return typeof data === 'object' && data !== null && 'kind' in data && 'message' in data && 'action' in data;
}
