import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { CallToolRequestSchema, ListToolsRequestSchema, type CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import type { EnvironmentKind } from '../environments/registry';
import { resetSchema, schemasFor, stepSchema, validated, type StepResult } from './messages';
import { OpenEnvError } from './openEnvError';
import type { SessionBook } from './sessionBook';

export interface McpAccessOptions {
  readonly book: SessionBook;
  readonly kind: Pick<EnvironmentKind, 'name' | 'actions'>;
  readonly version: string;
}

/** The environment as tools of an MCP server over HTTP; each MCP session has a session of its own. */
export class McpAccess {
  private readonly transports = new Map<string, StreamableHTTPServerTransport>();

  constructor(private readonly options: McpAccessOptions) {}

  async answer(request: IncomingMessage, response: ServerResponse, body: unknown): Promise<void> {
    const id = request.headers['mcp-session-id'];
    const known = typeof id === 'string' ? this.transports.get(id) : undefined;
    if (id !== undefined && known === undefined) {
      throw new OpenEnvError('SESSION_ERROR', 'There is no such MCP session. Initialise a new one.', { status: 404 });
    }
    await (known ?? (await this.begin())).handleRequest(request, response, body);
  }

  async close(): Promise<void> {
    await Promise.all([...this.transports.values()].map((transport) => transport.close()));
  }

  private async begin(): Promise<StreamableHTTPServerTransport> {
    const { book } = this.options;
    const id = randomUUID();
    const transport = new StreamableHTTPServerTransport({
      sessionIdGenerator: () => id,
      enableJsonResponse: true,
      onsessioninitialized: () => {
        book.open(`mcp ${id}`, () => void transport.close());
        this.transports.set(id, transport);
      },
    });
    transport.onclose = () => {
      this.transports.delete(id);
      void book.close(`mcp ${id}`);
    };
    // The SDK declares onclose of its transport in another way than of transports.
    await this.server(id).connect(transport);
    return transport;
  }

  private server(id: string): McpServer {
    const { kind, version } = this.options;
    const server = new McpServer({ name: kind.name, version }, { capabilities: { tools: {} } });
    // The low-level half: our schemas are JSON Schema already.
    server.server.setRequestHandler(ListToolsRequestSchema, () => ({
      tools: [
        {
          name: 'reset_env',
          description: 'Begins an episode: of a task, or of one that a seed draws.',
          inputSchema: { type: 'object' as const, properties: { task: { type: 'string' }, seed: { type: 'integer' } } },
        },
        {
          name: 'interact_with_env',
          description: 'Acts in the episode; what the choices mean is told when it begins.',
          inputSchema: schemasFor(kind.actions).action as { type: 'object' },
        },
      ],
    }));
    server.server.setRequestHandler(CallToolRequestSchema, async ({ params }) => {
      try {
        return resultOfCall(await this.call(id, params.name, params.arguments ?? {}));
      } catch (error) {
        if (!(error instanceof OpenEnvError)) throw error;
        return { isError: true, content: [{ type: 'text' as const, text: `${error.code}: ${error.message}` }] };
      }
    });
    return server;
  }

  private call(id: string, tool: string, input: unknown): Promise<StepResult> {
    const session = this.options.book.find(`mcp ${id}`);
    if (session === undefined) throw new OpenEnvError('SESSION_ERROR', 'The session was closed. Initialise a new one.');
    if (tool === 'reset_env') return session.reset(validated(resetSchema, input));
    if (tool !== 'interact_with_env') throw new OpenEnvError('UNKNOWN_TYPE', `There is no tool ${tool}.`);
    return session.step(validated(stepSchema, { action: validated(z.record(z.string(), z.unknown()), input) }));
  }
}

function resultOfCall(result: StepResult): CallToolResult {
  return {
    content: [{ type: 'text', text: JSON.stringify(result) }],
    structuredContent: { ...result },
  };
}
