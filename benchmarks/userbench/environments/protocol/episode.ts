import type { Json } from '../../../core/runs/types';
import type { EpisodeAnswer, EpisodeTurn } from '../../episodes/types';
import type { SimulatedUser } from '../../users';
import type { EpisodeOutcome, Info, Observation, Step } from '../types';
import { readAction, type ActionText } from './actionText';
import { AnswerBook } from './answerBook';
import type { Configuration } from './configuration';
import type { EnvironmentDefinition } from './environmentDefinition';
import { stepSentences } from './feedback';
import { PreferenceBook, type BookedPreference } from './preferenceBook';
import { SearchDesk } from './searchDesk';
import { seededStream } from './seededStream';
import type { AskingTask } from './task';
import { UserDialogue } from './userDialogue';

export interface EpisodeParts {
  readonly definition: EnvironmentDefinition;
  readonly task: AskingTask;
  readonly user: SimulatedUser;
  readonly configuration: Configuration;
  readonly seed: number;
  /** Chooses the preference that is brought up unasked; default: by the seed. */
  readonly pick?: ((below: number) => number) | undefined;
}

/** What a kind of action gave, before limits and reward shaping. */
interface Outcome {
  readonly code: string;
  readonly text: string;
  readonly reward: number;
  readonly newlyElicited?: readonly BookedPreference[] | undefined;
  readonly ends?: boolean | undefined;
}

type TurnFacts = Pick<EpisodeTurn, 'type' | 'revealed' | 'rulesType' | 'flags'>;

/** One episode from its first action to its end: what was searched, said and answered, and what it was worth. */
export class Episode {
  private readonly book: PreferenceBook;
  private readonly answers: AnswerBook;
  private readonly desk: SearchDesk;
  private readonly dialogue: UserDialogue;
  private readonly actions: string[] = [];
  private readonly accepted: EpisodeAnswer[] = [];
  private totalReward = 0;
  private complete = false;
  private facts: TurnFacts = {};

  constructor(private readonly parts: EpisodeParts) {
    const { definition, task, user, configuration, seed } = parts;
    this.book = new PreferenceBook(task);
    this.answers = new AnswerBook(task.aspects, definition.letters, configuration);
    this.desk = new SearchDesk({
      task,
      user,
      configuration,
      aspectOf: definition.aspectOf,
      randomFor: (aspect) => seededStream(seed, `options ${aspect}`),
    });
    this.dialogue = new UserDialogue({
      user,
      book: this.book,
      scenario: task.scenario,
      aspects: task.aspects,
      configuration,
      seed,
      random: parts.pick ?? lazily(() => seededStream(seed, 'proactive')),
    });
  }

  get isComplete(): boolean {
    return this.complete;
  }

  get lastTurn(): TurnFacts {
    return this.facts;
  }

  opening(): { readonly observation: Observation; readonly info: Info } {
    return { observation: this.observation(this.parts.task.opening, 'opening', 0), info: this.info() };
  }

  async step(text: string, signal: AbortSignal): Promise<Step> {
    const { configuration } = this.parts;
    const action = readAction(text);
    this.facts = {};
    const outcome = await this.act(action, signal);
    this.actions.push(action.kind === undefined ? action.content : `[${action.kind}] ${action.content}`);
    const reward = outcome.ends === true ? 0 : shaped(outcome.reward, configuration);
    this.totalReward += reward;
    const terminated = outcome.ends === true || this.answers.isComplete;
    const truncated = outcome.ends !== true && this.actions.length >= configuration.maxSteps;
    this.complete = terminated || truncated;
    const counts = this.countsShown();
    return {
      observation: { ...this.observation(outcome.text, outcome.code, reward), ...counts },
      reward,
      terminated,
      truncated,
      info: {
        ...this.info(),
        ...(outcome.ends === true
          ? { finalElicitationRatio: this.book.ratio }
          : { newlyElicitedPreferences: (outcome.newlyElicited ?? []).map(plain) }),
      },
    };
  }

  outcome(): EpisodeOutcome {
    const { attempted, delivered } = this.book;
    return {
      answers: this.accepted,
      preferences: this.book.hidden(),
      details: { searches: this.desk.searches, unsearched: this.desk.unsearched, attempted, delivered },
    };
  }

