/** The index of a repository, and sets made from it, for a trusted workspace. */
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { openRepositoryIndex, type IndexProgress, type IndexSummary } from '../../runtime/repository';
import { RuntimeError } from '../../runtime/runtimeError';
import { BadInputError } from '../core/badInputError';
import { allMakers, estimatedTokens, executingGrader, generateScenarios } from '../locobench/scenarios';
import { readOtherSet, type OtherSets } from './otherSets';
import type {
  EvaluationConfig,
  GenerateSetParams,
  GenerateSetProgress,
  MakeOtherSetParams,
  OtherSet,
  SetSummary,
} from './protocol';
import { summaryOf, type WorkspaceSets } from './workspaceSets';

export interface MakingParts {
  readonly state: string;
  readonly config: EvaluationConfig;
  readonly sets: WorkspaceSets;
  readonly onIndex: (progress: IndexProgress) => void;
  readonly onMaking: (progress: GenerateSetProgress) => void;
}

/** @throws RuntimeError bad-request for a folder outside of the workspace, or one that is not trusted */
export async function indexRepository(root: string, parts: MakingParts, signal: AbortSignal): Promise<IndexSummary> {
  const index = await openIndex(root, parts, signal, parts.onIndex);
  try {
    return index.summary();
  } finally {
    await index.close();
  }
}

/** @throws RuntimeError, BadInputError; what was shown so far is kept for the same call */
export async function makeSet(params: GenerateSetParams, parts: MakingParts, signal: AbortSignal): Promise<SetSummary> {
  const { name, execute, ...call } = params;
  if (execute && !parts.config.mayExecute) {
    throw mayNotExecute();
  }
  const folder = parts.sets.newFolder(parts.config, { ...call, execute }, name);
  const index = await openIndex(params.root, parts, signal, (progress) => {
    parts.onIndex(progress);
    parts.onMaking({ stage: 'index', done: progress.done, total: progress.total, admitted: 0, rejected: 0 });
  });
  const make = () =>
    generateScenarios({
      ...{ ...call, index, folder, signal, makers: allMakers, distractors: 'near', counter: estimatedTokens },
      ...{ grader: execute ? executingGrader : undefined, phrase: undefined },
      onProgress: ({ stage, done, total, rejected }) => {
        if (stage === 'read') parts.onMaking({ stage: 'index', done, total, admitted: 0, rejected });
        else parts.onMaking({ stage: stage === 'make' ? 'make' : 'admit', done, total, admitted: done, rejected });
      },
    });
  try {
    const outcome = await make().catch(async (error: unknown) => {
      if (!(error instanceof BadInputError) || !error.message.includes('another call')) throw error;
      // An interrupted call of an earlier state of the repository: nothing in it can be used.
      await rm(folder, { recursive: true, force: true });
      return make();
    });
    return summaryOf(folder, outcome.set);
  } finally {
    await index.close();
  }
}

/** @throws RuntimeError, BadInputError */
export async function makeOtherSet(
  params: MakeOtherSetParams,
  parts: MakingParts,
  others: OtherSets,
  signal: AbortSignal,
): Promise<OtherSet> {
  const { kind, set, count, seed, root, execute } = params;
  const folder = others.folderFor(parts.config, `${set} ${count} seed ${seed}`);
  if (kind === 'travel') {
    const { makeTravelSet } = await import('../userbench/travel/makeTravelSet');
    const onProgress = (done: number, total: number) =>
      parts.onMaking({ stage: 'make', done, total, admitted: done, rejected: 0 });
    await makeTravelSet({ set, count, seed, folder, signal, onProgress });
    return readOtherSet(folder, true);
  }
  if (kind === 'gym') {
    const { gymSetNames } = await import('../userbench/gyms/gymNames');
    const gym = gymSetNames.get(set);
    if (gym?.ownBy === undefined)
      throw new RuntimeError('bad-request', `There is no gym ${set}.`, 'Choose another one.');
    const { makeGymSet } = await import('../userbench/gyms/sets/makeGymSet');
    await makeGymSet({ kind: gym, name: set, count, seed, folder });
    return readOtherSet(folder, true);
  }
  if (execute && !parts.config.mayExecute) throw mayNotExecute();
  if (root === undefined) {
    throw new RuntimeError('bad-request', 'It is made from a folder of the workspace.', 'Open a folder.');
  }
  const { makeWorkspaceSet } = await import('../userbench/workspace/generate/makeWorkspaceSet');
  const index = await openIndex(root, parts, signal, parts.onIndex);
  try {
    await makeWorkspaceSet({
      ...{ index, set, count, seed, folder, signal, execute },
      onProgress: ({ done, total, rejected }) =>
        parts.onMaking({ stage: 'make', done, total, admitted: done, rejected }),
    });
    return await readOtherSet(folder, true);
  } finally {
    await index.close();
  }
}

function mayNotExecute(): RuntimeError {
  return new RuntimeError(
    'bad-request',
    "The repository's own tools may not run here.",
    'Allow it, or make scenarios without.',
  );
}

function openIndex(
  root: string,
  { config, state }: MakingParts,
  signal: AbortSignal,
  onProgress: (progress: IndexProgress) => void,
) {
  if (!config.trusted) {
    throw new RuntimeError(
      'bad-request',
      'The workspace is not trusted.',
      'Trust it: scenarios are made from its code.',
    );
  }
  if (!config.roots.includes(root)) {
    throw new RuntimeError('bad-request', `${root} is no folder of the workspace.`, 'Open it as a folder.');
  }
  return openRepositoryIndex({ root, folder: path.join(state, 'repositories'), signal, onProgress });
}
