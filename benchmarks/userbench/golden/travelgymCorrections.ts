/**
 * What the corrected rules should give where the released environment gives something else, worked out from the golden file alone, so that
 * our environment is compared with what a correction says and not with itself.
 */
import type { AskingTask } from '../environments/protocol/task';
import { aspectByLetter } from '../environments/travel/travelAspects';
import type { GoldenEpisode, GoldenStep } from './travelgymFile';

export interface Correction {
  readonly expected: unknown;
  readonly why: string;
}

/** By key of the step's expected values. */
export type Corrections = Readonly<Record<string, Correction>>;

const delivered = 'only reveals that reached the model are counted, not those that were tried';
const limits = 'limits of wrong and absurd options hold however tasks are chosen';
const ownAspects = "an answer for an aspect that is not the task's does not use up one of the task's own";

/** Follows an episode of the golden file's blocking path, and says step by step what the corrections change. */
export class CorrectedEpisode {
  private readonly failed = { active: 0, passive: 0 };
  private readonly answered = new Set<string>();
  private steps = 0;
  /** The reference has ended the episode where it should go on. */
  private goesOn = false;
  private isOver = false;

  constructor(
    private readonly episode: GoldenEpisode,
    private readonly task: AskingTask,
  ) {}

  next(step: GoldenStep): Corrections {
    return this.goesOn && 'raises' in step.expected ? this.afterItsEnd(step) : this.within(step);
  }

  private within({ expected, action }: GoldenStep): Corrections {
    if ('raises' in expected) return {};
    this.steps += 1;
    this.noteAnswer(action, expected.feedback_code);
    this.noteFailedReveal(expected);
    return { ...this.counters(expected), ...this.options(expected), ...this.ending(expected) };
  }

  private counters(expected: GoldenStep['expected']): Corrections {
    const found: Record<string, Correction> = {};
    for (const how of ['active', 'passive'] as const) {
      const key = `${how}_elicited_preferences`;
      const given = expected[key];
      if (typeof given === 'number' && this.failed[how] > 0) {
        found[key] = { expected: given - this.failed[how], why: delivered };
      }
    }
    return found;
  }

  private noteFailedReveal({ feedback_code: code, llm_calls: calls }: GoldenStep['expected']): void {
    const last: unknown = Array.isArray(calls) ? calls.at(-1) : undefined;
    if (code !== 'user_fallback') return;
    if (last === 'reveal_asked') this.failed.active += 1;
    if (last === 'reveal_proactive') this.failed.passive += 1;
  }

  private options({ feedback_code: code, options }: GoldenStep['expected']): Corrections {
    if (code !== 'search_results' || !Array.isArray(options)) return {};
    const aspect = this.task.aspects.find(({ options: { correct } }) => correct.some(({ id }) => options.includes(id)));
    if (aspect === undefined) return {};
    const { wrong_choice_number: wrong = 10, noise_choice_number: noise = 5 } = this.episode.config;
    const count = ({ length }: readonly unknown[], limit: number) => Math.min(length, limit);
    const expected =
      aspect.options.correct.length + count(aspect.options.wrong, wrong) + count(aspect.options.noise, noise);
    if (expected === options.length) return {};
    return { option_count: { expected, why: limits }, options: { expected: undefined, why: limits } };
  }

  private ending({ terminated, truncated, state, feedback_code: code }: GoldenStep['expected']): Corrections {
    const best: unknown =
      typeof state === 'object' && state !== null && 'remaining_best' in state ? state.remaining_best : [];
    const isDone = (Array.isArray(best) && best.length === 0) || this.allAnswered() || code === 'session_end';
    this.isOver = isDone || truncated === true;
    if (terminated !== true || isDone) return {};
    this.goesOn = truncated !== true;
    return {
      terminated: { expected: false, why: ownAspects },
      episode_complete: { expected: truncated, why: ownAspects },
    };
  }

  private afterItsEnd({ action }: GoldenStep): Corrections {
    if (this.isOver) return {};
    this.steps += 1;
    const id = answerOf(action);
    const aspect = this.task.aspects.find(({ letter }) => letter === id?.charAt(0));
    const isOpen = id !== undefined && !this.answered.has(id.charAt(0));
    if (isOpen) this.answered.add(id.charAt(0));
    const limit = this.episode.config.max_steps ?? 20;
    this.isOver = this.allAnswered() || this.steps >= limit || /^\s*\[finish\]/iu.test(action);
    const went: Record<string, Correction> = { raises: { expected: undefined, why: ownAspects } };
    if (isOpen && aspect !== undefined) {
      const code =
        aspect.bestId === id ? 'answer_best' : aspect.correctIds.includes(id) ? 'answer_correct' : 'answer_wrong';
      went.feedback_code = { expected: code, why: ownAspects };
      went.terminated = { expected: this.allAnswered(), why: ownAspects };
    }
    return went;
  }

  private noteAnswer(action: string, code: unknown): void {
    const id = answerOf(action);
    const isTaken = typeof code === 'string' && /^answer_(?:best|correct|wrong)/u.test(code);
    if (id !== undefined && isTaken) this.answered.add(id.charAt(0));
  }

  private allAnswered(): boolean {
    const isSingle = this.episode.config.one_choice_per_aspect ?? true;
    return isSingle && this.task.aspects.every(({ letter }) => this.answered.has(letter));
  }
}

function answerOf(action: string): string | undefined {
  const id = /^\s*\[answer\]\s*(\w+)\s*$/u.exec(action)?.[1];
  return id !== undefined && aspectByLetter.has(id.charAt(0)) ? id : undefined;
}
