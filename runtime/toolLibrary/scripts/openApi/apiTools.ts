import type { Json } from '../../../gateway/types';
import { ToolError } from '../../../tools/toolError';
import { summaryOf, withId } from '../../extraction';
import type { ToolParameter, ToolRecord } from '../../types';
import type { Validation } from '../types';
import { type ApiServer, callOperation } from './callOperation';
import type { ApiDocument, ApiOperation } from './readDocument';

/** An operation as a record of the library. */
export function apiRecord(document: ApiDocument, operation: ApiOperation): ToolRecord {
  const { path, text, title } = document;
  const { name, method, template, responses, security, parameters } = operation;
  const success = [...responses].find(([status]) => status.startsWith('2'));
  const needs =
    security.length === 0 ? `a running server of ${title}` : `a running server of ${title}, ${security.join(' or ')}`;
  const description = `${operation.description}\n\nNeeds: ${needs}. ${success === undefined ? 'Its success is not described.' : `Answers ${success[0]}.`}`;
  const start = Math.max(0, text.indexOf(template));
  return withId({
    ...{ kind: 'schema', name, description, examples: [], provenance: 'openapi' },
    parameters: parameters.map(({ place: _, key: __, ...parameter }): ToolParameter => parameter),
    summary: summaryOf(operation.description),
    returns: success?.[1] === undefined ? { description: `${method} ${template}` } : { schema: success[1] },
    effects: method === 'GET' || method === 'HEAD' ? ['network'] : ['network', 'state'],
    dependencies: { helpers: [], imports: [] },
    source: {
      path,
      start,
      end: start + template.length,
      text: `${method} ${template}`,
      exported: true,
      asynchronous: true,
    },
    ...(operation.deprecated ? { deprecated: true } : {}),
  });
}

/**
 * Calls what only reads, with values that the document gives (examples, defaults, enumerations), and checks status and body. What changes
 * something, or needs a value that nobody gave, is not called.
 * @param server named by the user, on this machine
 * @throws ToolError when the address is elsewhere; AbortError
 */
export async function validateApi(
  document: ApiDocument,
  server: ApiServer,
  signal: AbortSignal,
): Promise<readonly Validation[]> {
  const found: Validation[] = [];
  for (const operation of document.operations) {
    signal.throwIfAborted();
    found.push(await validated(document, operation, server, signal));
  }
  return found;
}

async function validated(
  document: ApiDocument,
  operation: ApiOperation,
  server: ApiServer,
  signal: AbortSignal,
): Promise<Validation> {
  const base = { tool: apiRecord(document, operation).id, name: operation.name };
  if (operation.method !== 'GET' && operation.method !== 'HEAD') {
    return { ...base, verdict: 'not-run', detail: `${operation.method} may change something.` };
  }
  const given: Record<string, Json> = {};
  for (const parameter of operation.parameters) {
    if (!parameter.required) continue;
    const value = knownValue(parameter);
    if (value === undefined)
      return {
        ...base,
        verdict: 'not-run',
        detail: `It needs ${parameter.name}, for which the document has no example.`,
      };
    given[parameter.name] = value;
  }
  const began = performance.now();
  try {
    const { status, mismatch } = await callOperation(operation, given, server, signal);
    const observed = { exitCode: status, milliseconds: Math.round(performance.now() - began), changed: [] };
    if (mismatch !== undefined) return { ...base, verdict: 'fails', detail: `Status ${status}: ${mismatch}`, observed };
    const isGood = status >= 200 && status < 300;
    return { ...base, verdict: isGood ? 'works' : 'fails', detail: `Status ${status}, as described.`, observed };
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    return { ...base, verdict: 'fails', detail: error.message };
  }
}

function knownValue({ schema, default: preset }: ToolParameter): Json | undefined {
  const examples = Array.isArray(schema.examples) ? (schema.examples as readonly unknown[]) : [];
  const values = Array.isArray(schema.enum) ? (schema.enum as readonly unknown[]) : [];
  return [preset, schema.example, ...examples, schema.const, ...values].find((each) => each !== undefined) as
    Json | undefined;
}
