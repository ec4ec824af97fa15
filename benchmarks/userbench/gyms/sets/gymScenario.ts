import { z } from 'zod';
import { canonicalJson } from '../../../core/runs/canonicalJson';
import { sha256 } from '../../../core/runs/sha256';
import type { Json, Scenario } from '../../../core/runs/types';
import type { GymTaskFacts } from '../gymKind';
import type { GymRunOptions } from './gymRunOptions';
import type { GymSet } from './gymSetFile';

/** Characters of a gym's instructions, about. */
const usualInstructions = 1200;

/** A gym's task as the core keeps it. */
export function gymScenario(
  { file, loaded }: Pick<GymSet, 'file' | 'loaded'>,
  { id, title, category, content }: GymTaskFacts,
  options: GymRunOptions,
): Scenario {
  const { environment, configuration } = file;
  // What an answer depends on; `calls` says how it is written alone.
  const whole: Json = {
    environment,
    configuration,
    content,
    options: { ...options, turns: options.turns ?? null, calls: null },
  };
  return {
    id: safeId(id),
    category: category === '' ? environment : category,
    language: undefined,
    difficulty: undefined,
    contextTokens: Math.ceil((title.length + usualInstructions) / 4),
    cluster: id,
    title: title.slice(0, 100),
    hash: sha256(`${canonicalJson(whole)}${canonicalJson(loaded.shared)}`),
    content: { environment, task: id },
  };
}

const content = z.object({ task: z.string() });

/** Id of the task that a scenario is about. */
export function taskIdOf(scenario: Pick<Scenario, 'content'>): string {
  return content.parse(scenario.content).task;
}

/** Safe as a file name. Ids that differ in other signs alone are told apart by their hash. */
function safeId(id: string): string {
  const safe = id.replaceAll(/[^\w.-]+/g, '-').slice(0, 100);
  return safe === id ? id : `${safe}.${sha256(id).slice(0, 8)}`;
}
