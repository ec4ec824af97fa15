import type { RoleModel } from '../../environments/types';
import { askRole } from '../core/askRole';
import { dataBlock, dataNotice } from '../core/dataBlock';
import type { GymOptions } from '../core/gymOptions';
import { readJudge } from '../core/judgeJson';
import { TermText } from '../core/terms';
import type { TauTask } from './tauTasks';

export interface Exchange {
  readonly agent: string;
  readonly customer: string;
}

export interface Replied {
  readonly reply: string;
  /** The customer ends the conversation. */
  readonly ends: boolean;
  /** The customer agreed to what was proposed. */
  readonly agrees: boolean;
}

/** The customer: knows its own card, and nothing of what has to be done. */
export interface TauCustomer {
  /** @returns undefined where there was no usable reply */
  reply(
    task: TauTask,
    message: string,
    history: readonly Exchange[],
    signal: AbortSignal,
  ): Promise<Replied | undefined>;
}

const asksForConsent =
  'shall_i|should_i|may_i|confirm|proceed|go_ahead|do_you_agree|is_that_right|is_that_ok|okay_for_you|do_you_want_me';
const asksForMore = 'anything_else|something_else|any_other|further_wish|more_i_can|else_i_can';
const goodbye = 'Thank you, that is all.';

/**
 * Tells a fact when a message has its terms, agrees to what is proposed, brings up the next wish when asked for more, and ends when there is
 * none.
 */
export const ruleTauCustomer: TauCustomer = {
  reply({ facts, later }, message, history) {
    const text = new TermText(message);
    if (text.has(asksForMore)) {
      const wish = later[history.filter(({ customer }) => later.includes(customer)).length];
      return said(wish ?? goodbye, { ends: wish === undefined });
    }
    const agrees = text.has(asksForConsent);
    // A message that only tells something asks for nothing.
    const asked = agrees || /\?|\b(?:please|need|tell me|give me)\b/iu.test(message);
    const told = asked ? facts.filter(({ terms }) => text.has(terms)).map(({ answer }) => answer) : [];
    if (agrees) return said(['Yes, please do.', ...told].join(' '), { agrees });
    return said(told.length > 0 ? told.join(' ') : 'I do not know what you mean. What do you need from me?', {});
  },
};

function said(reply: string, { ends = false, agrees = false }: Partial<Omit<Replied, 'reply'>>): Promise<Replied> {
  return Promise.resolve({ reply, ends, agrees });
}

export class ModelTauCustomer implements TauCustomer {
  constructor(
    private readonly model: RoleModel,
    private readonly options: GymOptions,
  ) {}

  async reply(
    { card, opening }: TauTask,
    message: string,
    history: readonly Exchange[],
    signal: AbortSignal,
  ): Promise<Replied | undefined> {
    const talk = [`YOU: ${opening}`, ...history.map(({ agent, customer }) => `DESK: ${agent}\nYOU: ${customer}`)];
    const user = [
      dataBlock('your-card', card),
      dataBlock('conversation', talk.join('\n')),
      dataBlock('desk-says', message),
    ].join('\n');
    const text = await askRole(this.model, 'user', { system: customerPrompt, user }, this.options, signal);
    const answer = text === undefined ? undefined : readJudge(text);
    const { response, done, agrees } = answer ?? {};
    if (typeof response !== 'string' || response.trim() === '') return undefined;
    return { reply: response, ends: isTrue(done), agrees: isTrue(agrees) };
  }
}

function isTrue(value: unknown): boolean {
  return value === true || (typeof value === 'string' && value.trim().toLowerCase() === 'true');
}

const customerPrompt =
  'You play a customer who talks with the desk of a concert hall. Your card says who you are and what you want. Say what is asked for, one or two ' +
  'sentences at a time; tell nothing of your card before it is asked for, and make nothing up that it does not say. Agree when the desk proposes ' +
  'what you want, and refuse when it proposes something else. When everything on your card is done or was refused for good, say goodbye and set ' +
  `done. ${dataNotice}\n` +
  'Write a JSON object: {"thought": "why", "response": "what you say", "agrees": true where you agree to a proposal, "done": true at the end}.';
