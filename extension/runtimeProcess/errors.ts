// Types alone: whoever tells these errors apart at activation must not load the JSON-RPC library.
import type { RuntimeErrorData, RuntimeErrorKind } from '../../runtime/protocol';

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
