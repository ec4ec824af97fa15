/** Patch mode: the model changes a copy of the repository, may ask its user, and hands in; a user contradicts what it did not want. */
import type { Json } from '../../../../runtime/gateway/types';
import { readAction } from '../../environments/protocol/actionText';
import { EnvironmentError } from '../../environments/environmentError';
import type {
  ActionChoices,
  Environment,
  EnvironmentTools,
  EpisodeOutcome,
  Info,
  Reset,
  ResetOptions,
  Step,
} from '../../environments/types';
import type { EpisodeAnswer } from '../../episodes/types';
import type { WorkspaceEnvironmentParts } from '../choice/choiceEnvironment';
import { askingTask } from '../episodes/askingTask';
import { instructions } from '../episodes/instructions';
import { UserSide, type TurnFacts } from '../episodes/userSide';
import { aspectScore, taskScore } from '../scoring/aspectScore';
import type { FileChange, TreeCommand } from '../types';
import { checkPatch, type BaseTree, type PatchCheck } from './checkPatch';
import { openPatchTools, type PatchTools } from './patchTools';
import { openPatchWorktree, type PatchWorktree, type WorktreePlace } from './patchWorktree';

/** How often the user asks for work that was handed in without any. */
const MOST_NUDGES = 2;

export interface PatchEnvironmentParts extends WorkspaceEnvironmentParts {
  readonly place: WorktreePlace;
  readonly base: BaseTree;
  /** For predicates that run something; undefined: they are not measured. */
  readonly run?: TreeCommand | undefined;
}

interface State {
  readonly seed: number;
  readonly users: UserSide;
  readonly worktree: PatchWorktree;
  readonly tools: PatchTools;
  userTurns: number;
  toolTurns: number;
  nudges: number;
  /** Preferences that the user had to insist on, by turn. */
  readonly corrections: { readonly turn: number; readonly preference: string }[];
  /** Score of what was handed in first, before anybody contradicted. */
  firstScore: number | undefined;
  answers: readonly EpisodeAnswer[];
  submitted: boolean;
  patch: readonly FileChange[];
  totalReward: number;
  facts: TurnFacts;
  ended: boolean;
  busy: boolean;
}

interface Outcome {
  readonly code: string;
  readonly text: string;
  readonly reward: number;
  readonly ends?: boolean | undefined;
}

export class PatchEnvironment implements Environment {
  readonly name = 'WorkspacePatch-v0';
  readonly actions: ActionChoices;
  private readonly turns: number;
  private readonly toolTurns: number;
  private state: State | undefined;

  constructor(private readonly parts: PatchEnvironmentParts) {
    const { task, settings } = parts;
    this.turns = settings.turns ?? task.limits.turns;
    this.toolTurns = settings.toolTurns ?? task.limits.toolTurns;
    this.actions = {
      choices: settings.setting === 'interaction' ? ['action', 'answer', 'finish'] : ['answer', 'finish'],
      thought: true,
    };
  }

  instructions(): { readonly system: string; readonly user: string } {
    const { task, settings } = this.parts;
    return instructions(task, { ...settings, turns: this.turns, toolTurns: this.toolTurns });
  }

  /** Only after `reset`. */
  get tools(): EnvironmentTools {
    return {
      definitions: this.begun().tools.definitions,
      call: (name, input, signal) => this.stepBy(signal, (state) => this.callTool(state, name, input, signal)),
    };
  }

  async reset({ seed = 0, task: wanted }: ResetOptions = {}): Promise<Reset> {
    const { task, settings, user, place } = this.parts;
    if (wanted !== undefined && wanted !== task.id) {
      throw new EnvironmentError('no-task', `There is no task ${wanted} here, only ${task.id}.`);
    }
    await this.close();
    const worktree = await openPatchWorktree(place);
    const tools = await openPatchTools(worktree, seed);
    const { setting, proactive } = settings;
    this.state = {
      ...{ seed, worktree, tools },
      users: new UserSide(askingTask(task, seed), user(task), setting, { seed, proactive }),
      ...{ userTurns: 0, toolTurns: 0, nudges: 0, corrections: [], firstScore: undefined, answers: [] },
      ...{ submitted: false, patch: [], totalReward: 0, facts: {}, ended: false, busy: false },
    };
    return {
      observation: { feedback: task.openingMessage, feedbackCode: 'opening', stepCount: 0, episodeComplete: false },
      info: this.info(this.state),
    };
  }

  step(action: string, signal: AbortSignal): Promise<Step> {
    return this.stepBy(signal, async (state) => {
      const outcome = await this.act(state, action, signal);
      state.userTurns += 1;
      return outcome;
    });
  }

  async close(): Promise<void> {
    const { state } = this;
    this.state = undefined;
    if (state === undefined) return;
    await state.tools.dispose();
    await state.worktree.remove();
  }

  lastTurn(): TurnFacts {
    return this.state?.facts ?? {};
  }

  /** The patch is as it was after the last step, handed in or not. */
  outcome(): EpisodeOutcome {
    const { users, answers, patch, submitted, firstScore, nudges, corrections, userTurns, toolTurns } = this.begun();
    const { book, leaks } = users;
    return {
      answers,
      preferences: book.hidden(),
      details: {
        ...{ mode: 'patch', submitted, nudges, leaks, userTurns, toolTurns, corrections: corrections.length },
        corrected: corrections.map((each) => ({ ...each })),
        firstScore: firstScore ?? null,
        patch: patch.map(({ path, content }) => ({ path, content })),
        ...{ attempted: { ...book.attempted }, delivered: { ...book.delivered } },
      },
    };
  }

