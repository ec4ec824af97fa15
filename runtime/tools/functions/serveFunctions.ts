/** Functions of a workspace as an MCP server over standard input and output. */
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { CallToolRequestSchema, ListToolsRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { Ajv } from 'ajv';
import { realpath } from 'node:fs/promises';
import { z } from 'zod';
import type { Json } from '../../gateway/types';
import { ToolError } from '../toolError';
import type { SourceTools, ToolResult } from '../types';
import { functionSource } from './functionSource';

export interface ServeOptions {
  /** Absolute folder. Who starts the server trusts it: its functions run, in the sandbox. */
  readonly workspace: string;
  readonly version: string;
  readonly compiler?: string | undefined;
  readonly log: (message: string) => void;
}

const json: z.ZodType<Json> = z.lazy(() =>
  z.union([z.null(), z.boolean(), z.number(), z.string(), z.array(json), z.record(z.string(), json)]),
);

/** @returns when the client has closed the connection, or `signal` is aborted */
export async function serveFunctions(options: ServeOptions, signal: AbortSignal): Promise<void> {
  const root = await realpath(options.workspace);
  const source = functionSource({ host: { roots: [root], trusted: true }, compiler: options.compiler });
  // The low-level half: our schemas are JSON Schema already.
  const { server } = new McpServer(
    { name: 'whetstone', version: options.version },
    { capabilities: { tools: { listChanged: true } } },
  );
  const ajv = new Ajv({ strict: false, allErrors: true, logger: false });

  let known: Promise<SourceTools> | undefined;
  const tools = (): Promise<SourceTools> => {
    known ??= source.tools(signal).then(
      (offered) => {
        if (offered.problem !== undefined) options.log(offered.problem);
        return offered;
      },
      (error: unknown) => {
        known = undefined;
        throw error;
      },
    );
    return known;
  };

  server.setRequestHandler(ListToolsRequestSchema, async () => ({
    tools: (await tools()).tools.map(({ name, title, description, inputSchema }) => ({
      ...{ name, title, description },
      inputSchema: { ...inputSchema, type: 'object' as const },
      // It works on a copy.
      annotations: { readOnlyHint: true, openWorldHint: false },
    })),
  }));

  server.setRequestHandler(CallToolRequestSchema, async ({ params }, extra) => {
    const tool = (await tools()).tools.find(({ name }) => name === params.name);
    if (tool === undefined) return failed(`There is no function ${params.name}.`);
    const input = json.parse(params.arguments ?? {});
    const validate = ajv.compile(tool.inputSchema);
    if (!validate(input))
      return failed(`The arguments are not right: ${ajv.errorsText(validate.errors, { dataVar: 'arguments' })}.`);
    try {
      const context = { signal: extra.signal, approve: refuse, conversation: 'mcp' };
      return answer(await tool.run(input, context));
    } catch (error) {
      if (error instanceof ToolError) return failed(error.message);
      throw error;
    }
  });

  const stop = source.onChange?.(() => {
    known = undefined;
    server.sendToolListChanged().catch((error: unknown) => options.log(String(error)));
  });
  const transport = new StdioServerTransport();
  const closed = new Promise<void>((resolve) => {
    server.onclose = resolve;
    // The client is gone; the transport itself does not look.
    process.stdin.once('end', resolve);
    process.stdin.once('close', resolve);
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  await server.connect(transport);
  await closed;
  stop?.();
  await source.dispose?.();
  await server.close();
}

/** Nobody is asked here: the client asks its user before it calls. */
function refuse(): Promise<{ readonly kind: 'refused' }> {
  return Promise.resolve({ kind: 'refused' });
}

function failed(text: string) {
  return { content: [{ type: 'text' as const, text }], isError: true };
}

function answer({ content, isError }: ToolResult) {
  const texts = content.map((part) =>
    part.type === 'json' ? JSON.stringify(part.value) : part.type === 'text' ? part.text : part.note,
  );
  const value = content.find((part) => part.type === 'json')?.value;
  // Structured content has to be an object.
  const structured = z.record(z.string(), json).safeParse(value).data;
  return {
    content: texts.map((text) => ({ type: 'text' as const, text })),
    ...(structured === undefined ? {} : { structuredContent: structured }),
    isError,
  };
}
