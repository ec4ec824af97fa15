import { BadFormError, jsonGrammar, maxRepairs, repairRequest, type JsonGrammar } from '../../functionCalling';
import type { Message, MessagePart, ReplyFacts } from '../../gateway/types';
import { RuntimeError } from '../../runtimeError';
import type { CompletionRequest, TextEngine, TextGrammar } from '../engine/types';
import { openChatFormat, type ChatFormat } from '../formats';
import { readChatFile } from './chatFile';
import { leastChance } from './callNeed';
import { planCalls, type CallPlan } from './callPlan';
import type { ChatEvent, ChatInfo, ChatResult, GenerateChatParams } from './chatProtocol';
import { writeReply, type ChatReply } from './chatReply';
import { added, factsOf, judge, misfits, newId, noFacts, noUse, warningsOf, type Judged } from './judgedReply';

type Asked = Omit<GenerateChatParams, 'id'>;

/** As models are mostly used; calls are no matter of taste. */
const usualTemperature = 0.7;
/** The same again would be as wrong as before. */
const repairTemperature = 0.2;
/** A try with less room for its answer is none. */
const leastRoom = 64;

/** Conversations with a GGUF chat model: its own format, calls of tools, answers that are held to JSON. */
export class ChatModel {
  readonly info: ChatInfo;

  constructor(
    private readonly engine: TextEngine,
    private readonly format: ChatFormat,
    facts: Pick<ChatInfo, 'name' | 'bytes'>,
  ) {
    const { tools } = format;
    const noTools = tools.kind === 'none' ? tools.reason : undefined;
    this.info = { ...facts, contextTokens: engine.contextTokens, template: format.name, noTools };
  }

  /** @throws RuntimeError model-missing, model-corrupt */
  static async open(engine: TextEngine & { readonly bytes: number }, file: string): Promise<ChatModel> {
    const read = await readChatFile(file);
    return new ChatModel(engine, openChatFormat(read), { name: read.name, bytes: engine.bytes });
  }

  /**
   * Writes the answer to the last message. A call is told when it is whole and can be run: it is one of the tools, and its
   * arguments satisfy their schema. Calls that cannot be run are told to the model, twice at most; what cannot be run then is
   * left out, with a warning.
   * @throws RuntimeError bad-request when prompt and answer do not fit into the context, or the schema is not valid;
   *   model-unsupported when there are tools and the model calls none; AbortError
   */
  async generate(asked: Asked, tell: (event: ChatEvent) => void, signal: AbortSignal): Promise<ChatResult> {
    signal.throwIfAborted();
    const plan = planCalls(asked.tools ?? [], asked.toolChoice ?? { kind: 'auto' }, this.format);
    for (const text of plan.warnings) tell({ kind: 'warning', text });
    const form = asked.json && jsonForm(asked.json);
    let messages = asked.messages;
    let used = noUse;
    let facts: ReplyFacts = { ...noFacts };
    for (let repairs = 0; ; repairs++) {
      // What a second try says besides calls is told only if it calls nothing.
      const later: ChatEvent[] = [];
      const say = repairs === 0 ? tell : (event: ChatEvent) => void later.push(event);
      const reply = await this.attempt({ asked, messages, plan, form, repairs }, say, signal);
      used = added(used, reply, this.engine);
      const judged = judge(reply, plan);
      facts = factsOf(facts, reply, judged, repairs);
      const request = this.repairOf(judged, reply, plan);
      const next =
        request === undefined || repairs >= maxRepairs ? undefined : withRepair(messages, reply, judged, request);
      if (next && this.hasRoom(next, plan, asked)) {
        messages = next;
        continue;
      }
      if (judged.valid.length === 0) for (const event of later) if (event.kind === 'text') tell(event);
      for (const call of judged.valid) tell({ kind: 'call', call });
      for (const text of warningsOf(judged, reply, request, repairs)) tell({ kind: 'warning', text });
      if (reply.result.finish === 'length' && reply.result.outputTokens < asked.maxTokens) {
        const text = `The answer ends where the context of ${this.engine.contextTokens} tokens is full. Give it less to read.`;
        tell({ kind: 'warning', text });
      }
      if (form && asked.json?.schema)
        for (const text of misfits(reply, asked.json.schema)) tell({ kind: 'warning', text });
      const finish = judged.valid.length > 0 ? 'tool-calls' : reply.result.finish;
      return { finish, ...used, reply: facts };
    }
  }