  private async stepBy(signal: AbortSignal, act: (state: State) => Promise<Outcome>): Promise<Step> {
    const state = this.running();
    state.busy = true;
    try {
      signal.throwIfAborted();
      state.facts = {};
      const { code, text, reward, ends = false } = await act(state);
      state.totalReward += reward;
      const truncated = !ends && state.userTurns >= this.turns;
      state.ended = ends || truncated;
      // What was never handed in is looked at as it lies there.
      state.patch = await state.worktree.changes();
      const observation = {
        ...{ feedback: text, feedbackCode: code, stepCount: stepsOf(state) },
        episodeComplete: state.ended,
        ...{ remainingTurns: this.turns - state.userTurns, remainingToolTurns: this.toolTurns - state.toolTurns },
      };
      return { observation, reward, terminated: ends, truncated, info: this.info(state) };
    } finally {
      state.busy = false;
    }
  }

  private async callTool(state: State, name: string, input: Json, signal: AbortSignal): Promise<Outcome> {
    if (state.toolTurns >= this.toolTurns) {
      // Counted as a turn of the other kind, so that an episode ends.
      state.userTurns += 1;
      const text = 'No calls of tools are left. Hand in with answer.';
      return { code: 'tool_limit', text, reward: 0 };
    }
    state.toolTurns += 1;
    const { text, isError } = await state.tools.call(name, input, signal);
    const left = this.toolTurns - state.toolTurns;
    const note = left === 0 ? '\n\nThat was the last call of a tool. Hand in with answer.' : '';
    return { code: isError ? 'tool_error' : 'tool_result', text: text + note, reward: 0 };
  }

  private async act(state: State, action: string, signal: AbortSignal): Promise<Outcome> {
    const { kind, content } = readAction(action);
    switch (kind) {
      case 'finish':
        return { code: 'session_end', text: 'The session is over.', reward: 0, ends: true };
      case 'action': {
        const said = await state.users.say(content, stepsOf(state), signal);
        state.facts = said.facts;
        return said;
      }
      case 'answer':
        return this.submit(state, content, signal);
      case 'search':
      case undefined: {
        const text = `This cannot be read. Begin with ${this.actions.choices.map((each) => `[${each}]`).join(', ')}; files are searched with tools.`;
        return { code: 'bad_prefix', text, reward: 0 };
      }
    }
  }

  private async submit(state: State, content: string, signal: AbortSignal): Promise<Outcome> {
    const { task, base, run } = this.parts;
    const changes = await state.worktree.changes();
    state.users.note(`handed in: ${content.slice(0, 500)}`, `${changes.length} files are changed`);
    if (changes.length === 0 && state.nudges < MOST_NUDGES) {
      state.nudges += 1;
      return { code: 'nothing_delivered', text: 'Nothing is changed yet. Please do the work first.', reward: 0 };
    }
    const check = await checkPatch(task, base, changes, { run, signal });
    const { score } = taskScore(check.judgements, undefined);
    state.firstScore ??= score;
    const turn = stepsOf(state);
    state.answers = check.judgements.map((judgement) => ({
      ...{ aspect: judgement.aspect, value: aspectScore(judgement).value, id: 'patch', turn },
      ...{ satisfied: judgement.satisfied, violated: judgement.violated },
    }));
    state.submitted = true;
    return (
      this.contradiction(state, check) ?? {
        code: 'submitted',
        text: 'The change is handed in.',
        reward: score,
        ends: true,
      }
    );
  }

  /** The user says what is not as it was wanted: what it had told comes first. One thing at a time, and not for ever. */
  private contradiction(state: State, { preferences }: PatchCheck): Outcome | undefined {
    const { settings, task } = this.parts;
    if (settings.setting !== 'interaction' || state.corrections.length >= settings.corrections) return undefined;
    // A turn has to be left to do it in.
    if (state.userTurns + 1 >= this.turns) return undefined;
    const violated = preferences.filter(({ satisfied }) => satisfied === false).map(({ id }) => id);
    const { book } = state.users;
    const told = book.elicited.find(({ id }) => violated.includes(id));
    const open = book.remaining.find(({ id }) => violated.includes(id));
    const wanted = told ?? open;
    if (wanted === undefined) return undefined;
    state.corrections.push({ turn: stepsOf(state), preference: wanted.id });
    // Told now, but nobody elicited it: the turn says nothing of a reveal.
    if (open !== undefined && wanted === open) book.reveal(open, 'passive', stepsOf(state));
    const explicit = task.aspects.flatMap((each) => each.preferences).find(({ id }) => id === wanted.id)?.explicit;
    const again = told === undefined ? '' : ' I had told you.';
    return {
      code: 'correction',
      text: `That is not what I wanted.${again} ${explicit ?? ''} Please change it, and hand it in again.`,
      reward: 0,
    };
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

  private info({ users, totalReward, userTurns, toolTurns }: State): Info {
    const { book } = users;
    return {
      ...{ taskId: this.parts.task.id, totalReward, userTurns, toolTurns },
      remainingPreferences: book.remaining.map(({ id }) => id),
      elicitedPreferences: book.elicited.map(({ id }) => id),
    };
  }
}

/** Each step counts for one of the two. */
function stepsOf({ userTurns, toolTurns }: Pick<State, 'userTurns' | 'toolTurns'>): number {
  return userTurns + toolTurns;
}
