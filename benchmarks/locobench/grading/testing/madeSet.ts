/** Sets with scenarios that tests write themselves: a real snapshot in a folder, without a factory. */
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { FileChange, ScenarioSet, Verification, VerifiedScenario } from '../../scenarios/types';
import type { ReadAnswer } from '../types';

export interface MadeSet {
  readonly folder: string;
  readonly set: ScenarioSet;
}

/** @param files text by path @param root where node_modules lie, if any */
export async function makeSet(
  folder: string,
  files: Readonly<Record<string, string>>,
  tools: Partial<ScenarioSet['tools']>,
  root = '/nonexistent',
): Promise<MadeSet> {
  await mkdir(path.join(folder, 'snapshot'), { recursive: true });
  const entries: [string, ScenarioSet['files'][string]][] = [];
  for (const [file, text] of Object.entries(files)) {
    const hash = createHash('sha256').update(text).digest('hex');
    await writeFile(path.join(folder, 'snapshot', hash), text);
    entries.push([file, { hash, bytes: Buffer.byteLength(text) }]);
  }
  const set: ScenarioSet = {
    ...{ form: 'whetstone-locobench-1', name: 'made', created: 0, seed: 1, tokenizer: 'characters/4' },
    repository: { root, name: 'made', commit: undefined, dirty: 0 },
    files: Object.fromEntries(entries),
    tools: { typeCheck: undefined, test: undefined, lint: undefined, ...tools },
    ...{ scenarios: [], rejects: [] },
  };
  return { folder, set };
}

export function makeScenario(
  verification: Verification,
  more: {
    readonly base?: readonly FileChange[];
    readonly facts?: Partial<VerifiedScenario['whetstone']>;
    readonly prompt?: VerifiedScenario['task_prompt'];
  } = {},
): VerifiedScenario {
  return {
    ...{
      id: 'javascript-made',
      task_category: 'feature_implementation',
      difficulty: 'easy',
      title: 'Made',
      description: '',
    },
    task_prompt: more.prompt ?? 'Do it.',
    ...{ expected_approach: '', ground_truth: '', context_files: [], context_length: 0, evaluation_criteria: [] },
    metadata: {
      ...{ context_length: 0, files_count: 0, information_coverage: 0, coverage_range: [0, 1] },
      generation_timestamp: '2026-01-01T00:00:00Z',
    },
    whetstone: {
      ...{ version: 1, kind: 'made', language: 'javascript', seed: 1, cluster: 'made' },
      context: { files: [], tokens: 0, targetTokens: 0 },
      groundTruth: { files: [], symbols: [], edges: [] },
      base: more.base ?? [],
      verification,
      admission: { how: 'facts', reference: 1, stubs: [], milliseconds: 0 },
      ...more.facts,
    },
  };
}

export function answerOf(files: readonly FileChange[], more: Partial<ReadAnswer> = {}): ReadAnswer {
  return { files, answers: {}, problems: [], forms: ['whole-file'], ...more };
}
