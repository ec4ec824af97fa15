import { readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import {
  openRepositoryIndex,
  type IndexProgress,
  type IndexSummary,
  type RepositoryIndex,
} from '../../runtime/repository';
import { BadInputError } from '../core/badInputError';
import {
  allMakers,
  estimatedTokens,
  executingGrader,
  generateScenarios,
  openScenarioSet,
} from '../locobench/scenarios';
import type { GenerateSetParams, GenerateSetProgress, Reject, SetSummary } from './protocol';

export interface ScenarioSetsOptions {
  /** State folder of the user. */
  readonly folder: string;
  readonly onIndexing: (progress: IndexProgress) => void;
  readonly onMaking: (progress: GenerateSetProgress) => void;
  readonly log: (message: string) => void;
}

/** Scenario sets of this user, and the indexes of repositories that they are made from. */
export class ScenarioSets {
  private readonly indexes = new Map<string, Promise<RepositoryIndex>>();

  constructor(private readonly options: ScenarioSetsOptions) {}

  private get sets(): string {
    return path.join(this.options.folder, 'evaluations', 'sets');
  }

  /** Brings the index of a folder up to date. */
  async open(root: string, signal: AbortSignal): Promise<IndexSummary> {
    return (await this.index(root, signal)).summary();
  }

  /** Newest first; a set that is damaged is left out, and said in the log. */
  async list(): Promise<readonly SetSummary[]> {
    const names = await readdir(this.sets).catch(() => []);
    const sets: SetSummary[] = [];
    for (const name of names) {
      const folder = path.join(this.sets, name);
      try {
        const { files: _, ...set } = (await openScenarioSet(folder)).set;
        sets.push({ folder, set });
      } catch (error) {
        // One that is being made has no set.json yet.
        this.options.log(`The set ${folder} is left out: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    return sets.sort((a, b) => b.set.created - a.set.created);
  }

  /** @param mayExecute whether the repository's tests and compilers may run in the sandbox */
  async generate(params: GenerateSetParams, mayExecute: boolean, signal: AbortSignal): Promise<SetSummary> {
    const { root, categories, languages, count, seed, lengths, execute, name } = params;
    const index = await this.index(root, signal);
    const folder = path.join(this.sets, folderName(name));
    const told = { at: 0 };
    try {
      const { set } = await generateScenarios({
        ...{ index, makers: allMakers, categories, languages, count, seed, lengths, folder, signal },
        ...{ distractors: 'near', counter: estimatedTokens, phrase: undefined },
        grader: execute && mayExecute ? executingGrader : undefined,
        onProgress: ({ stage, done, total, rejected }) => {
          if (stage === 'make' && Date.now() - told.at < 200) return;
          told.at = Date.now();
          const stages = { read: 'index', make: 'make', write: 'admit' } as const;
          this.options.onMaking({ stage: stages[stage], done, total, admitted: stage === 'read' ? 0 : done, rejected });
        },
      });
      const { files: _, ...summary } = set;
      return { folder, set: summary };
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  async rejects(folder: string): Promise<readonly Reject[]> {
    const text = await readFile(path.join(this.owned(folder), 'rejects.jsonl'), 'utf8').catch(() => '');
    return text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Reject);
  }

  async delete(folder: string): Promise<void> {
    await rm(this.owned(folder), { recursive: true, force: true });
  }

  async close(): Promise<void> {
    const indexes = await Promise.allSettled(this.indexes.values());
    await Promise.allSettled(indexes.flatMap((each) => (each.status === 'fulfilled' ? [each.value.close()] : [])));
  }

  /** Opened once, brought up to date at each use. */
  private async index(root: string, signal: AbortSignal): Promise<RepositoryIndex> {
    const { folder, onIndexing } = this.options;
    const known = this.indexes.get(root);
    if (known !== undefined) {
      const index = await known;
      await index.refresh({ signal, onProgress: onIndexing });
      return index;
    }
    const opening = openRepositoryIndex({
      root,
      folder: path.join(folder, 'repositories'),
      signal,
      onProgress: onIndexing,
    });
    this.indexes.set(root, opening);
    try {
      return await opening;
    } catch (error) {
      this.indexes.delete(root);
      throw error;
    }
  }

  /** @throws BadInputError for a folder that is none of ours: what is named here is deleted */
  private owned(folder: string): string {
    const resolved = path.resolve(folder);
    if (path.dirname(resolved) === this.sets) return resolved;
    throw new BadInputError(`${folder} is no set of Whetstone's own.`);
  }
}

/** Readable, safe as a folder's name, and of its own. */
function folderName(name: string): string {
  const words = name
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
  return `${words === '' ? 'set' : words}-${new Date().toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-')}`;
}
