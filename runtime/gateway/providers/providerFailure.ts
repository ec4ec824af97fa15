import { APICallError } from '@ai-sdk/provider';
import { z } from 'zod';
import { GatewayError, type GatewayErrorKind } from '../gatewayError';
import { retryAfter } from '../calls/retryAfter';
import { AnswerTooLongError } from './transport';

/** Whose call failed; `secrets` are cut out of every text. */
export interface FailedCall {
  readonly title: string;
  readonly model: string;
  readonly call: string;
  readonly secrets: readonly string[];
}

/** Codes of connections that were never made: nothing was sent. */
const neverConnected = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'ENOTLOOPBACK',
  'UND_ERR_CONNECT_TIMEOUT',
]);
const certificate = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS/;

/** What an adapter threw, as an error that says what to do. Never holds a key, and of the request no more than the provider repeats. */
export function providerFailure(error: unknown, failed: FailedCall): GatewayError {
  if (error instanceof GatewayError) return error;
  const details = { model: failed.model, call: failed.call };
  if (isAbort(error)) return new GatewayError('aborted', 'The call was aborted.', 'Nothing is to be done.', details);
  if (causeOf(error, (cause) => cause instanceof AnswerTooLongError)) {
    return new GatewayError(
      'bad-answer',
      `${failed.title} sent an answer that is longer than any model writes; it was cut off.`,
      'Check that the address is that of a language model.',
      { ...details, reached: 'maybe' },
    );
  }
  if (APICallError.isInstance(error) && error.statusCode !== undefined && error.statusCode >= 300) {
    return answered(error, error.statusCode, failed);
  }
  const code = codeOf(error);
  if (code !== undefined) return connection(code, failed);
  if (isInStreamError(error)) return inStream(error, failed);
  return new GatewayError(
    'bad-answer',
    `${failed.title} answered something that cannot be read${textAfter(messageOf(error), failed)}`,
    'Try again; if it stays so, check that the address speaks the protocol that was chosen for it.',
    { ...details, reached: 'maybe' },
  );
}

function answered(error: APICallError, status: number, failed: FailedCall): GatewayError {
  const said = saidBy(error);
  const about = textAfter(said, failed);
  const retryAfterMs = retryAfter(error.responseHeaders?.['retry-after']);
  const details = { model: failed.model, call: failed.call, status, reached: 'turned-away' as const, retryAfterMs };
  const fail = (kind: GatewayErrorKind, message: string, action: string, passing = false) =>
    new GatewayError(kind, message, action, { ...details, passing });
  const { title } = failed;
  if (status === 401 || status === 403) {
    return fail('authentication', `${title} does not accept the key${about}`, `Enter a valid key for ${title}.`);
  }
  if (status === 402 || /insufficient_quota|credit balance|billing/i.test(said)) {
    return fail(
      'rate-limited',
      `${title} has no credit left for this key${about}`,
      `Top up the account at ${title}, or choose another model.`,
    );
  }
  if (status === 429) {
    return fail(
      'rate-limited',
      `${title} limits how often it is asked${about}`,
      'Wait a little, or choose another model.',
      true,
    );
  }
  if (status === 408 || status === 504) {
    return fail('timed-out', `${title} took too long${about}`, 'Try again, or choose another model.', true);
  }
  if (status >= 500) {
    return fail(
      'overloaded',
      `${title} failed with status ${status}${about}`,
      'Try again later, or choose another model.',
      true,
    );
  }
  if (
    status === 413 ||
    /context[ _]?(length|window)|maximum context|too (long|many tokens)|exceeds? the .*context/i.test(said)
  ) {
    return fail(
      'context-too-long',
      `The request is longer than ${failed.model} can read${about}`,
      'Give it less, or choose a model with a longer context.',
    );
  }
  if (status === 404) {
    return fail(
      'bad-request',
      `${title} does not know ${failed.model}, or has another address${about}`,
      'Check the name of the model and the address of the provider.',
    );
  }
  if (/tool|function|schema/i.test(said)) {
    return fail(
      'bad-request',
      `${title} refused the tools or the schema of this request${about}`,
      'Simplify the schema that it names, or choose another model.',
    );
  }
  return fail(
    'bad-request',
    `${title} refused the request (${status})${about}`,
    'Change what it names, or choose another model.',
  );
}

