import {
  exactJson,
  isExactObject,
  leaderboardSchema,
  openAiConversation,
  type ExactJson,
} from '../../runtime/functionCalling';
import type { Gateway } from '../../runtime/gateway/gateway';
import { GatewayError } from '../../runtime/gateway/gatewayError';
import type { GenerateEvent, GenerateRequest, ToolDefinition } from '../../runtime/gateway/types';
import type { CallingModel, ConversationSoFar } from './callingModel';
import { gatewayMessages, gatewayTool } from './gatewayMessages';
import type { AnswerFacts, CalledFunction } from './predictions';

export interface GatewayModelOptions {
  /** Id of a model of the gateway. */
  readonly model: string;
  /** SHA-256 of its file, where it has one. */
  readonly modelHash: string | undefined;
  /** Its calls are counted under this task in the books. */
  readonly task: string;
  readonly maxOutputTokens: number;
  /** 0 where each question is asked once; otherwise tries would all be the same. */
  readonly temperature: number;
}

/** As the leaderboard tells models in which language a function is. */
const languageNotes = {
  python: ' Note that the provided function is in Python 3 syntax.',
  java: ' Note that the provided function is in Java 8 SDK syntax.',
  javascript: ' Note that the provided function is in JavaScript syntax.',
} as const;

/** A model of the gateway: every question is a call that the budgets count. */
export function gatewayModel(gateway: Gateway, options: GatewayModelOptions): CallingModel {
  const used = { inputTokens: 0, outputTokens: 0 };
  const ask = async (request: GenerateRequest, names: ReadonlyMap<string, string>, signal: AbortSignal) => {
    const began = performance.now();
    const calls: CalledFunction[] = [];
    let [text, firstTokenMs, finish]: [string, number | undefined, Finish | undefined] = ['', undefined, undefined];
    for await (const event of gateway.generate(request, signal)) {
      if (['text', 'reasoning', 'tool-call'].includes(event.type)) firstTokenMs ??= performance.now() - began;
      if (event.type === 'text') text += event.text;
      if (event.type === 'tool-call') calls.push(calledFunction(event, names));
      if (event.type === 'finish') finish = event;
    }
    used.inputTokens += finish?.usage.inputTokens ?? 0;
    used.outputTokens += finish?.usage.outputTokens ?? 0;
    const facts = finish && factsOf(finish, options, firstTokenMs, performance.now() - began);
    return { text, calls, facts, dropped: finish?.reply?.dropped ?? 0 };
  };
  return {
    id: options.model,
    used: () => used,
    answer: async ({ id, messages, functions, category }, signal, attempt = 0) => {
      const tools = functions.map((each): ToolDefinition => {
        const tool = gatewayTool(each);
        return { ...tool, description: `${tool.description}${languageNotes[category.language]}` };
      });
      const conversation = `${options.task}-${id}-${attempt}`;
      const asked = {
        messages: gatewayMessages(openAiConversation(messages, undefined)),
        tools,
        conversation,
        attempt,
      };
      const { request, names } = requestOf(asked, options);
      try {
        const { calls, dropped, facts } = await ask(request, names, signal);
        if (calls.length > 0 || dropped === 0) return { kind: 'calls', calls, facts };
        return { kind: 'malformed', reason: `${dropped} calls could not be read or run`, facts };
      } catch (error) {
        // A question that the model cannot be asked is one that it does not answer; the others can be.
        if (!(error instanceof GatewayError) || error.kind !== 'context-too-long') throw error;
        return { kind: 'malformed', reason: `the question does not fit into the context: ${error.message}` };
      }
    },
    reply: async (asked, signal) => {
      const { request, names } = requestOf(asked, options);
      const { text, calls, dropped } = await ask(request, names, signal);
      return { text, calls, malformed: calls.length === 0 && dropped > 0 };
    },
  };
}

type Finish = Extract<GenerateEvent, { readonly type: 'finish' }>;

function requestOf(
  { conversation, messages, tools, attempt }: ConversationSoFar,
  { model, task, maxOutputTokens, temperature }: GatewayModelOptions,
): { readonly request: GenerateRequest; readonly names: ReadonlyMap<string, string> } {
  const names = new Map<string, string>();
  const renamed = new Map<string, string>();
  const accepted = tools.map((tool): ToolDefinition => {
    const name = acceptedName(tool.name, new Set(names.keys()));
    names.set(name, tool.name);
    renamed.set(tool.name, name);
    return { ...tool, name, inputSchema: leaderboardSchema(tool.inputSchema) };
  });
  const nameOf = (name: string) => renamed.get(name) ?? acceptedName(name, new Set());
  const request: GenerateRequest = {
    model,
    messages: messages.map(({ role, content }) => ({
      role,
      content: content.map((part) =>
        part.type === 'tool-call' || part.type === 'tool-result' ? { ...part, name: nameOf(part.name) } : part,
      ),
    })),
    ...(accepted.length > 0 && { tools: accepted }),
    maxOutputTokens,
    temperature,
    seed: attempt,
    purpose: 'evaluation',
    taskType: 'tool.single',
    task,
    conversation,
  };
  return { request, names };
}

/** Vendors take letters, digits, `_` and `-` only; what was changed is changed back in the answer. */
function acceptedName(name: string, taken: ReadonlySet<string>): string {
  const accepted = name.replace(/[^\w-]/g, '_').slice(0, 64);
  for (let count = 2; ; count++) {
    const tried = taken.has(accepted) ? `${accepted.slice(0, 60)}_${count}` : accepted;
    if (!taken.has(tried)) return tried;
  }
}

function calledFunction(
  { name, input }: { readonly name: string; readonly input: unknown },
  names: ReadonlyMap<string, string>,
): CalledFunction {
  const given: ExactJson = exactJson(JSON.parse(JSON.stringify(input ?? {})) as Parameters<typeof exactJson>[0]);
  return { name: names.get(name) ?? name, arguments: isExactObject(given) ? given : new Map() };
}

function factsOf(
  { model, usage, cost, reply }: Finish,
  { modelHash }: GatewayModelOptions,
  firstTokenMs: number | undefined,
  totalMs: number,
): AnswerFacts {
  const { inputTokens, cacheReadTokens, outputTokens } = usage;
  const rounded = (ms: number) => Math.round(ms * 10) / 10;
  return {
    model,
    modelHash,
    inputTokens,
    cachedTokens: cacheReadTokens,
    outputTokens,
    firstTokenMs: firstTokenMs === undefined ? undefined : rounded(firstTokenMs),
    totalMs: rounded(totalMs),
    cost,
    reply,
  };
}
