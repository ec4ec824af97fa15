/** Choice mode: search for designs, ask the user, and name one design an aspect. UserBench's protocol with the repository in the place of travel. */
import { readAction } from '../../environments/protocol/actionText';
import { AnswerBook } from '../../environments/protocol/answerBook';
import { EnvironmentError } from '../../environments/environmentError';
import type {
  ActionChoices,
  Environment,
  EpisodeOutcome,
  Info,
  Reset,
  ResetOptions,
  Step,
} from '../../environments/types';
import type { EpisodeAnswer } from '../../episodes/types';
import type { SimulatedUser } from '../../users';
import { askingTask } from '../episodes/askingTask';
import { instructions } from '../episodes/instructions';
import type { EpisodeSettings } from '../episodes/settings';
import { UserSide, type TurnFacts } from '../episodes/userSide';
import type { DesignCard, WorkspaceTask } from '../types';
import { cardsOf, EvidenceSearch } from './evidenceSearch';

export interface WorkspaceEnvironmentParts {
  readonly task: WorkspaceTask;
  readonly settings: EpisodeSettings;
  /** A new one for each episode: users remember how patient they still are. */
  readonly user: (task: WorkspaceTask) => SimulatedUser;
}

interface Outcome {
  readonly code: string;
  readonly text: string;
  readonly reward: number;
  readonly ends?: boolean | undefined;
}

interface State {
  readonly seed: number;
  readonly users: UserSide;
  readonly search: EvidenceSearch;
  readonly answers: AnswerBook;
  readonly accepted: EpisodeAnswer[];
  steps: number;
  totalReward: number;
  facts: TurnFacts;
  ended: boolean;
  busy: boolean;
}

export class ChoiceEnvironment implements Environment {
  readonly name = 'WorkspaceChoice-v0';
  readonly actions: ActionChoices;
  private readonly turns: number;
  private readonly cards: ReadonlyMap<string, { readonly aspect: string; readonly card: DesignCard }>;
  private state: State | undefined;

  constructor(private readonly parts: WorkspaceEnvironmentParts) {
    const { task, settings } = parts;
    const missing = task.aspects.find(({ options }) => options === undefined);
    if (missing !== undefined || task.aspects.length === 0) {
      const what = missing === undefined ? 'no aspects' : `no designs for ${missing.key}`;
      throw new EnvironmentError('bad-data', `The task ${task.id} has ${what}: run it in patch mode.`);
    }
    this.turns = settings.turns ?? task.limits.turns;
    const choices = ['search', 'action', 'answer', 'finish'];
    this.actions = {
      choices: settings.setting === 'interaction' ? choices : choices.filter((choice) => choice !== 'action'),
      thought: true,
    };
    this.cards = new Map(
      task.aspects.flatMap((aspect) => cardsOf(aspect).map((card) => [card.id, { aspect: aspect.key, card }] as const)),
    );
  }

  instructions(): { readonly system: string; readonly user: string } {
    const { task, settings } = this.parts;
    return instructions(task, { ...settings, turns: this.turns, toolTurns: 0 });
  }

  reset({ seed = 0, task: wanted }: ResetOptions = {}): Promise<Reset> {
    const { task, settings, user } = this.parts;
    if (wanted !== undefined && wanted !== task.id) {
      return Promise.reject(new EnvironmentError('no-task', `There is no task ${wanted} here, only ${task.id}.`));
    }
    const asking = askingTask(task, seed);
    this.state = {
      seed,
      users: new UserSide(asking, user(task), settings.setting, { seed, proactive: settings.proactive }),
      search: new EvidenceSearch(task, seed, settings.outage),
      answers: new AnswerBook(asking.aspects, new Map(task.aspects.map(({ letter, key }) => [letter, key])), RULES),
      accepted: [],
      ...{ steps: 0, totalReward: 0, facts: {}, ended: false, busy: false },
    };
    return Promise.resolve({
      observation: { feedback: task.openingMessage, feedbackCode: 'opening', stepCount: 0, episodeComplete: false },
      info: this.info(this.state),
    });
  }

