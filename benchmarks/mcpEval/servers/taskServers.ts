/** The servers of one task: processes and folders of its own, so that nothing of another task is there. */
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import type { McpServerConfig } from '../../../runtime/agent/protocol';
import type { JsonSchema, ToolDefinition } from '../../../runtime/gateway/types';
import { openMcpServers, type Limits, type McpServers } from '../../../runtime/tools/mcp';
import { sweepFolders, temporaryPrefix } from '../../../runtime/tools/sandbox';
import { ToolError } from '../../../runtime/tools/toolError';
import type { SourceTool, ToolContent } from '../../../runtime/tools/types';
import { EvaluationError } from '../../core/runs/evaluationError';
import type { Json } from '../../core/runs/types';
import type { CallRecord } from './callRecord';
import { endState, stateChanges, type EndState, type StateChange } from './endState';
import type { ServerSetup } from './serverSetup';
import { withoutNetwork } from './withoutNetwork';
import { mapTexts, workspaceAlias } from './workspaceAlias';

export interface TaskServersOptions {
  readonly setups: readonly ServerSetup[];
  /** Text files that are there from the beginning, by paths below the workspace, and below the servers' own folder. */
  readonly files?: Readonly<Record<string, string>> | undefined;
  readonly stateFiles?: Readonly<Record<string, string>> | undefined;
  /** Whether servers may use the network. */
  readonly network: boolean;
  readonly limits?: Partial<Limits> | undefined;
  readonly log: (line: string) => void;
  readonly signal: AbortSignal;
}

export interface TaskTool extends ToolDefinition {
  readonly server: string;
}

interface Bound extends TaskTool {
  readonly tool: SourceTool;
}

const PREFIX = 'whetstone-mcpeval-';
/** Characters of an answer that a model is shown. */
const LONGEST_ANSWER = 20_000;
const LONGEST_BLOB = 200;
/** Servers that end with their input need no more; the others are ended by signals, and tasks are many. */
const TASK_LIMITS: Partial<Limits> = { graceMs: 300, startMs: 30_000 };

export class TaskServers {
  private constructor(
    private readonly base: string,
    private readonly servers: McpServers,
    private readonly bound: ReadonlyMap<string, Bound>,
    private readonly before: EndState,
    private readonly alias: ReturnType<typeof workspaceAlias>,
  ) {}

  /**
   * The caller has made sure that the user agreed to these very servers.
   * @throws EvaluationError not-measured where a server does not start; SandboxUnavailableError
   */
  static async open(options: TaskServersOptions): Promise<TaskServers> {
    const parent = await realpath(tmpdir());
    await sweepFolders(parent, PREFIX, 0);
    const base = await mkdtemp(path.join(parent, temporaryPrefix(PREFIX)));
    let servers: McpServers | undefined;
    try {
      const workspace = path.join(base, 'workspace');
      for (const name of ['workspace', 'state', 'home', 'tmp']) await mkdir(path.join(base, name));
      await writeFiles(workspace, options.files ?? {});
      await writeFiles(path.join(base, 'state'), options.stateFiles ?? {});
      servers = await openMcpServers({
        roots: [workspace],
        trusted: true,
        userServers: await configurations(options),
        allowed: [],
        localOnly: !options.network,
        askInput: () => Promise.resolve(undefined),
        log: (server, line) => options.log(`${server}: ${line}`),
        limits: { ...TASK_LIMITS, ...options.limits },
      });
      for (const { name } of options.setups) await servers.control(name, 'allow', options.signal);
      const bound = await boundTools(servers, options.signal);
      const alias = workspaceAlias(workspace);
      const before = await endState(base, alias.outward);
      return new TaskServers(base, servers, bound, before, alias);
    } catch (error) {
      await servers?.dispose();
      await rm(base, { recursive: true, force: true });
      throw error;
    }
  }

  /** Names are those of the servers; where two have one in common, the server's name stands before it. */
  get tools(): readonly TaskTool[] {
    return [...this.bound].map(([name, { server, description, inputSchema }]) => ({
      ...{ name, server, inputSchema: outwardSchema(inputSchema, this.alias.outward) },
      description: this.alias.outward(description),
    }));
  }

