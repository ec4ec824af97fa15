import { GymEnvironment, type Acted, type GymView, type Opening } from '../core/gymEnvironment';
import type { GymOptions } from '../core/gymOptions';
import { roundHalfEven } from '../core/pythonNumbers';
import { coverageReward } from '../intention/intentionGym';
import type { Exchange } from '../intention/intentionUsers';
import type { MissingDetail } from '../intention/intentionTasks';
import { sandboxExecution, type Execution } from './execution';
import { checkGoals } from './goalChecks';
import { editFiles, readFiles, searchFiles, type FileOutcome } from './sweFiles';
import type { SweTask } from './sweTasks';
import { ModelSweUser, ruleSweUser, type SweUser } from './sweUsers';

export interface SweOptions extends GymOptions {
  /** Off the reward for every further intent that one question covers; default 0.2. */
  readonly multiDetailPenalty?: number | undefined;
  /** Score that ends the episode; default 0.85. */
  readonly successThreshold?: number | undefined;
}

export const sweChoices = ['read', 'search', 'edit', 'run', 'action', 'answer', 'finish'];
/** Reading and editing take steps too. */
export const sweSteps = 40;
const longestOutput = 8_000;

/**
 * A user wants a change of a small project and leaves out what matters. The model reads, edits, runs, asks, and hands its work in; goals are
 * checked by running it. After UserRL's SWEGym, whose judge reads a description and runs nothing.
 */
export class SweGym extends GymEnvironment<SweTask> {
  readonly actions = { choices: sweChoices, thought: false };
  protected override readonly penalty = 'constant';
  private readonly user: SweUser;
  private readonly execution: Execution;
  private files: ReadonlyMap<string, string> = new Map();
  private remaining: readonly MissingDetail[] = [];
  private history: readonly Exchange[] = [];
  private best = 0;
  private counts = { edits: 0, runs: 0, corrections: 0 };

  constructor(
    tasks: readonly SweTask[],
    private readonly settings: SweOptions = {},
    readonly name = 'SweGym-v0',
  ) {
    super(tasks, settings);
    const { roles, execution } = settings;
    this.user = roles === undefined ? ruleSweUser : new ModelSweUser(roles, settings);
    this.execution = execution ?? sandboxExecution({ allowed: false });
  }

  protected begin({ instruction, files, intents, goals }: SweTask): Opening {
    this.files = new Map(Object.entries(files));
    this.remaining = intents;
    this.history = [];
    this.best = 0;
    this.counts = { edits: 0, runs: 0, corrections: 0 };
    return {
      feedback: `${instruction}\nFiles: ${Object.keys(files).join(', ')}`,
      hidden: intents.map(({ description, importance, answer }) => ({
        ...{ id: description, aspect: `importance ${importance}`, topic: description, explicit: answer },
        ...{ revealedAt: undefined, how: undefined },
      })),
      info: { goals: goals.map(({ statement, weight }) => ({ statement, weight })) },
    };
  }

  protected async act(action: string, signal: AbortSignal): Promise<Acted> {
    const [, choice, content = ''] = /^\[(\w+)\](.*)$/su.exec(action) ?? [];
    const given = content.trim();
    switch (choice) {
      case 'read':
        return told(readFiles(this.files, given));
      case 'search':
        return told(searchFiles(this.files, given));
      case 'edit':
        return this.edit(given);
      case 'run':
        return this.run(given, signal);
      case 'action':
        return this.ask(given, signal);
      case 'answer':
        return this.handIn(given, signal);
      case 'finish':
        return { feedback: 'The episode has ended.', code: 'session_end', reward: 0, finished: true };
      default:
        return nothing(`Begin with one of ${sweChoices.map((one) => `[${one}]`).join(', ')}.`, 'bad_prefix');
    }
  }

  protected view(): GymView {
    return { bestScore: this.best, remainingIntents: this.remaining.length, counts: { ...this.counts } };
  }

  protected override get maxSteps(): number {
    return this.options.maxSteps ?? sweSteps;
  }

