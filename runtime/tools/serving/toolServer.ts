import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import {
  CallToolRequestSchema,
  ErrorCode,
  ListToolsRequestSchema,
  McpError,
  type CallToolResult,
} from '@modelcontextprotocol/sdk/types.js';
import { Ajv, type ValidateFunction } from 'ajv';
import { z } from 'zod';
import type { Json, JsonSchema } from '../../gateway/types';
import { ToolError } from '../toolError';
import type { ToolResult } from '../types';
import type { OfferedTool, ServerTitle, ToolOffer } from './types';

/** Milliseconds between two notes that a call goes on: clients give up on what is silent. */
const NOTE_MS = 1_000;

const json: z.ZodType<Json> = z.lazy(() =>
  z.union([z.null(), z.boolean(), z.number(), z.string(), z.array(json), z.record(z.string(), json)]),
);
const argumentsForm = z.record(z.string(), json);

/**
 * A server of MCP for one client. Mistakes of a call (a tool that is not there, arguments that do not fit, a function that raised) are results
 * with `isError`, which models read; only what is wrong with the server itself is an error of the protocol.
 */
export function toolServer(offer: ToolOffer, title: ServerTitle, log: (message: string) => void): McpServer {
  // The low-level half: our schemas are JSON Schema already.
  const whole = new McpServer(title, { capabilities: { tools: { listChanged: offer.onChange !== undefined } } });
  const { server } = whole;
  const check = argumentCheck();

  server.setRequestHandler(ListToolsRequestSchema, async (_, { signal }) => ({
    tools: (await offer.tools(signal)).map(shown),
  }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }, extra): Promise<CallToolResult> => {
    const { signal } = extra;
    const tool = (await offer.tools(signal)).find(({ name }) => name === params.name);
    if (tool === undefined) {
      return failed(
        offer.missing?.(params.name) ?? `There is no function ${params.name}. tools/list names those there are.`,
      );
    }
    const given = argumentsForm.safeParse(params.arguments ?? {});
    if (!given.success) return failed('The arguments are not right: they have to be an object of JSON values.');
    const wrong = check(tool, given.data);
    if (wrong !== undefined) return failed(wrong);
    const token = extra._meta?.progressToken;
    const notes =
      token === undefined
        ? undefined
        : progressNotes((progress) =>
            extra.sendNotification({
              method: 'notifications/progress',
              params: { progressToken: token, ...progress },
            }),
          );
    try {
      const progress = notes?.tell ?? (() => undefined);
      return answered(await offer.call(tool.name, given.data, { signal, progress }));
    } catch (error) {
      if (error instanceof ToolError) return failed(error.message);
      if (signal.aborted) throw error;
      log(`${tool.name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      throw new McpError(ErrorCode.InternalError, `${tool.name} could not be called. The server's log says more.`);
    } finally {
      notes?.end();
    }
  });
  const stop = offer.onChange?.(() => {
    if (whole.isConnected()) server.sendToolListChanged().catch((error: unknown) => log(String(error)));
  });
  server.onclose = () => stop?.();
  server.onerror = (error) => log(error.message);
  return whole;
}

/** Says what is wrong with the arguments of a call. */
function argumentCheck(): (tool: OfferedTool, given: Readonly<Record<string, Json>>) => string | undefined {
  const ajv = new Ajv({ strict: false, allErrors: true, logger: false });
  const known = new WeakMap<JsonSchema, ValidateFunction>();
  const compiled = (schema: JsonSchema): ValidateFunction => {
    const before = known.get(schema);
    if (before !== undefined) return before;
    const made = ajv.compile(schema);
    // Ajv itself would keep the schemas of lists that are long gone.
    ajv.removeSchema(schema);
    known.set(schema, made);
    return made;
  };
  return ({ name, inputSchema }, given) => {
    try {
      const validate = compiled(inputSchema);
      if (validate(given)) return undefined;
      return `The arguments are not right: ${ajv.errorsText(validate.errors, { dataVar: 'arguments' })}.`;
    } catch (error) {
      return `The schema of ${name} is not valid: ${error instanceof Error ? error.message : String(error)}.`;
    }
  };
}

function shown({ name, title, description, inputSchema, deprecated }: OfferedTool) {
  return {
    ...{ name, title, description: deprecated === true ? `Deprecated. ${description}` : description },
    inputSchema: { ...inputSchema, type: 'object' as const },
    // It works on a copy and reaches nothing outside.
    annotations: { readOnlyHint: true, destructiveHint: false, openWorldHint: false },
  };
}

function failed(text: string): CallToolResult {
  return { content: [{ type: 'text', text }], isError: true };
}

function answered({ content, isError }: ToolResult): CallToolResult {
  const texts = content.map((part) =>
    part.type === 'json' ? JSON.stringify(part.value) : part.type === 'text' ? part.text : part.note,
  );
  const value = content.find((part) => part.type === 'json')?.value;
  // Structured content has to be an object.
  const structured = argumentsForm.safeParse(value).data;
  return {
    content: texts.map((text) => ({ type: 'text', text })),
    ...(structured === undefined ? {} : { structuredContent: structured }),
    isError,
  };
}

interface Progress {
  readonly progress: number;
  readonly total?: number;
  readonly message?: string;
}

/** Progress has to rise with every note, so it is told in seconds that went by where nothing better is known. */
function progressNotes(send: (progress: Progress) => Promise<void>): {
  readonly tell: (message: string, share?: number) => void;
  readonly end: () => void;
} {
  const began = Date.now();
  let last = 0;
  let message = '';
  const note = (): void => {
    last = Math.max(last + 0.001, (Date.now() - began) / 1000);
    // A client that has gone is noticed elsewhere.
    send({ progress: last, message }).catch(() => undefined);
  };
  const timer = setInterval(note, NOTE_MS);
  return {
    tell: (said) => {
      message = said;
      note();
    },
    end: () => clearInterval(timer),
  };
}
