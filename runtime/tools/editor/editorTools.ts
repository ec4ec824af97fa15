import { z } from 'zod';
import type { Json } from '../../gateway/types';
import { plainText } from '../plainText';
import { ToolError } from '../toolError';
import type { SourceTool, SourceTools, ToolContext, ToolOrigin, ToolResult, ToolSource } from '../types';
import { editorRisk } from './editorRisk';

/** As `editorTools` of the agent's protocol tells it. */
export interface EditorTool {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: Json;
  readonly tags: readonly string[];
}

/** The editor, over whatever line. */
export interface EditorConnection {
  list(signal: AbortSignal): Promise<readonly EditorTool[]>;
  /** Ends when the signal says so. */
  call(
    call: { readonly name: string; readonly input: Json; readonly conversation: string },
    signal: AbortSignal,
  ): Promise<ToolResult>;
}

/** What we register with VS Code ourselves, directly or as its MCP server: calling it would come back to us. */
const ours = /^(mcp_)?whetstone[_.-]/i;
const objectSchema = z.looseObject({ type: z.literal('object').default('object') }).and(z.record(z.string(), z.json()));

/** Tools of VS Code as a source. `changed` is to be called when VS Code's list is another. */
export class EditorTools implements ToolSource {
  readonly origin: ToolOrigin = { kind: 'editor', id: 'vscode', title: 'VS Code' };
  private readonly listeners = new Set<() => void>();

  constructor(private readonly connection: EditorConnection) {}

  async tools(signal: AbortSignal): Promise<SourceTools> {
    const listed = await this.connection.list(signal);
    const tools: SourceTool[] = [];
    const problems: string[] = [];
    for (const tool of listed.filter(({ name }) => !ours.test(name))) {
      const schema = objectSchema.safeParse(tool.inputSchema ?? {});
      if (schema.success) tools.push(this.sourceTool(tool, schema.data));
      else problems.push(`Tool “${plainText(tool.name, 64)}” is left out: its input is no object.`);
    }
    return { tools, problem: problems.length === 0 ? undefined : problems.join(' ') };
  }

  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  changed(): void {
    for (const listener of this.listeners) listener();
  }

  private sourceTool({ name, description, tags }: EditorTool, inputSchema: SourceTool['inputSchema']): SourceTool {
    const risk = editorRisk(tags);
    return {
      name,
      title: titleOf(name),
      description: plainText(description, 8_192),
      inputSchema,
      risk,
      run: async (input, context) => {
        const result = await this.call(name, input, context);
        return { ...result, changed: risk !== 'read' && result.changed };
      },
    };
  }

  private async call(name: string, input: Json, { conversation, signal }: ToolContext): Promise<ToolResult> {
    try {
      return await this.connection.call({ name, input, conversation }, signal);
    } catch (error) {
      signal.throwIfAborted();
      const reason = error instanceof Error ? error.message : String(error);
      throw new ToolError(`VS Code could not run ${name}: ${reason.slice(0, 2_000)}`, { cause: error });
    }
  }
}

/** `copilot_readFile` → `Read file`: VS Code tells no title. */
function titleOf(name: string): string {
  const words = name
    .replace(/^[a-z]+_(?=[a-z])/, '')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/[_.-]+/g, ' ')
    .trim()
    .toLowerCase();
  return words === '' ? name : `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