  /** What went wrong is part of the record. @throws AbortError */
  async call(name: string, input: Json, signal: AbortSignal): Promise<CallRecord> {
    const found = this.bound.get(name);
    if (found === undefined) {
      const text = `There is no tool ${name}. Tools: ${[...this.bound.keys()].join(', ')}.`;
      return { tool: name, input, isError: true, text, content: [], milliseconds: 0 };
    }
    const { server } = found;
    const received: Json[] = [];
    const started = performance.now();
    const told = { tool: name, server, input };
    try {
      const result = await found.tool.run(mapTexts(input, this.alias.inward), {
        signal,
        approve: () => Promise.resolve({ kind: 'allowed', remember: 'once' }),
        conversation: 'evaluation',
        received: (answer) => received.push(mapTexts(answer, this.alias.outward)),
      });
      const milliseconds = performance.now() - started;
      const text = shown(this.alias.outward(result.content.map(textOf).join('\n')));
      return { ...told, isError: result.isError, text, milliseconds, ...rawParts(received[0]) };
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof ToolError)) throw error;
      const text = this.alias.outward(error.message);
      const died = this.servers.states().some((state) => state.name === server && state.status === 'failed');
      const milliseconds = performance.now() - started;
      return { ...told, isError: true, text, content: [], milliseconds, failure: text, ...(died && { died }) };
    }
  }

  /** Of this task so far. */
  async changes(): Promise<readonly StateChange[]> {
    return stateChanges(this.before, await endState(this.base, this.alias.outward));
  }

  /** Ends all processes, and removes the folders. */
  async close(): Promise<void> {
    await this.servers.dispose();
    await rm(this.base, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function configurations({ setups, network }: TaskServersOptions): Promise<Record<string, McpServerConfig>> {
  const all: [string, McpServerConfig][] = [];
  for (const { name, config } of setups) {
    const contained = network ? config : await withoutNetwork(config);
    // What a server keeps at home, or in the system's folder for temporary files, is gone with the task too.
    const folders = { HOME: '${workspaceFolder}/../home', TMPDIR: '${workspaceFolder}/../tmp' };
    all.push([name, contained.type === 'stdio' ? { ...contained, env: { ...folders, ...contained.env } } : contained]);
  }
  return Object.fromEntries(all);
}

async function boundTools(servers: McpServers, signal: AbortSignal): Promise<ReadonlyMap<string, Bound>> {
  const all: { readonly server: string; readonly tool: SourceTool }[] = [];
  for (const source of servers.sources()) {
    const { tools, problem } = await source.tools(signal);
    const server = source.origin.id;
    if (tools.length === 0) {
      throw new EvaluationError('not-measured', `The server ${server} offers no tools. ${problem ?? 'It has none.'}`);
    }
    all.push(...tools.map((tool) => ({ server, tool })));
  }
  const bound = new Map<string, Bound>();
  for (const { server, tool } of all) {
    const shared = all.some((other) => other.server !== server && other.tool.name === tool.name);
    const name = (shared ? `${server}_${tool.name}` : tool.name).replace(/[^A-Za-z0-9_-]/g, '_').slice(0, 64);
    const { description, inputSchema } = tool;
    if (!bound.has(name)) bound.set(name, { name, server, tool, description, inputSchema });
  }
  return bound;
}

async function writeFiles(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(folder, name);
    if (!file.startsWith(folder + path.sep))
      throw new EvaluationError('set-damaged', `${name} leads out of the task's folder.`);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content);
  }
}

const raw = z.object({ content: z.array(z.json()).default([]), structuredContent: z.json().optional() });

/** Contents of pictures and the like are told by their beginning: nobody reads them, and runs are kept for long. */
function rawParts(answer: Json | undefined): Pick<CallRecord, 'content' | 'structuredContent'> {
  const { content, structuredContent } = raw.parse(answer ?? {});
  const kept = content.map((block) => mapTexts(block, (text) => (text.length > LONGEST_ANSWER ? shown(text) : text)));
  const blobs = kept.map((block) => withoutBlob(block));
  return { content: blobs, ...(structuredContent !== undefined && { structuredContent }) };
}

function withoutBlob(block: Json): Json {
  const parsed = z.looseObject({ data: z.string() }).safeParse(block);
  if (!parsed.success || parsed.data.data.length <= LONGEST_BLOB) return block;
  return z.json().parse({ ...parsed.data, data: `${parsed.data.data.slice(0, LONGEST_BLOB)}…` });
}

function textOf(part: ToolContent): string {
  switch (part.type) {
    case 'text':
      return part.text;
    case 'json':
      return JSON.stringify(part.value);
    case 'blob':
      return `[${part.mediaType}, ${part.bytes} bytes: ${part.note}]`;
  }
}

function shown(text: string): string {
  if (text.length <= LONGEST_ANSWER) return text;
  const left = text.length - LONGEST_ANSWER;
  return `${text.slice(0, LONGEST_ANSWER)}\n[${left} more characters are left out. Ask for less at once.]`;
}

function outwardSchema(schema: JsonSchema, outward: (text: string) => string): JsonSchema {
  return z.record(z.string(), z.json()).parse(mapTexts(schema, outward));
}
