import type { RuntimeErrorData, RuntimeErrorKind } from './protocol';

/** An error with a text for the user: `message` says what happened and what it means, `action` what to do. */
export class RuntimeError extends Error implements RuntimeErrorData {
  override readonly name = 'RuntimeError';

  constructor(
    readonly kind: RuntimeErrorKind,
    message: string,
    readonly action: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }

  /** The part that travels over the protocol. */
  toData(): RuntimeErrorData {
    return { kind: this.kind, message: this.message, action: this.action };
  }
}