  private async act({ kind, content }: ActionText, signal: AbortSignal): Promise<Outcome> {
    switch (kind) {
      case 'finish':
        return {
          code: 'session_end',
          text: stepSentences.end(this.book.elicited.length, this.book.total),
          reward: 0,
          ends: true,
        };
      case 'search': {
        const result = await this.desk.search(content, signal);
        this.dialogue.note(content, result.summary);
        return result;
      }
      case 'action':
        return this.say(content, signal);
      case 'answer':
        return this.answer(content);
      case undefined:
        return { code: 'bad_prefix', text: stepSentences.badPrefix, reward: 0 };
    }
  }

  private async say(content: string, signal: AbortSignal): Promise<Outcome> {
    const turn = await this.dialogue.say(content, this.actions.length, signal);
    const { revealed, type, rulesType, flags } = turn;
    this.facts = {
      type,
      rulesType,
      revealed: revealed === undefined ? [] : [{ preference: revealed.preference.id, how: revealed.how }],
      flags,
    };
    return { ...turn, newlyElicited: revealed === undefined ? [] : [revealed.preference] };
  }

  private answer(content: string): Outcome {
    const { configuration, task } = this.parts;
    const outcome = this.answers.answer(content);
    for (const { id, aspect, value } of outcome.accepted) {
      if (configuration.oneChoicePerAspect) this.book.drop(aspect);
      const own = task.aspects.find(({ key }) => key === aspect);
      // Which preferences a wrong option violates, its card does not say.
      const satisfied = value > 0 ? (own?.preferences ?? []).map((each) => each.id) : [];
      this.accepted.push({ aspect, value, id, turn: this.actions.length, satisfied, violated: [] });
    }
    return outcome;
  }

  private observation(feedback: string, feedbackCode: string, lastReward: number): Observation {
    const { task, definition } = this.parts;
    return {
      taskDescription: task.scenario,
      goal: definition.goal,
      feedback,
      feedbackCode,
      stepCount: this.actions.length,
      episodeComplete: this.complete,
      totalPreferences: this.book.total,
      remainingPreferences: this.book.remaining.length,
      elicitationRatio: this.book.ratio,
      lastReward,
    };
  }

  /** The released code counts a reveal whose words never came; that is what `attempted` in the info is for. */
  private countsShown(): Readonly<Record<string, Json>> {
    const { attempted, delivered } = this.book;
    const { active, passive } = this.parts.configuration.referenceQuirks === undefined ? delivered : attempted;
    return { activeElicitedPreferences: active, passiveElicitedPreferences: passive };
  }

  private info(): Info {
    const { book, answers, desk } = this;
    return {
      taskId: this.parts.task.id,
      seed: this.parts.seed,
      preferencesSummary: book.remaining.map(({ label, topic, explicit }) => `${label}-${topic}: ${explicit}`),
      actionHistory: [...this.actions],
      conversationHistory: this.dialogue.conversation.map((remark) => ({ ...remark, type: remark.type ?? null })),
      elicitedPreferences: book.elicited.map(plain),
      totalReward: this.totalReward,
      attempted: { ...book.attempted },
      state: {
        searchTimes: desk.searches,
        idleCount: book.idle,
        unsearched: [...desk.unsearched],
        remainingBest: [...answers.remainingBest],
        remainingCorrect: [...answers.remainingCorrect],
        answeredLetters: [...answers.answeredLetters],
        remainingPreferenceIds: book.remaining.map(({ id }) => id),
      },
    };
  }
}

function shaped(reward: number, { rewardScale, stepPenalty, normalizeRewards }: Configuration): number {
  const scaled = reward * rewardScale - stepPenalty;
  return normalizeRewards ? Math.max(0, Math.min(1, scaled)) : scaled;
}

function plain({ id, aspect, label, topic, explicit }: BookedPreference): Json {
  return { id, dimension: aspect.key, aspect: label, topic, explicit };
}

function lazily(make: () => (below: number) => number): (below: number) => number {
  let random: ((below: number) => number) | undefined;
  return (below) => (random ??= make())(below);
}
