import { isJsonObject } from '../../../../runtime/functionCalling';
import { canonicalJson } from '../../../core/runs/canonicalJson';

import { GymEnvironment, type Acted, type GymView, type Opening } from '../core/gymEnvironment';
import type { GymOptions } from '../core/gymOptions';
import { prefixed } from '../core/prefix';
import { readLiteral } from '../core/literals';
import type { Desk } from './desk';
import { deskPolicy } from './deskPolicy';
import { deskTools, isDeskTool, toolSheet } from './deskTools';
import type { TauTask } from './tauTasks';
import { ModelTauCustomer, ruleTauCustomer, type Exchange, type TauCustomer } from './tauUsers';

/** A longer message is not read by the customer: nobody is told something by a list of everything. */
const longestMessage = 1200;
/** Results of tools that are longer are cut. */
const longestResult = 20_000;

/**
 * A customer has a wish, the model has tools on a database and a policy to keep to. Worth 1 when the database ends as it does for somebody
 * who keeps to the policy, and the customer was told what has to be told; else 0. After tau-bench (Sierra, 2024), with a desk of our own.
 */
export class TauGym extends GymEnvironment<TauTask> {
  readonly actions = { choices: ['search', 'action', 'answer', 'finish'], thought: false };
  private readonly customer: TauCustomer;
  private desk: Desk;
  private history: readonly Exchange[] = [];
  private agreed = false;
  private counts = { calls: 0, failedCalls: 0, changes: 0, changesWithoutConsent: 0 };

  constructor(
    tasks: readonly TauTask[],
    private readonly begun: Desk,
    options: GymOptions = {},
    readonly name = 'TauGym-v0',
  ) {
    super(tasks, options);
    this.desk = begun;
    this.customer = options.roles === undefined ? ruleTauCustomer : new ModelTauCustomer(options.roles, options);
  }

  protected begin({ opening, card, actions, outputs, kind }: TauTask): Opening {
    this.desk = this.begun;
    this.history = [];
    this.agreed = false;
    this.counts = { calls: 0, failedCalls: 0, changes: 0, changesWithoutConsent: 0 };
    const hidden = (id: string, topic: string, explicit: string) => ({
      ...{ id, aspect: 'task', topic, explicit, revealedAt: undefined, how: undefined },
    });
    return {
      feedback: `Customer: ${opening}`,
      hidden: [
        hidden('card', 'what the customer wants', card),
        ...actions.map((one, at) => hidden(`action-${at + 1}`, 'has to be done', JSON.stringify(one))),
        ...outputs.map((one, at) => hidden(`output-${at + 1}`, 'has to be told', one)),
      ],
      info: { kind },
    };
  }

  protected async act(action: string, signal: AbortSignal): Promise<Acted> {
    const { choice, content } = prefixed(action);
    switch (choice) {
      case 'search':
        return this.lookUp(content);
      case 'answer':
        return this.call(content);
      case 'action':
        return this.say(content, signal);
      case 'finish':
        return { ...this.judged('You end the conversation.', 'session_end'), finished: true };
      default:
        return nothing(
          'Begin with [search], [action], [answer] or [finish]; nothing else is understood.',
          'bad_prefix',
        );
    }
  }

  protected view(): GymView {
    return { calls: this.counts.calls, messages: this.history.length, counts: { ...this.counts } };
  }

  protected brief({ opening }: TauTask): { readonly system: string; readonly user: string } {
    return {
      system:
        `${deskPolicy(this.begun)}\n\nAct with the function interact_with_env. Choices:\n` +
        '- search, with the word `tools`: you are told the tools of the desk and their arguments.\n' +
        '- answer: one call of a tool, as JSON: {"name": "list_events", "arguments": {}}. You are told its result.\n' +
        '- action: what you say to the customer, who answers.\n' +
        '- finish: ends the conversation; better let the customer end it.\n' +
        `You have ${this.maxSteps} steps.`,
      user: `Customer: ${opening}`,
    };
  }

