import { ResponseError } from 'vscode-jsonrpc';
import { RUNTIME_ERROR_CODE, type RuntimeErrorData, type RuntimeErrorKind } from '../../runtime/protocol';

/** A request failed in, or on the way to, the runtime child. `message` and `action` are fit for the user's eyes. */
export class RuntimeRequestError extends Error {
  override readonly name = 'RuntimeRequestError';
  readonly kind: RuntimeErrorKind;
  /** What the user can do. */
  readonly action: string;

  constructor(data: RuntimeErrorData) {
    super(data.message);
    this.kind = data.kind;
    this.action = data.action;
  }
}

/** The request's token was cancelled, or the client was disposed: nothing to report to anyone. */
export class RequestCancelledError extends Error {
  override readonly name = 'RequestCancelledError';

  constructor() {
    super('Cancelled');
  }
}

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
