/** Workspace tasks as the core runs them: a scenario for each task and setting. */
import { z } from 'zod';
import { canonicalJson } from '../../../core/runs/canonicalJson';
import { sha256 } from '../../../core/runs/sha256';
import type { Json, Scenario } from '../../../core/runs/types';
import { cardsOf } from '../choice/evidenceSearch';
import type { WorkspaceTask, WorkspaceTaskEntry } from '../types';
import { instructions } from './instructions';
import type { EpisodeSettings, RunSettings } from './settings';

const contentForm = z.object({ task: z.string(), setting: z.enum(['full', 'hidden', 'interaction']) });

/** Of a sample's scenario. */
export type WorkspaceContent = Readonly<z.infer<typeof contentForm>>;

/** Tokens of a file that is read, of the tools' schemas, and the like. */
const TOOL_TOKENS = 1_500;

export function workspaceScenario(
  task: WorkspaceTask,
  entry: WorkspaceTaskEntry,
  settings: RunSettings,
  setting: EpisodeSettings['setting'],
): Scenario {
  const { mode } = settings;
  const told = { ...settings, setting, turns: settings.turns ?? task.limits.turns, toolTurns: task.limits.toolTurns };
  const { system, user } = instructions(task, told);
  const shown = mode === 'choice' ? task.aspects.flatMap(cardsOf).reduce((sum, { diff }) => sum + diff.length, 0) : 0;
  const content: WorkspaceContent & { readonly [name: string]: Json } = {
    ...{ task: task.id, setting, mode, opening: task.openingMessage },
    aspects: task.aspects.map(({ key, title }) => ({ key, title })),
  };
  return {
    id: settings.setting === 'all' ? `${task.id}.${setting}` : task.id,
    category: `${mode}/${setting}`,
    language: task.language,
    difficulty: difficultyOf(task),
    contextTokens: Math.ceil((system.length + user.length + shown) / 4) + (mode === 'patch' ? TOOL_TOKENS : 0),
    cluster: entry.cluster,
    title: task.title,
    hash: sha256(canonicalJson({ task: entry.hash, tree: task.repo.dirtyHash, settings, setting })),
    content,
  };
}

export function contentOf({ content }: Pick<Scenario, 'content'>): WorkspaceContent {
  return contentForm.parse(content);
}

/** By what makes it hard: preferences of an aspect. */
function difficultyOf({ aspects }: WorkspaceTask): string {
  const most = Math.max(0, ...aspects.map(({ preferences }) => preferences.length));
  return most <= 2 ? 'easy' : most === 3 ? 'medium' : 'hard';
}