function connection(code: string, failed: FailedCall): GatewayError {
  const details = { model: failed.model, call: failed.call };
  if (certificate.test(code)) {
    return new GatewayError(
      'unreachable',
      `The certificate of ${failed.title} cannot be trusted (${code}).`,
      'Check the address; behind a proxy of a company, tell Node its certificate with NODE_EXTRA_CA_CERTS.',
      { ...details, reached: 'not-sent' },
    );
  }
  if (neverConnected.has(code)) {
    return new GatewayError(
      'unreachable',
      `${failed.title} cannot be reached (${code}).`,
      'Check that it runs and that its address is right, and the network.',
      { ...details, reached: 'not-sent', passing: code !== 'ENOTLOOPBACK' },
    );
  }
  return new GatewayError(
    'cut-off',
    `The connection to ${failed.title} broke (${code}).`,
    'Try again; what had been written until then is billed.',
    { ...details, reached: 'maybe', passing: true },
  );
}

interface InStreamError {
  readonly message: string;
  readonly code?: string | number | null | undefined;
  readonly type?: string | null | undefined;
}

/** What providers send in the middle of an answer that began well. */
function isInStreamError(error: unknown): error is InStreamError {
  return (
    typeof error === 'object' &&
    error !== null &&
    !(error instanceof Error) &&
    'message' in error &&
    typeof error.message === 'string'
  );
}

function inStream({ message, code, type }: InStreamError, failed: FailedCall): GatewayError {
  const busy = /overload|rate|capacity|unavailable/i.test(`${type ?? ''} ${code ?? ''} ${message}`);
  return new GatewayError(
    busy ? 'overloaded' : 'cut-off',
    `${failed.title} broke off its answer${textAfter(message, failed)}`,
    'Try again, or choose another model; what had been written until then is billed.',
    { model: failed.model, call: failed.call, reached: 'maybe', passing: true },
  );
}

/** The provider's own words: they often say what to change. */
function saidBy(error: APICallError): string {
  return [error.data, parsed(error.responseBody)].map(wordsOf).find((words) => words !== undefined) ?? error.message;
}

/** What vendors and their imitators say alike: an error with a message, or only the message. */
const failureSchema = z.object({
  error: z.union([
    z.string().transform((message) => ({ message, code: undefined })),
    z.object({ message: z.string(), code: z.union([z.string(), z.number()]).nullish() }),
  ]),
});

function wordsOf(body: unknown): string | undefined {
  const { error } = failureSchema.safeParse(body).data ?? {};
  if (!error) return undefined;
  return typeof error.code === 'string' ? `${error.message} (${error.code})` : error.message;
}

function parsed(body: string | undefined): unknown {
  try {
    return JSON.parse(body ?? '');
  } catch {
    return undefined;
  }
}

const longestQuote = 300;

function textAfter(said: string, { secrets }: FailedCall): string {
  let text = said.replace(/\s+/g, ' ').trim();
  for (const secret of secrets) if (secret !== '') text = text.replaceAll(secret, '***');
  // Providers repeat parts of a wrong key.
  text = text.replace(/\b(?:sk|pk|key|AIza)[-_\w*]{8,}/g, '***').replace(/Bearer\s+\S+/gi, 'Bearer ***');
  if (text.length > longestQuote) text = `${text.slice(0, longestQuote)}…`;
  return text === '' ? '.' : `: ${/[.!?…]$/.test(text) ? text : `${text}.`}`;
}

export function isAbort(error: unknown): boolean {
  return error instanceof Error && (error.name === 'AbortError' || error.name === 'ResponseAborted');
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : '';
}

function codeOf(error: unknown): string | undefined {
  const found = causeOf(error, (cause) => 'code' in cause && typeof cause.code === 'string');
  return found && 'code' in found && typeof found.code === 'string' ? found.code : undefined;
}

/** The first error in the chain of causes that is wanted. */
function causeOf(error: unknown, wanted: (cause: Error) => boolean): Error | undefined {
  let current = error;
  for (let depth = 0; depth < 8 && current instanceof Error; depth++) {
    if (wanted(current)) return current;
    current = current.cause;
  }
  return undefined;
}
