import { z } from 'zod';
import { RuntimeError } from '../../runtimeError';
import { GatewayError, type GatewayErrorKind } from '../gatewayError';
import type { Refusal } from '../types';

/** An error in OpenAI's form. */
export interface OpenAiError {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: {
    readonly error: {
      readonly message: string;
      readonly type: string;
      readonly param: string | null;
      readonly code: string | null;
    };
  };
}

/** 402 is not tried again by clients, as 429 is: money does not come back by waiting a second. */
const refusalStatus: Readonly<Record<Refusal['reason'], number>> = {
  budget: 402,
  ceiling: 402,
  'price-unknown': 402,
  'local-only': 403,
  policy: 403,
  'no-model': 404,
  context: 400,
  'ledger-unavailable': 503,
};

const status: Readonly<Record<Exclude<GatewayErrorKind, 'refused'>, number>> = {
  // Not 401: it is the provider that does not know its key, not this server its client.
  authentication: 502,
  'rate-limited': 429,
  overloaded: 503,
  unreachable: 502,
  'timed-out': 504,
  'cut-off': 502,
  'bad-answer': 502,
  'bad-request': 400,
  'context-too-long': 400,
  aborted: 499,
  internal: 500,
};

export function toOpenAiError(error: unknown): OpenAiError {
  if (error instanceof GatewayError) return ofGateway(error);
  if (error instanceof RuntimeError) {
    return openAiError(503, `${error.message} ${error.action}`, 'server_error', error.kind);
  }
  if (error instanceof z.ZodError) {
    const [issue] = error.issues;
    const param = issue?.path.join('.');
    const message = `The request is not valid: ${z.prettifyError(error).replace(/\s+/g, ' ')}`;
    return openAiError(400, message, 'invalid_request_error', null, param === '' ? undefined : param);
  }
  return openAiError(500, 'The gateway failed. Its log says more.', 'server_error', 'internal');
}

function ofGateway({ kind, message, action, details }: GatewayError): OpenAiError {
  const { refusal, retryAfterMs, passing } = details;
  const code = refusal ? `refused_${refusal.reason.replace(/-/g, '_')}` : kind.replace(/-/g, '_');
  const number = kind === 'refused' ? refusalStatus[refusal?.reason ?? 'budget'] : status[kind];
  const tooLong = kind === 'context-too-long' || refusal?.reason === 'context';
  const answer = openAiError(
    number,
    `${message} ${action}`,
    kind === 'refused' ? 'refused_error' : number < 500 ? 'invalid_request_error' : 'server_error',
    tooLong ? 'context_length_exceeded' : code,
  );
  return {
    ...answer,
    headers: {
      ...(retryAfterMs !== undefined && { 'retry-after': String(Math.ceil(retryAfterMs / 1000)) }),
      // The gateway has tried as often as makes sense; OpenAI's client would start all over.
      ...(!(passing === true && kind === 'rate-limited') && { 'x-should-retry': 'false' }),
    },
  };
}

export function openAiError(
  number: number,
  message: string,
  type: string,
  code: string | null,
  param: string | null = null,
): OpenAiError {
  return { status: number, headers: {}, body: { error: { message, type, param, code } } };
}
