/** An agent over a real gateway, a provider on 127.0.0.1 that says what a test wants, real traces and a registry of small tools. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  startFakeProvider,
  type FakeAnswer,
  type FakeProvider,
  type FakeRequest,
} from '../../gateway/testing/fakeProvider';
import { fixture } from '../../gateway/testing/gatewayFixture';
import type { MemoryLedger } from '../../gateway/testing/memoryLedger';
import { openToolRegistry } from '../../tools/registry';
import type { ApprovalAnswer, ApprovalRequest, SourceTool, ToolRegistry, ToolSource } from '../../tools/types';
import { Agent, openTraces, type RunWatch, type TraceStore } from '../index';
import type { AgentEvent, AgentTask, TraceRun, TraceStep } from '../types';

export type Script = (request: FakeRequest, index: number) => FakeAnswer;

export interface AgentFixture {
  readonly agent: Agent;
  readonly traces: TraceStore;
  readonly provider: FakeProvider;
  readonly ledger: MemoryLedger;
  readonly events: readonly AgentEvent[];
  readonly asked: readonly ApprovalRequest[];
  readonly folder: string;
  readonly run: (task?: Partial<AgentTask>, watch?: Partial<RunWatch>) => Promise<TraceRun>;
  readonly steps: (run: TraceRun) => readonly TraceStep[];
  /** What the model was sent in its n-th call. */
  readonly sent: (index: number) => readonly SentMessage[];
  close(): Promise<void>;
}

export interface SentMessage {
  readonly role: string;
  readonly content?: unknown;
  readonly tool_calls?: readonly {
    readonly id: string;
    readonly function: { readonly name: string; readonly arguments: string };
  }[];
  readonly tool_call_id?: string;
}

export interface FixtureOptions {
  readonly script: Script;
  readonly tools?: readonly SourceTool[] | undefined;
  readonly answer?: (request: ApprovalRequest) => ApprovalAnswer | Promise<ApprovalAnswer>;
  /** Micro-dollars of all calls. */
  readonly budget?: number | undefined;
  readonly contextTokens?: number | undefined;
  readonly maxTools?: number | undefined;
  readonly folder?: string | undefined;
}

export const allowed: ApprovalAnswer = { kind: 'allowed', remember: 'once' };
export const refusedByUser: ApprovalAnswer = { kind: 'refused' };

export async function agentFixture(options: FixtureOptions): Promise<AgentFixture> {
  const { script, tools = [], answer = () => allowed, budget, contextTokens = 100_000, maxTools } = options;
  const folder = options.folder ?? (await mkdtemp(path.join(tmpdir(), 'whetstone-agent-')));
  const provider = await startFakeProvider(script);
  const models = [{ name: 'm', contextTokens, price: { input: 1, output: 2 } }];
  const { gateway, ledger } = fixture(
    [{ id: 'fleet', kind: 'openai-compatible', baseUrl: `${provider.origin}/v1`, models }],
    budget === undefined ? {} : { limit: budget },
  );
  const traces = await openTraces({ folder });
  const registry: ToolRegistry = openToolRegistry({ sources: [sourceOf(tools)], trusted: true });
  const events: AgentEvent[] = [];
  const asked: ApprovalRequest[] = [];
  const agent = new Agent({
    ...{ registry, traces, maxTools },
    generate: (request, signal) => gateway.generate(request, signal),
  });
  const watching = (watch: Partial<RunWatch>): RunWatch => ({
    approve: async (request) => {
      asked.push(request);
      return answer(request);
    },
    emit: (event) => void events.push(event),
    signal: new AbortController().signal,
    ...watch,
  });
  return {
    ...{ agent, traces, provider, ledger, events, asked, folder },
    run: (task = {}, watch = {}) =>
      agent.run({ prompt: 'Do it.', model: 'fleet/m', conversation: 'c', mode: 'ask', ...task }, watching(watch)),
    steps: ({ id }) => traces.get(id).steps,
    sent: (index) => (provider.requests[index]?.body?.messages ?? []) as readonly SentMessage[],
    close: async () => {
      traces.close();
      await registry.dispose();
      await gateway.dispose();
      await provider.close();
      if (options.folder === undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}

export function sourceOf(tools: readonly SourceTool[]): ToolSource {
  return {
    origin: { kind: 'workspace', id: 'test', title: 'Test' },
    tools: async () => ({ tools }),
  };
}

/** A tool with one text argument. */
export function textTool(
  name: string,
  risk: SourceTool['risk'],
  run: (text: string, signal: AbortSignal) => string | Promise<string>,
): SourceTool {
  return {
    ...{ name, risk, title: name, description: `Does ${name}` },
    inputSchema: { type: 'object', properties: { text: { type: 'string' } }, required: ['text'] },
    run: async (input, { signal }) => {
      const { text } = input as { readonly text: string };
      const said = await run(text, signal);
      return { content: [{ type: 'text', text: said }], isError: false, changed: risk !== 'read' };
    },
  };
}

export const says = (text: string): FakeAnswer => ({ text: [text], usage: { input: 100, output: 10 } });

/** An answer that calls tools, each given by name and input. */
export const calls = (...wanted: readonly (readonly [name: string, input: unknown, id?: string])[]): FakeAnswer => ({
  text: [],
  toolCalls: wanted.map(([name, input, id], index) => ({
    id: id ?? `${name}-${index}`,
    name,
    input: typeof input === 'string' ? input : JSON.stringify(input),
  })),
  usage: { input: 100, output: 10 },
});

/** One answer after another, the last one for ever. */
export const inTurn =
  (...answers: readonly FakeAnswer[]): Script =>
  (_request, index) =>
    answers[Math.min(index, answers.length - 1)]!;
