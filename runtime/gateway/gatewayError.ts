import type { Refusal } from './types';

/** What a call failed of. Only 'refused' was never sent. */
export type GatewayErrorKind =
  | 'refused'
  | 'authentication'
  | 'rate-limited'
  | 'overloaded'
  | 'unreachable'
  | 'timed-out'
  | 'cut-off'
  | 'bad-answer'
  | 'bad-request'
  | 'context-too-long'
  | 'aborted'
  | 'internal';

/** A call that did not give an answer: `message` says what happened and what it means, `action` what to do. */
export class GatewayError extends Error {
  override readonly name = 'GatewayError';

  constructor(
    readonly kind: GatewayErrorKind,
    message: string,
    readonly action: string,
    readonly details: {
      readonly model?: string | undefined;
      readonly call?: string | undefined;
      readonly refusal?: Refusal | undefined;
      /** Milliseconds after which the provider wants to be asked again. */
      readonly retryAfterMs?: number | undefined;
      readonly status?: number | undefined;
      /**
       * How far it got, and so whether it costs: 'not-sent' and 'turned-away' (answered with a failure before any work) do not,
       * 'maybe' may have run. undefined: 'maybe'.
       */
      readonly reached?: 'not-sent' | 'turned-away' | 'maybe' | undefined;
      /** Micro-dollars that were booked for it, all attempts and models together; undefined: nothing. */
      readonly cost?: number | undefined;
      /** Asking the same again may go well. */
      readonly passing?: boolean | undefined;
      readonly cause?: unknown;
    } = {},
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
  }
}
