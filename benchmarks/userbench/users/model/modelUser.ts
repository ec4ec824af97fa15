import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { GatewayError } from '../../../../runtime/gateway/gatewayError';
import { EvaluationError } from '../../../core/runs/evaluationError';
import { strip } from '../../../locobench/reference/pythonText';
import type { RoleModel, RolePrompt } from '../../environments/types';
import { canAskFor } from '../rules/askedFor';
import { judgeByRules } from '../rules/utteranceRules';
import { wordsOf } from '../rules/words';
import type {
  Remarks,
  SearchToJudge,
  SearchVerdict,
  SimulatedUser,
  Spoken,
  ToReveal,
  UtteranceToJudge,
  UtteranceType,
  UtteranceVerdict,
} from '../types';
import { speaksToJudge } from './injectionSigns';
import { judgeJson } from './judgeJson';
import {
  askedRevealPrompt,
  proactiveRevealPrompt,
  searchJudgePrompt,
  smallTalkPrompt,
  utteranceJudgePrompt,
} from './prompts';

export interface ModelUserOptions {
  readonly roles: RoleModel;
  /** Of a call whose transport fails; an answer that cannot be read is not asked for again. Default: 3. */
  readonly attempts?: number | undefined;
  /** Between attempts, in milliseconds. Default: 2,000. */
  readonly pauseMs?: number | undefined;
  /** Longest answer of the model. Default: 2,048. */
  readonly maxOutputTokens?: number | undefined;
  /** Takes every verdict as it comes, as the published environment does. Default: false. */
  readonly trusting?: boolean | undefined;
}

const searchAnswer = z.object({ alignment_judgement: z.string(), alignment_aspect: z.string().optional() });
const utteranceAnswer = z.object({ type: z.union([z.string(), z.number()]), preference_id: z.unknown().optional() });
const spokenAnswer = z.object({ response: z.string() });

/**
 * A user who is a model: one call for each role, none of which sees what another has to keep.
 *
 * An utterance that speaks to its judge cannot buy itself a reveal. Where the model takes it for a question about a preference, it must be able to be one
 * (`canAskFor`), whatever it says and in whatever language; where it is not, or has signs of speaking to a judge, the rules decide. A judge that repeats a
 * piece of JSON that stands in what it judges has said nothing.
 */
export class ModelUser implements SimulatedUser {
  readonly mode = 'model';

  constructor(private readonly options: ModelUserOptions) {}

  async judgeSearch(search: SearchToJudge, signal: AbortSignal): Promise<SearchVerdict> {
    const answer = searchAnswer.safeParse(
      await this.json('search-judge', searchJudgePrompt(search), signal, search.query),
    );
    if (!answer.success) return { kind: 'failed', reason: 'The judge of the search gave no verdict that can be read.' };
    const { alignment_judgement: verdict, alignment_aspect: aspect } = answer.data;
    if (verdict === 'True' && aspect !== undefined) return { kind: 'match', aspect };
    if (verdict === 'False') return { kind: 'mismatch' };
    if (verdict === 'N/A') return { kind: 'unrelated' };
    return { kind: 'failed', reason: `The judge of the search said "${verdict.slice(0, 40)}".` };
  }

  async judgeUtterance(question: UtteranceToJudge, signal: AbortSignal): Promise<UtteranceVerdict> {
    const answer = utteranceAnswer.safeParse(
      await this.json('utterance-judge', utteranceJudgePrompt(question), signal, question.utterance),
    );
    const verdict = answer.success ? verdictOf(answer.data, question) : undefined;
    const rules = judgeByRules(question);
    const flags = verdict === undefined ? ['user-failed'] : [];
    const judged = verdict ?? { type: 1, preference: undefined };
    if (this.options.trusting === true) return { ...judged, rulesType: rules.type, flags };
    if (speaksToJudge(question.utterance)) flags.push('instruction-to-judge');
    if (judged.preference !== undefined && !canAskFor(question, judged.preference)) flags.push('not-asked-for');
    if (judged.type !== 2 || flags.length === 0) return { ...judged, rulesType: rules.type, flags };
    return { ...rules, rulesType: rules.type, flags: [...flags, 'rules-decided'] };
  }

  async revealAsked(told: ToReveal, signal: AbortSignal): Promise<Spoken> {
    return this.reveal('reveal-asked', askedRevealPrompt(told), told, signal);
  }

  async revealProactively(told: ToReveal, signal: AbortSignal): Promise<Spoken> {
    return this.reveal('reveal-proactive', proactiveRevealPrompt(told), told, signal);
  }

  async smallTalk(remarks: Remarks, signal: AbortSignal): Promise<Spoken> {
    return this.speak('smalltalk', smallTalkPrompt(remarks), signal);
  }

  private async reveal(role: string, prompt: RolePrompt, told: ToReveal, signal: AbortSignal): Promise<Spoken> {
    const { text, flags } = await this.speak(role, prompt, signal);
    if (text === undefined) return { text, flags };
    const explicit = wordsOf(told.preference.explicit);
    const isLeak = explicit.length > 1 && wordsOf(text).includes(explicit);
    return { text, flags: isLeak ? ['user-leak'] : [] };
  }

  private async speak(role: string, prompt: RolePrompt, signal: AbortSignal): Promise<Spoken> {
    const answer = spokenAnswer.safeParse(await this.json(role, prompt, signal));
    const text = answer.success ? strip(answer.data.response) : undefined;
    // Nothing said is nothing revealed, though the published environment takes it for an answer.
    const isUsable = text !== undefined && (text !== '' || this.options.trusting === true);
    return isUsable ? { text, flags: [] } : { text: undefined, flags: ['user-failed'] };
  }

  /**
   * @param judged the text that the role judges: what is copied from it is no verdict
   * @returns undefined where no answer came, or none that is JSON
   */
  private async json(role: string, prompt: RolePrompt, signal: AbortSignal, judged?: string): Promise<unknown> {
    const { roles, trusting, attempts = 3, pauseMs = 2_000, maxOutputTokens = 2_048 } = this.options;
    for (let attempt = 1; ; attempt++) {
      try {
        const answer = await roles.ask(role, { ...prompt, maxOutputTokens }, signal);
        return judgeJson(answer, trusting === true ? '' : judged);
      } catch (error) {
        if (signal.aborted || isFinal(error)) throw error;
        if (attempt >= attempts) return undefined;
      }
      if (pauseMs > 0) await sleep(pauseMs, undefined, { signal });
    }
  }
}

/** The gateway and the run have tried again already, or must not: an error of theirs is the sample's, not something the user says. */
function isFinal(error: unknown): boolean {
  return error instanceof EvaluationError || error instanceof GatewayError;
}

function verdictOf(
  { type, preference_id: id }: z.infer<typeof utteranceAnswer>,
  { preferences }: UtteranceToJudge,
): { readonly type: UtteranceType; readonly preference: string | undefined } | undefined {
  switch (strip(String(type))) {
    case '1':
      return { type: 1, preference: undefined };
    case '2': {
      const named = typeof id === 'string' ? strip(id) : undefined;
      const known = preferences.find((each) => each.id === named);
      return known === undefined ? undefined : { type: 2, preference: known.id };
    }
    case '3':
      return { type: 3, preference: undefined };
    case '4':
      return { type: 4, preference: undefined };
    default:
      return undefined;
  }
}
