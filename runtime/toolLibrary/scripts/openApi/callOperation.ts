import { Ajv } from 'ajv';
import type { Json } from '../../../gateway/types';
import { ToolError } from '../../../tools/toolError';
import type { JsonSchema } from '../../types';
import type { ApiOperation, ApiParameter } from './readDocument';

export interface ApiAnswer {
  readonly status: number;
  /** JSON where it is such, text otherwise; cut where it is long. */
  readonly body: Json;
  /** Why the answer is not what the document says; undefined: it is. */
  readonly mismatch: string | undefined;
}

export interface ApiServer {
  /** On the loopback interface; the operation's path comes behind it. */
  readonly baseUrl: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** Milliseconds. */
const patience = 20_000;
/** Bytes. */
const largestAnswer = 2 << 20;

/**
 * The address of a server that may be called: the user named it, and it is on this machine.
 * @throws ToolError
 */
export function loopbackUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isLoopback = url !== undefined && /^(127(\.\d{1,3}){3}|localhost|\[::1\])$/.test(url.hostname);
  if (url !== undefined && isLoopback && /^https?:$/.test(url.protocol)) return url;
  throw new ToolError(`“${text}” is no server on this machine. Give an address such as http://127.0.0.1:8080.`);
}

/** @throws ToolError where a value is missing or the server does not answer; AbortError */
export async function callOperation(
  operation: ApiOperation,
  given: Readonly<Record<string, Json>>,
  { baseUrl, headers = {} }: ApiServer,
  signal: AbortSignal,
): Promise<ApiAnswer> {
  const base = loopbackUrl(baseUrl);
  const { url, sent, body } = requestOf(operation, given, base);
  let response: Response;
  try {
    response = await fetch(url, {
      method: operation.method,
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
        ...sent,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      // Elsewhere is no longer this machine.
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(patience)]),
    });
  } catch (error) {
    signal.throwIfAborted();
    throw new ToolError(`${operation.method} ${url.pathname} got no answer: ${reasonOf(error)}`, { cause: error });
  }
  const text = await bounded(response);
  signal.throwIfAborted();
  const isJson = /\bjson\b/.test(response.headers.get('content-type') ?? '');
  const value = isJson ? parsed(text) : text;
  return {
    status: response.status,
    body: value ?? text,
    mismatch: mismatchOf(operation, response.status, value, isJson),
  };
}

interface Request {
  readonly url: URL;
  readonly sent: Readonly<Record<string, string>>;
  readonly body: Json | undefined;
}

function requestOf(operation: ApiOperation, given: Readonly<Record<string, Json>>, base: URL): Request {
  const url = new URL(base);
  const sent: Record<string, string> = {};
  const fields: Record<string, Json> = {};
  let path = operation.template;
  let whole: Json | undefined;
  const cookies: string[] = [];
  for (const parameter of operation.parameters) {
    const { name, key, place, required } = parameter;
    const value = given[name];
    if (value === undefined) {
      if (required) throw new ToolError(`${operation.name} needs “${name}”.`);
      continue;
    }
    if (place === 'path') {
      const text = textOf(value, parameter);
      // A segment of dots would be another path.
      if (text === '' || text === '.' || text === '..') throw new ToolError(`“${name}” cannot be “${text}” in a path.`);
      path = path.replaceAll(`{${key}}`, encodeURIComponent(text));
    } else if (place === 'query') {
      for (const each of Array.isArray(value) ? (value as readonly Json[]) : [value])
        url.searchParams.append(key, textOf(each, parameter));
    } else if (place === 'header') sent[key] = headerText(textOf(value, parameter), name);
    else if (place === 'cookie') cookies.push(`${key}=${encodeURIComponent(textOf(value, parameter))}`);
    else if (operation.body === 'whole') whole = value;
    else fields[key] = value;
  }
  if (cookies.length > 0) sent.cookie = cookies.join('; ');
  url.pathname = `${base.pathname.replace(/\/$/, '')}${path}`;
  const isSent =
    operation.body === 'fields' &&
    (Object.keys(fields).length > 0 ||
      operation.parameters.some(({ place, required }) => place === 'body' && required));
  return { url, sent, body: operation.body === 'whole' ? whole : isSent ? fields : undefined };
}

function textOf(value: Json, { name }: ApiParameter): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (value === null) return '';
  throw new ToolError(`“${name}” has to be a text, a number or a truth value here.`);
}

function headerText(text: string, name: string): string {
  if (/[\r\n\0]/.test(text)) throw new ToolError(`“${name}” has a line break, which no header can have.`);
  return text;
}

async function bounded(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    const part = chunk as Uint8Array;
    chunks.push(part);
    bytes += part.length;
    if (bytes > largestAnswer) throw new ToolError(`The answer is longer than ${largestAnswer >> 20} MB.`);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function mismatchOf(
  { responses }: ApiOperation,
  status: number,
  value: Json | undefined,
  isJson: boolean,
): string | undefined {
  const key = [String(status), `${Math.floor(status / 100)}XX`, 'DEFAULT'].find((each) => responses.has(each));
  if (key === undefined) return `status ${status} is not among ${[...responses.keys()].join(', ')}.`;
  const schema = responses.get(key);
  if (schema === undefined) return undefined;
  if (!isJson || value === undefined) return 'the answer is no JSON.';
  return schemaProblem(schema, value);
}

/** What is wrong with a value by a schema; undefined: nothing, or the schema itself is not valid. */
export function schemaProblem(schema: JsonSchema, value: unknown): string | undefined {
  const ajv = new Ajv({ strict: false, allErrors: false, logger: false, validateFormats: false });
  try {
    const check = ajv.compile(schema);
    return check(value)
      ? undefined
      : `the answer is not as described: ${ajv.errorsText(check.errors, { dataVar: 'it' })}.`;
  } catch {
    return undefined;
  }
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message : String(cause);
}
