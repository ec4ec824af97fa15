/** One call of a tool of a server. */
import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPError } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { ErrorCode, McpError } from '@modelcontextprotocol/sdk/types.js';
import { Ajv } from 'ajv';
import { z } from 'zod';
import type { Json, JsonSchema } from '../../gateway/types';
import { plainText } from '../plainText';
import { ToolError } from '../toolError';
import type { ToolContent, ToolContext, ToolResult, ToolRisk } from '../types';
import type { Connection } from './connection';
import type { Limits } from './limits';
import type { ListedTool } from './listTools';
import { callResult, contentOf, readResult, resourceContent } from './toolContent';

/** The server knows nothing of this session any more, and has not done what was asked: it may be asked again. */
export class SessionLostError extends Error {
  override readonly name = 'SessionLostError';
}

/** @throws ToolError, SessionLostError; AbortError */
export async function callTool(
  connection: Connection,
  tool: ListedTool,
  risk: ToolRisk,
  input: Json,
  context: ToolContext,
  limits: Limits,
): Promise<ToolResult> {
  const params = { name: tool.name, arguments: input };
  const result = await ask(connection, context, limits, (client, options) =>
    client.request({ method: 'tools/call', params }, callResult, options),
  );
  context.received?.(z.json().parse(result));
  const isError = result.isError ?? false;
  const content = contentOf(result);
  const broken = isError ? undefined : brokenPromise(tool.outputSchema, result.structuredContent);
  return { content: broken === undefined ? content : [...content, broken], isError, changed: risk !== 'read' };
}

/** @throws ToolError, SessionLostError; AbortError */
export async function readResource(
  connection: Connection,
  uri: string,
  context: ToolContext,
  limits: Limits,
): Promise<ToolResult> {
  const { contents } = await ask(connection, context, limits, (client, options) =>
    client.request({ method: 'resources/read', params: { uri } }, readResult, options),
  );
  return { content: contents.map(resourceContent), isError: false, changed: false };
}

interface AskOptions {
  readonly signal: AbortSignal;
  readonly timeout: number;
  readonly maxTotalTimeout: number;
  readonly resetTimeoutOnProgress: true;
  readonly onprogress: (progress: {
    progress: number;
    total?: number | undefined;
    message?: string | undefined;
  }) => void;
}

async function ask<T>(
  connection: Connection,
  { signal, progress }: ToolContext,
  limits: Limits,
  request: (client: Client, options: AskOptions) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  try {
    return await request(connection.client, {
      // The SDK never takes its listener off again; this one goes with the call.
      signal: AbortSignal.any([signal]),
      timeout: limits.callMs,
      maxTotalTimeout: limits.totalMs,
      resetTimeoutOnProgress: true,
      onprogress: ({ progress: done, total, message }) =>
        progress?.(plainText(message ?? (total === undefined ? String(done) : `${done} of ${total}`), 200)),
    });
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof StreamableHTTPError && error.code === 404) throw new SessionLostError();
    throw new ToolError(failureWords(error, connection, limits), { cause: error });
  }
}

function failureWords(error: unknown, connection: Connection, limits: Limits): string {
  const unknownEffect = 'Whether the call had an effect is not known: look before calling again.';
  if (connection.ended !== undefined)
    return `The server went away during the call. ${connection.ended} ${unknownEffect}`;
  if (!(error instanceof McpError)) {
    return `The server could not be asked: ${(error instanceof Error ? error.message : String(error)).slice(0, 500)}`;
  }
  // The SDK puts the code before what the server said.
  const message = error.message.replace(/^MCP error -?\d+: /, '').slice(0, 4_000);
  if (error.code === (ErrorCode.RequestTimeout as number)) {
    return `The server did not answer within ${(limits.callMs / 1000).toFixed(limits.callMs < 1000 ? 1 : 0)} s. ${unknownEffect}`;
  }
  return message;
}

/** Characters. */
const MAX_SCHEMA = 65_536;

const ajv = new Ajv({ strict: false, validateFormats: false, addUsedSchema: false, logger: false });

/** A structure that is not as the tool promises is still shown, with a warning. A promise that is no schema binds nobody. */
function brokenPromise(schema: JsonSchema | undefined, structured: Json | undefined): ToolContent | undefined {
  if (schema === undefined || structured === undefined) return undefined;
  const { $schema: _, ...plain } = schema;
  const written = JSON.stringify(plain);
  // A pattern of theirs on an answer of theirs could keep us busy for ever.
  if (written.length > MAX_SCHEMA || written.includes('"pattern')) return undefined;
  try {
    const validate = ajv.compile(plain);
    if (validate(structured)) return undefined;
    const wrong = ajv.errorsText(validate.errors, { dataVar: 'it' });
    return { type: 'text', text: `[The answer is not as the tool's own output schema says: ${wrong.slice(0, 300)}.]` };
  } catch {
    return undefined;
  } finally {
    ajv.removeSchema(plain);
  }
}