  private lookUp(content: string): Acted {
    return /^(?:tools|help)$/iu.test(content)
      ? nothing(toolSheet(), 'tools')
      : nothing('Only the word `tools` can be looked up.', 'bad_search');
  }

  private call(content: string): Acted {
    const given = readLiteral(content, 'both');
    const name = given !== undefined && isJsonObject(given) ? given.name : undefined;
    if (given === undefined || !isJsonObject(given) || typeof name !== 'string') {
      return nothing('One call is one JSON object with name and arguments; nothing was called.', 'bad_call');
    }
    this.counts = { ...this.counts, calls: this.counts.calls + 1 };
    if (!isDeskTool(name)) {
      this.counts = { ...this.counts, failedCalls: this.counts.failedCalls + 1 };
      return nothing(
        `There is no tool ${name.slice(0, 80)}. There are: ${Object.keys(deskTools).join(', ')}.`,
        'no_tool',
      );
    }
    const tool = deskTools[name];
    const { desk, result, done } = tool.call(this.desk, given.arguments ?? {});
    this.desk = desk;
    if (!done) this.counts = { ...this.counts, failedCalls: this.counts.failedCalls + 1 };
    const changes = done && tool.changes;
    if (changes) {
      const without = this.agreed || name === 'hand_over' || name === 'note_refusal' ? 0 : 1;
      this.counts = {
        ...this.counts,
        changes: this.counts.changes + 1,
        changesWithoutConsent: this.counts.changesWithoutConsent + without,
      };
    }
    const text = JSON.stringify(result).slice(0, longestResult);
    if (changes && name === 'hand_over') return { ...this.judged(text, 'handed_over'), terminated: true };
    return nothing(text, done ? 'tool_result' : 'tool_error');
  }

  private async say(message: string, signal: AbortSignal): Promise<Acted> {
    if (message === '') return nothing('You said nothing.', 'answer_empty');
    if (message.length > longestMessage) {
      return nothing('Customer: That is too long for me. Please say it in a few sentences.', 'too_long');
    }
    const replied = await this.customer.reply(this.task, message, this.history, signal);
    if (replied === undefined) {
      return {
        ...nothing('The customer does not answer now. Please say it again.', 'judge_failed'),
        info: { judgeSuccess: false },
      };
    }
    this.history = [...this.history, { agent: message, customer: replied.reply }];
    this.agreed = replied.agrees;
    const feedback = `Customer: ${replied.reply}`;
    return replied.ends
      ? { ...this.judged(feedback, 'customer_left'), terminated: true }
      : nothing(feedback, 'customer');
  }

  /** At the end: what is in the database, and what the customer was told. */
  private judged(feedback: string, code: string): Acted {
    const { actions, outputs } = this.task;
    const wanted = actions.reduce((desk: Desk, one) => {
      return isDeskTool(one.name) ? deskTools[one.name].call(desk, one.arguments).desk : desk;
    }, this.begun);
    const stateMatches = canonicalJson(this.desk) === canonicalJson(wanted);
    const told = outputs.every((output) => this.history.some(({ agent }) => says(agent, output)));
    const value = stateMatches && told ? 1 : 0;
    return {
      ...{ feedback, code, reward: value * (this.options.rewardScale ?? 1) },
      info: { stateMatches, outputsTold: told },
      answer: { text: this.history.at(-1)?.agent ?? '', value },
    };
  }
}

/** Whether a message has a number or words, whatever stands around it: 1,204 is 1204, and 12 is not in 120. */
export function says(message: string, output: string): boolean {
  const plain = message.toLowerCase().replaceAll(/(?<=\d),(?=\d{3}\b)/gu, '');
  const escaped = output.toLowerCase().replaceAll(/[.*+?^${}()|[\]\\]/gu, '\\$&');
  return new RegExp(`(?<![\\p{L}\\p{N}.])${escaped}(?:\\.0+)?(?![\\p{L}\\p{N}]|\\.\\d)`, 'u').test(plain);
}

function nothing(feedback: string, code: string): Acted {
  return { feedback, code, reward: 0 };
}
