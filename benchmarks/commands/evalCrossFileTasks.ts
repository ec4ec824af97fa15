/** `whetstone eval cross-file-tasks`: infilling tasks whose place uses what other files define, from repositories on the disk. */
import type { Command } from 'commander';
import { readdirSync, statSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { openRepositoryIndex } from '../../runtime/repository';
import { stateFolder } from '../../runtime/store/stateFolder';
import { BadInputError } from '../core/badInputError';
import type { CommandOutput } from '../core/commandOutput';
import { crossFileTasks } from '../infilling/suite/repositories/crossFileTasks';
import { integer } from './optionValues';

interface CrossFileTasksOptions {
  readonly repositories: string;
  readonly out: string;
  readonly count: number;
  readonly seed: number;
  readonly json?: true;
}

/** @param group the command `eval` */
export function addEvalCrossFileTasksCommand(group: Command, output: CommandOutput, signal: AbortSignal): void {
  group
    .command('cross-file-tasks')
    .description(
      'make infilling tasks for `eval suite --repositories`: gaps that use what other files define, and gaps anywhere',
    )
    .requiredOption('--repositories <folder>', 'folder whose folders are repositories')
    .requiredOption('--out <file>', 'JSON lines')
    .option('--count <n>', 'tasks of each kind from each repository', integer(1, 100_000), 40)
    .option('--seed <n>', 'the same seed and files give the same tasks', integer(0, 2 ** 31), 1)
    .option('--json', 'print one JSON document')
    .action(async (options: CrossFileTasksOptions) => {
      const made = await makeTasks(options, signal);
      await mkdir(path.dirname(path.resolve(options.out)), { recursive: true });
      await writeFile(options.out, made.flatMap(({ lines }) => lines.map((line) => `${line}\n`)).join(''));
      const repositories = made.map(({ repository, lines }) => ({ repository, tasks: lines.length }));
      output.answer(options.json === true, { file: options.out, repositories }, () =>
        repositories.map(({ repository, tasks }) => `${repository}: ${tasks} tasks`).join('\n'),
      );
    });
}

async function makeTasks({ repositories, count, seed }: CrossFileTasksOptions, signal: AbortSignal) {
  const made: { readonly repository: string; readonly lines: readonly string[] }[] = [];
  for (const repository of foldersOf(repositories)) {
    const root = path.join(repositories, repository);
    const index = await openRepositoryIndex({ root, folder: path.join(stateFolder(), 'repositories'), signal });
    try {
      const tasks = crossFileTasks(index, { repository, count, seed });
      made.push({ repository, lines: tasks.map((task) => JSON.stringify(task)) });
    } finally {
      await index.close();
    }
  }
  if (made.every(({ lines }) => lines.length === 0)) {
    throw new BadInputError(
      `Nothing in ${repositories} gives a task: name a folder whose folders are repositories with source files.`,
    );
  }
  return made;
}

/** @throws BadInputError */
function foldersOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => !name.startsWith('.') && statSync(path.join(folder, name)).isDirectory())
      .sort();
  } catch (error) {
    throw new BadInputError(`${folder} cannot be read. Name a folder whose folders are repositories.`, {
      cause: error,
    });
  }
}