  protected brief({ instruction, files }: SweTask): { readonly system: string; readonly user: string } {
    return {
      system:
        'You change a small JavaScript project (ES modules, Node, no packages) for a user who says little. Find out what is wanted before you ' +
        'change anything. Act with the function interact_with_env. Choices:\n' +
        '- read: a path, or path:from-to for some lines, or nothing for the list of files.\n' +
        '- search: a text; you see the lines that have it.\n' +
        '- edit: one JSON object: {"path", "content"} writes a file, {"path", "find", "replace"} changes what stands once in it.\n' +
        '- run: words after `node`, e.g. --test; the program has no network, and what it writes is gone afterwards.\n' +
        '- action: one question to the user. One that asks for several things is worth less.\n' +
        '- answer: hands the project in, as it is now, with a sentence on what you did. You are told how far it is met, and can go on.\n' +
        '- finish: ends the episode.\n' +
        `You have ${this.maxSteps} steps.`,
      user: `${instruction}\nFiles: ${Object.keys(files).join(', ')}`,
    };
  }

  private edit(content: string): Acted {
    const outcome = editFiles(this.files, content);
    if (outcome.files !== undefined) {
      this.files = outcome.files;
      this.counts = { ...this.counts, edits: this.counts.edits + 1 };
    }
    return told(outcome);
  }

  private async run(content: string, signal: AbortSignal): Promise<Acted> {
    const words = content.split(/\s+/u).filter((word) => word !== '');
    if (words.length === 0 || words.length > 20)
      return nothing('Give the words after `node`, e.g. --test.', 'bad_call');
    const { exit, stdout, stderr, timedOut } = await this.execution.run(this.files, words, undefined, signal);
    this.counts = { ...this.counts, runs: this.counts.runs + 1 };
    const ended = timedOut ? 'It was ended at its limit.' : `Exit status ${exit ?? 'unknown'}.`;
    return nothing(`${`${stdout}\n${stderr}`.trim().slice(0, longestOutput)}\n${ended}`.trim(), 'ran');
  }

  private async ask(question: string, signal: AbortSignal): Promise<Acted> {
    const { reply, covered, judged, reaction } = await this.user.talk(
      this.task,
      question,
      this.remaining,
      this.history,
      signal,
    );
    const found = covered.map((index) => this.remaining[index]!);
    this.history = [...this.history, { question, reply }];
    this.remaining = this.remaining.filter((_, index) => !covered.includes(index));
    if (reaction === 'correction') this.counts = { ...this.counts, corrections: this.counts.corrections + 1 };
    return {
      feedback: `User: ${reply}`,
      code: !judged ? 'judge_failed' : found.length > 0 ? 'detail_told' : 'nothing_new',
      reward: coverageReward(found, this.settings),
      type: found.length > 0 ? 2 : 1,
      revealed: found.map(({ description }) => ({ preference: description, how: 'active' as const })),
      info: { judgeSuccess: judged, reaction },
    };
  }

  /** What was said of the change counts for nothing: what it does is run. */
  private async handIn(text: string, signal: AbortSignal): Promise<Acted> {
    const { goals } = this.task;
    const levels = await checkGoals(goals, this.files, this.execution, signal);
    const sum = goals.reduce((total, { weight }, at) => total + weight * levels[at]!, 0);
    const score = roundHalfEven(sum, 4);
    const gain = Math.max(0, score - this.best);
    this.best = Math.max(this.best, score);
    const terminated = score >= (this.settings.successThreshold ?? 0.85);
    if (!terminated) this.counts = { ...this.counts, corrections: this.counts.corrections + 1 };
    const met = levels.filter((level) => level === 1).length;
    return {
      feedback: terminated
        ? 'That is what I wanted.'
        : `That is not all yet: ${met} of ${goals.length} things are as I want them.`,
      code: terminated ? 'answer_accepted' : score > 0 ? 'answer_scored' : 'answer_wrong',
      reward: gain * (this.options.rewardScale ?? 1),
      terminated,
      answer: { text, value: score },
      info: { levels: goals.map(({ id }, at) => ({ id, level: levels[at]! })) },
    };
  }
}

function told({ feedback, code }: FileOutcome): Acted {
  return nothing(feedback, code);
}

function nothing(feedback: string, code: string): Acted {
  return { feedback, code, reward: 0 };
}
