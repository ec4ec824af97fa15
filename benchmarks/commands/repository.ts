/** `whetstone repository`: what the index of a repository says. */
import type { Command } from 'commander';
import path from 'node:path';
import { openRepositoryIndex, RepositoryError, type RepositoryIndex } from '../../runtime/repository';
import { stateFolder } from '../../runtime/store/stateFolder';
import { BadInputError } from '../core/badInputError';
import type { CommandOutput } from '../core/commandOutput';

interface RepositoryOptions {
  readonly repo: string;
  readonly file?: string;
  readonly name?: string;
  readonly json?: true;
}

type Asked = (index: RepositoryIndex, options: RepositoryOptions) => unknown;

export function addRepositoryCommand(program: Command, output: CommandOutput): void {
  const group = program.command('repository').description('what the index of a repository says');
  const add = (name: string, description: string, ask: Asked) => {
    group
      .command(name)
      .description(description)
      .option('--repo <dir>', 'folder of the repository', '.')
      .option('--file <path>', 'of one file, relative to the repository')
      .option('--name <name>', 'of one name')
      .option('--json', 'print one JSON document')
      .action(async (options: RepositoryOptions) => {
        const answer = await asked(options, ask, output);
        output.answer(options.json === true, answer, () => JSON.stringify(answer, null, 2));
      });
  };
  add('index', 'brings the index up to date', (index) => index.refresh());
  add('summary', 'what was read, and what was left out', (index) => index.summary());
  add('symbols', 'definitions', (index, { file, name }) =>
    name !== undefined ? index.symbolsNamed(name) : file !== undefined ? index.symbols(file) : [...index.allSymbols()],
  );
  add('references', 'where names stand: give --name or --file', (index, { file, name }) => {
    if (name !== undefined) return index.referencesNamed(name);
    if (file !== undefined) return index.referencesIn(file);
    throw new BadInputError('Say of what: --name NAME or --file PATH.');
  });
  add('graph', 'who imports whom', (index, { file }) => {
    const files = file === undefined ? index.files().map((one) => one.path) : [file];
    return files.map((one) => ({ file: one, imports: index.importsOf(one), importedBy: index.importersOf(one) }));
  });
}

async function asked(options: RepositoryOptions, ask: Asked, output: CommandOutput): Promise<unknown> {
  try {
    const index = await openRepositoryIndex({ root: options.repo, folder: path.join(stateFolder(), 'repositories') });
    try {
      const { files, lines } = index.summary();
      output.log(`${files} files, ${lines} lines`);
      if (options.file !== undefined && index.file(options.file) === undefined) {
        throw new BadInputError(`${options.file} is not in the index. Name it relative to ${index.root}.`);
      }
      return await ask(index, options);
    } finally {
      await index.close();
    }
  } catch (error) {
    if (error instanceof RepositoryError && error.kind === 'no-folder') throw new BadInputError(error.message);
    throw error;
  }
}