  private async attempt(
    { asked, messages, plan, form, repairs }: Attempt,
    tell: (event: ChatEvent) => void,
    signal: AbortSignal,
  ): Promise<ChatReply> {
    const forced = plan.required || (repairs === maxRepairs && plan.gbnf !== undefined);
    const held = forced || (form !== undefined && plan.callable.length === 0);
    const { pieces, inThought } = this.prompt(messages, plan, !held);
    const grammar = grammarFor(plan, form, { forced, inThought, least: least(asked, plan, repairs) });
    const hasTools = plan.callable.length > 0;
    const temperature = asked.temperature ?? (hasTools || form ? 0 : usualTemperature);
    const request: CompletionRequest = {
      prompt: pieces,
      conversation: asked.conversation,
      maxTokens: this.answerRoom(pieces, asked.maxTokens),
      sampling: {
        temperature: repairs === 0 ? temperature : Math.max(temperature, repairTemperature),
        topP: asked.topP,
        seed: asked.seed === undefined ? undefined : seedOf(asked.seed + repairs),
      },
      stop: [...(asked.stop ?? []), ...this.format.stop],
      stopTokens: this.format.stopTokens,
      grammar,
    };
    const known = hasTools ? plan.callable.map(({ name }) => name) : undefined;
    return writeReply(this.engine, request, { known, inThought }, tell, signal);
  }

  private prompt(messages: readonly Message[], plan: CallPlan, think: boolean): ReturnType<ChatFormat['prompt']> {
    try {
      return this.format.prompt(messages, plan.shown, { think });
    } catch (error) {
      if (!(error instanceof BadFormError)) throw error;
      throw new RuntimeError('bad-request', error.message, 'Change the messages, or choose another model.', {
        cause: error,
      });
    }
  }

  /** What the model is told; undefined: its reply will do, or no more can come of it. */
  private repairOf(judged: Judged, { parsed, result }: ChatReply, plan: CallPlan): string | undefined {
    if (result.finish === 'length') return undefined;
    if (plan.required && judged.checked.length === 0 && parsed.malformed.length === 0) {
      return 'Error: nothing was run. A call of one of the tools is required here. Write it.';
    }
    return repairRequest(judged.checked, parsed.malformed);
  }

  private hasRoom(messages: readonly Message[], plan: CallPlan, { maxTokens }: Asked): boolean {
    return this.roomAfter(this.prompt(messages, plan, true).pieces) >= Math.min(leastRoom, maxTokens);
  }

  /** A shorter answer where the context has no room for a long one; where it has next to none the engine refuses. */
  private answerRoom(pieces: CompletionRequest['prompt'], maxTokens: number): number {
    const room = this.roomAfter(pieces);
    return room < Math.min(leastRoom, maxTokens) ? maxTokens : Math.min(maxTokens, room);
  }

  private roomAfter(pieces: CompletionRequest['prompt']): number {
    return this.engine.contextTokens - this.engine.count(pieces);
  }
}

interface Attempt {
  readonly asked: Asked;
  readonly messages: readonly Message[];
  readonly plan: CallPlan;
  readonly form: JsonGrammar | undefined;
  readonly repairs: number;
}

function least({ messages, toolChoice, guard }: Asked, plan: CallPlan, repairs: number): number | undefined {
  if (guard === false || plan.openings.length === 0 || repairs > 0 || (toolChoice && toolChoice.kind !== 'auto'))
    return undefined;
  return leastChance(messages, plan.callable);
}

function grammarFor(
  plan: CallPlan,
  form: JsonGrammar | undefined,
  {
    forced,
    inThought,
    least,
  }: { readonly forced: boolean; readonly inThought: boolean; readonly least: number | undefined },
): TextGrammar | undefined {
  if (plan.callable.length === 0) return form && { gbnf: form.gbnf, when: 'always' };
  if (plan.gbnf === undefined) return undefined;
  if (forced) return { gbnf: plan.gbnf, when: 'always' };
  const { openings, afterText } = plan;
  return { gbnf: plan.gbnf, when: 'opened', openings, afterText, inThought, least };
}

/** The conversation with the reply that will not do, and what is wrong with it. */
function withRepair(
  messages: readonly Message[],
  { raw }: ChatReply,
  { checked }: Judged,
  request: string,
): readonly Message[] {
  if (checked.length === 0) {
    const text = (value: string): readonly MessagePart[] => [{ type: 'text', text: value }];
    return [...messages, { role: 'assistant', content: text(raw) }, { role: 'user', content: text(request) }];
  }
  const calls = checked.map(({ call }) => ({ id: newId(), name: call.name, input: call.arguments }));
  return [
    ...messages,
    { role: 'assistant', content: calls.map((call) => ({ type: 'tool-call', ...call })) },
    {
      role: 'tool',
      content: calls.map(({ id, name }) => ({ type: 'tool-result', id, name, output: request, isError: true })),
    },
  ];
}

/** @throws RuntimeError bad-request */
function jsonForm({ schema }: NonNullable<Asked['json']>): JsonGrammar {
  try {
    return jsonGrammar(schema);
  } catch (error) {
    if (!(error instanceof BadFormError)) throw error;
    throw new RuntimeError('bad-request', error.message, 'Correct the schema.', { cause: error });
  }
}

function seedOf(seed: number): number {
  return seed >>> 0;
}
