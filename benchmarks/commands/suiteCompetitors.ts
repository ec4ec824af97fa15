/** What `whetstone eval suite` compares: models and baselines, as its options name them. */
import path from 'node:path';
import type { InfillEngine } from '../../runtime/diffusion';
import { stateFolder } from '../../runtime/store/stateFolder';
import { BadInputError } from '../core/badInputError';
import type { CommandOutput } from '../core/commandOutput';
import { packageRoot } from '../core/packageRoot';
import type { Competitor } from '../infilling/suite/competitor';
import { engineCompetitor } from '../infilling/suite/engineCompetitor';
import { OtherFiles } from '../infilling/suite/repositories/otherFiles';
import type { ShownContext } from '../infilling/suite/repositories/shownContext';
import type { SuiteTasks } from '../infilling/suite/suiteTasks';
import { chosenModel } from './chosenModel';

export const BASELINES = ['ngram', 'copy'] as const;
/** 'files' reads the files of the task's repository. */
export const REACHES = ['file', 'off', 'files'] as const;
export const WITHOUT_OTHERS = ['file', 'off'] as const;

export interface SuiteOptions {
  readonly tasks?: readonly string[];
  readonly slice?: true;
  readonly models: readonly string[];
  readonly previous?: string;
  readonly baseline: readonly (typeof BASELINES)[number][];
  readonly copy: readonly (typeof REACHES)[number][];
  readonly context: readonly ShownContext[];
  readonly repositories?: string;
  readonly corpus: string;
  readonly ngramTokens: number;
  readonly limit?: number;
  readonly gate: number;
  readonly execute?: true;
  readonly threads: number;
  readonly results?: string;
  readonly out?: string;
  readonly check?: string;
  readonly writeBaseline?: string;
  readonly lower?: true;
  readonly json?: true;
}

/** Adds to the list as they are opened, so that those before one that fails are disposed of. */
export async function openCompetitors(
  options: SuiteOptions,
  { tasks }: SuiteTasks,
  parts: SuiteParts,
  output: CommandOutput,
  opened: Competitor[],
): Promise<void> {
  const previous = options.previous === undefined ? [] : [['previous', await chosenModel(options.previous)] as const];
  for (const choice of options.models) {
    const model = await chosenModel(choice);
    // They do not copy: one row is all there is of them.
    const rows = /\.gguf$/i.test(model) ? { ...options, copy: ['off'] as const } : options;
    opened.push(...(await engineRows(parts, path.basename(choice), model, rows)));
  }
  for (const [name, folder] of previous) {
    opened.push(...(await engineRows(parts, name, folder, options)));
  }
  if (options.baseline.includes('ngram')) {
    const { ngramCompetitors } = await import('../infilling/suite/ngram/ngramCompetitor');
    const settings = {
      corpus: options.corpus,
      tokens: options.ngramTokens,
      cache: path.join(packageRoot(), '.cache', 'ngrams'),
      languages: new Set(tasks.map(({ language }) => language)),
      onProgress: (message: string) => output.log(message),
    };
    opened.push(
      ...(await ngramCompetitors(
        settings,
        options.copy.filter((reach) => reach !== 'files'),
      )),
    );
  }
  if (options.baseline.includes('copy')) {
    const { copyBaseline } = await import('../infilling/suite/copyBaseline');
    opened.push(copyBaseline());
  }
  if (opened.length === 0) {
    throw new BadInputError('There is nothing to measure. Name a model with --models, or give --baseline.');
  }
  const names = opened.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    throw new BadInputError(
      `Two models are called ${twice}. Rename a folder or file, so that the table tells them apart.`,
    );
  }
}

export interface SuiteParts {
  readonly engine: InfillEngine;
  readonly others: OtherFiles | undefined;
}

async function engineRows(
  parts: SuiteParts,
  name: string,
  model: string,
  rows: Pick<SuiteOptions, 'copy' | 'context'>,
) {
  const all = rows.copy.flatMap((copy) => rows.context.map((context) => ({ ...parts, name, model, copy, context })));
  return Promise.all(all.map(engineCompetitor));
}

/** @throws BadInputError when other files are asked for, and nobody says where they are */
export function otherFilesOf({ repositories, context, copy }: SuiteOptions): OtherFiles | undefined {
  if (repositories !== undefined) {
    return new OtherFiles({ folder: path.resolve(repositories), indexes: path.join(stateFolder(), 'repositories') });
  }
  if (context.some((shown) => shown !== 'none') || copy.includes('files')) {
    throw new BadInputError(
      "--context and --copy files need the tasks' repositories: name their folder with --repositories.",
    );
  }
  return undefined;
}
