import { GatewayError } from '../../../runtime/gateway/gatewayError';
import type { Message, MessagePart } from '../../../runtime/gateway/types';
import type { ModelAnswer, SolverContext } from '../../core/runs/types';
import type { Environment, Step } from '../environments/types';
import { actOf, actOfText, interactName, interactTool, textForm } from './interactTool';
import type { Act, Actor } from './runEpisode';

/** 'auto': by tools; by text where the model is known to call none. */
export type CallForm = 'auto' | 'tools' | 'text';

/**
 * A model that acts: one conversation, in which each call of a tool is a turn and what came of it is the tool's result. A reply without a
 * call ends the episode. Several calls in one reply are done one after another.
 */
export class ModelActor implements Actor {
  /** Whether a reply was cut at the limit of its length. */
  truncated = false;
  private readonly messages: Message[] = [];
  private readonly pending: (Act & { readonly call?: ModelAnswer['toolCalls'][number] | undefined })[] = [];
  private results: MessagePart[] = [];
  private current: ModelActor['pending'][number] | undefined;

  constructor(
    private readonly environment: Environment,
    private form: CallForm,
    private readonly task: string,
    private readonly context: Pick<SolverContext, 'generate' | 'repeat' | 'log'>,
  ) {}

  async next(): Promise<Act | undefined> {
    if (this.pending.length === 0) await this.ask();
    this.current = this.pending.shift();
    return this.current;
  }

  told({ observation }: Step): void {
    const call = this.current?.call;
    if (call === undefined) {
      this.messages.push(message('user', { type: 'text', text: observation.feedback }));
      return;
    }
    this.results.push({ type: 'tool-result', id: call.id, name: call.name, output: observation.feedback });
    if (this.pending.length > 0) return;
    this.messages.push({ role: 'tool', content: this.results });
    this.results = [];
  }

  private async ask(): Promise<void> {
    if (this.messages.length === 0) this.begin();
    const answer = await this.reply();
    this.truncated ||= answer.finish === 'length';
    if (this.form === 'text') {
      if (answer.text.trim() === '') return;
      this.messages.push(message('assistant', { type: 'text', text: answer.text }));
      this.pending.push({ ...actOfText(answer.text), tokens: answer.usage.outputTokens });
      return;
    }
    const said: readonly MessagePart[] = answer.text === '' ? [] : [{ type: 'text', text: answer.text }];
    const calls = answer.toolCalls.map(({ id, name, input }): MessagePart => ({ type: 'tool-call', id, name, input }));
    if (calls.length > 0) this.messages.push({ role: 'assistant', content: [...said, ...calls] });
    for (const [index, call] of answer.toolCalls.entries()) {
      // Tokens are of the whole reply: they stand with its first call.
      this.pending.push({ ...this.actOfCall(call), call, tokens: index === 0 ? answer.usage.outputTokens : undefined });
    }
  }

  private begin(): void {
    const { system, user } = this.environment.instructions();
    const told = this.form === 'text' ? `${system}\n${textForm(this.environment.actions)}` : system;
    this.messages.push(message('system', { type: 'text', text: told }), message('user', { type: 'text', text: user }));
  }

  private async reply(): Promise<ModelAnswer> {
    const asked = { messages: [...this.messages], conversation: `${this.task}-${this.context.repeat}` };
    if (this.form === 'text') return this.context.generate({ ...asked, taskType: 'chat.other' });
    const { actions, tools } = this.environment;
    try {
      return await this.context.generate({
        ...{ ...asked, taskType: 'tool.multi' },
        tools: [interactTool(actions), ...(tools?.definitions ?? [])],
        toolChoice: { kind: 'required' },
      });
    } catch (error) {
      if (this.form !== 'auto' || this.messages.length > 2 || tools !== undefined || !lacksTools(error)) throw error;
      this.context.log('The model calls no tools: it acts by text.');
      this.form = 'text';
      this.messages.length = 0;
      this.begin();
      return this.reply();
    }
  }

  private actOfCall({ name, input }: ModelAnswer['toolCalls'][number]): Act {
    if (name === interactName) return actOf(input);
    const content = JSON.stringify(input);
    const isKnown = this.environment.tools?.definitions.some((tool) => tool.name === name) ?? false;
    // An unknown function is an action that cannot be read.
    return { choice: name, content, text: `${name}(${content})`, ...(isKnown ? { tool: { name, input } } : {}) };
  }
}

/** The gateway refuses before it sends: such a model is never asked with tools. */
function lacksTools(error: unknown): boolean {
  return error instanceof GatewayError && error.message.includes('cannot call tools');
}

function message(role: Message['role'], part: MessagePart): Message {
  return { role, content: [part] };
}