  async step(action: string, signal: AbortSignal): Promise<Step> {
    const state = this.running();
    state.busy = true;
    try {
      state.facts = {};
      const { code, text, reward, ends = false } = await this.act(state, action, signal);
      state.steps += 1;
      state.totalReward += reward;
      const terminated = ends || state.answers.isComplete;
      const truncated = !terminated && state.steps >= this.turns;
      state.ended = terminated || truncated;
      const observation = {
        ...{ feedback: text, feedbackCode: code, stepCount: state.steps, episodeComplete: state.ended },
        ...{ remainingTurns: this.turns - state.steps, totalPreferences: state.users.book.total },
      };
      return { observation, reward, terminated, truncated, info: this.info(state) };
    } finally {
      state.busy = false;
    }
  }

  close(): Promise<void> {
    this.state = undefined;
    return Promise.resolve();
  }

  lastTurn(): TurnFacts {
    return this.state?.facts ?? {};
  }

  outcome(): EpisodeOutcome {
    const state = this.begun();
    const { book, leaks } = state.users;
    const { searches, validSearches } = state.search;
    return {
      answers: state.accepted,
      preferences: book.hidden(),
      details: {
        ...{ mode: 'choice', searches, validSearches, leaks, corrections: 0, nudges: 0, userTurns: state.steps },
        ...{ attempted: { ...book.attempted }, delivered: { ...book.delivered } },
      },
    };
  }

  private async act(state: State, action: string, signal: AbortSignal): Promise<Outcome> {
    const { kind, content } = readAction(action);
    switch (kind) {
      case 'finish':
        return { code: 'session_end', text: 'The session is over.', reward: 0, ends: true };
      case 'search': {
        const found = state.search.search(content);
        state.users.note(content, found.summary);
        return found;
      }
      case 'action': {
        const said = await state.users.say(content, state.steps, signal);
        state.facts = said.facts;
        return said;
      }
      case 'answer':
        return this.answer(state, content);
      case undefined: {
        const text = `This cannot be read. Begin with ${this.actions.choices.map((each) => `[${each}]`).join(', ')}.`;
        return { code: 'bad_prefix', text, reward: 0 };
      }
    }
  }

  private answer(state: State, content: string): Outcome {
    const { answers, users, accepted } = state;
    const known = this.cards.get(content);
    // Letters that have been answered, several ids and other forms are told by the book.
    if (known === undefined && /^[A-Z]\d+$/.test(content)) {
      const text = 'There is no design of this id. Search for the aspect, and name one of the ids that are shown.';
      return { code: 'answer_unknown_id', text, reward: 0 };
    }
    const outcome = answers.answer(content);
    for (const { id, aspect, value } of outcome.accepted) {
      users.book.drop(aspect);
      const { satisfied, violated } = this.cards.get(id)?.card ?? { satisfied: [], violated: [] };
      accepted.push({ aspect, value, id, turn: state.steps, satisfied, violated });
    }
    return outcome;
  }

  private running(): State {
    const state = this.begun();
    if (state.ended)
      throw new EnvironmentError('ended', 'The episode is over. Reset the environment to begin another.');
    if (state.busy) throw new EnvironmentError('busy', 'A step is under way. Wait for it before the next one.');
    return state;
  }

  private begun(): State {
    if (this.state === undefined) throw new EnvironmentError('not-reset', 'Reset the environment first.');
    return this.state;
  }

  /** Of the user only what whoever evaluates needs; never shown to the model. */
  private info({ users, totalReward, search }: State): Info {
    const { book } = users;
    return {
      taskId: this.parts.task.id,
      totalReward,
      remainingPreferences: book.remaining.map(({ id }) => id),
      elicitedPreferences: book.elicited.map(({ id }) => id),
      searches: search.searches,
    };
  }
}

const RULES = {
  oneChoicePerAspect: true,
  choiceBestReward: 1,
  choiceCorrectReward: 0.8,
  wrongChoicePenalty: 0,
  referenceQuirks: undefined,
} as const;
