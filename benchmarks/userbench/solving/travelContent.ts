/** Travel scenarios as the core keeps them, and back. */
import { canonicalJson } from '../../core/runs/canonicalJson';
import { sha256 } from '../../core/runs/sha256';
import type { Json, Scenario } from '../../core/runs/types';
import type { AskingTask } from '../environments/protocol/task';
import { travelTask } from '../environments/travel/travelScenario';
import { chanceOf, usualCounts } from '../metrics/chance';
import type { TravelScenario } from '../travel/scenarioSchema';
import type { TravelRunOptions } from './travelOptions';

const tasks = new WeakMap<Pick<Scenario, 'content'>, AskingTask>();

interface Content {
  readonly id: string;
  readonly scenario: Json;
}

/** @param set its name */
export function coreScenario(id: string, scenario: TravelScenario, set: string, options: TravelRunOptions): Scenario {
  const content = { id, scenario: JSON.parse(JSON.stringify(scenario)) as Json };
  const task = travelTask(id, content.scenario);
  const shown = task.aspects.flatMap(({ options: all }) => [...all.correct, ...all.wrong, ...all.noise]);
  const characters = shown.reduce((sum, { line }) => sum + line.length, task.opening.length + 1200);
  const core: Scenario = {
    // Safe as a file name.
    id: id
      .replaceAll(':', '.')
      .replaceAll('|', '_')
      .replaceAll(/[^\w.-]/g, '-'),
    category: set,
    language: undefined,
    difficulty: difficultyOf(task),
    contextTokens: Math.ceil(characters / 4),
    cluster: id,
    title: task.opening.slice(0, 100),
    // What an answer depends on; `calls` says how it is written alone.
    hash: sha256(canonicalJson({ ...content, options: { ...options, calls: undefined } })),
    content: { id, scenario: content.scenario },
  };
  tasks.set(core, task);
  return core;
}

/** Parsed once a scenario. */
export function taskOf(core: Scenario): AskingTask {
  const known = tasks.get(core);
  if (known !== undefined) return known;
  const { id, scenario } = core.content as unknown as Content;
  const task = travelTask(id, scenario);
  tasks.set(core, task);
  return task;
}

/** What guessing among the options that are shown is worth on the mean over the aspects. */
export function chanceOfTask({ aspects }: AskingTask, guesses: number, filtered: boolean): number {
  const sum = aspects.reduce((total, { options, correctIds }) => {
    const wrong = Math.min(options.wrong.length, usualCounts.wrong);
    const noise = Math.min(options.noise.length, usualCounts.noise);
    return total + chanceOf({ correct: correctIds.length, wrong, noise }, guesses, filtered).score;
  }, 0);
  return sum / aspects.length;
}

/** By what makes it hard: preferences of an aspect. */
function difficultyOf({ aspects }: AskingTask): string {
  const most = Math.max(...aspects.map(({ preferences }) => preferences.length));
  return most <= 2 ? 'easy' : most === 3 ? 'medium' : 'hard';
}
