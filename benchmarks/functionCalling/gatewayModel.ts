import { exactJson, isExactObject, openAiConversation, type ExactJson } from '../../runtime/functionCalling';
import type { Gateway } from '../../runtime/gateway/gateway';
import { GatewayError } from '../../runtime/gateway/gatewayError';
import type { GenerateEvent, GenerateRequest, ToolDefinition } from '../../runtime/gateway/types';
import type { CallingModel, ConversationSoFar } from './callingModel';
import { gatewayMessages, gatewayTool } from './gatewayMessages';
import type { AnswerFacts, CalledFunction } from './predictions';
import type { Question } from './questions';

export interface GatewayModelOptions {
  /** Id of a model of the gateway. */
  readonly model: string;
  /** SHA-256 of its file, where it has one. */
  readonly modelHash: string | undefined;
  /** Its calls are counted under this task in the books. */
  readonly task: string;
  readonly maxOutputTokens: number;
  /** Default 0: the most probable token. Another one makes sense with several tries only. */
  readonly temperature?: number | undefined;
  /** false: calls that seem needless are not doubted. */
  readonly guard?: boolean | undefined;
}

/** As the leaderboard tells models in which language a function is. */
const languageNotes = {
  python: ' Note that the provided function is in Python 3 syntax.',
  java: ' Note that the provided function is in Java 8 SDK syntax.',
  javascript: ' Note that the provided function is in JavaScript syntax.',
} as const;

/** A model of the gateway: every question is a call that the budgets count. */
export function gatewayModel(gateway: Gateway, options: GatewayModelOptions): CallingModel {
  let used = { inputTokens: 0, outputTokens: 0 };
  const count = ({ usage }: Finish) => {
    used = {
      inputTokens: used.inputTokens + usage.inputTokens,
      outputTokens: used.outputTokens + usage.outputTokens,
    };
  };
  return {
    id: options.model,
    used: () => used,
    reply: async (asked, signal) => {
      const request = conversationRequest(asked, options);
      const calls: CalledFunction[] = [];
      let text = '';
      let dropped = 0;
      for await (const event of gateway.generate(request, signal)) {
        if (event.type === 'text') text += event.text;
        if (event.type === 'tool-call') calls.push(calledFunction(event, new Map()));
        if (event.type !== 'finish') continue;
        count(event);
        dropped = event.reply?.dropped ?? 0;
      }
      return { text, calls, malformed: dropped > 0 };
    },
    answer: async (question, signal, attempt = 0) => {
      const { request: first, names } = requestOf(question, options);
      const request = { ...first, seed: attempt, conversation: `${options.task}-${question.id}-${attempt}` };
      const began = performance.now();
      const calls: CalledFunction[] = [];
      let firstTokenMs: number | undefined;
      let finish: Finish | undefined;
      try {
        for await (const event of gateway.generate(request, signal)) {
          if (['text', 'reasoning', 'tool-call'].includes(event.type)) firstTokenMs ??= performance.now() - began;
          if (event.type === 'tool-call') calls.push(calledFunction(event, names));
          if (event.type === 'finish') count((finish = event));
        }
      } catch (error) {
        // A question that the model cannot be asked is one that it does not answer; the others can be.
        if (!(error instanceof GatewayError) || error.kind !== 'context-too-long') throw error;
        return { kind: 'malformed', reason: `the question does not fit into the context: ${error.message}` };
      }
      const facts = finish && factsOf(finish, options, firstTokenMs, performance.now() - began);
      const dropped = finish?.reply?.dropped ?? 0;
      if (calls.length > 0 || dropped === 0) return { kind: 'calls', calls, facts };
      return { kind: 'malformed', reason: `${dropped} calls could not be read or run`, facts };
    },
  };
}

type Finish = Extract<GenerateEvent, { readonly type: 'finish' }>;

/** Questions are asked as the leaderboard asks them; what sets temperatures takes the most probable token. */
function requestOf(
  { id, messages, functions, category }: Question,
  { model, task, maxOutputTokens, temperature = 0, guard }: GatewayModelOptions,
): { readonly request: GenerateRequest; readonly names: ReadonlyMap<string, string> } {
  const conversation = openAiConversation(messages, undefined);
  const names = new Map<string, string>();
  const tools = functions.map((each): ToolDefinition => {
    const tool = gatewayTool(each);
    const name = acceptedName(tool.name, new Set(names.keys()));
    names.set(name, tool.name);
    return { ...tool, name, description: `${tool.description}${languageNotes[category.language]}` };
  });
  const request: GenerateRequest = {
    model,
    messages: gatewayMessages(conversation),
    ...(tools.length > 0 && { tools }),
    maxOutputTokens,
    temperature,
    callGuard: guard,
    purpose: 'evaluation',
    taskType: 'tool.single',
    task,
    conversation: `${task}-${id}`,
  };
  return { request, names };
}

function conversationRequest(
  { conversation, messages, tools, attempt }: ConversationSoFar,
  { model, task, maxOutputTokens, temperature = 0, guard }: GatewayModelOptions,
): GenerateRequest {
  const described = tools.map((tool) => ({ ...tool, description: `${tool.description}${languageNotes.python}` }));
  return {
    model,
    messages,
    ...(tools.length > 0 && { tools: described }),
    maxOutputTokens,
    temperature,
    callGuard: guard,
    seed: attempt,
    purpose: 'evaluation',
    taskType: 'tool.multi',
    task,
    conversation: `${task}-${conversation}`,
  };
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
