import { Command, CommanderError } from 'commander';
import assert from 'node:assert/strict';
import { BadInputError } from '../../core/badInputError';
import { CommandOutput } from '../../core/commandOutput';
import { addWorkspaceCommands } from './generate';

const output = new CommandOutput(process.stdout, process.stderr);

function run(...words: readonly string[]): Promise<unknown> {
  const program = new Command().exitOverride().configureOutput({ writeErr: () => undefined });
  addWorkspaceCommands(program, output, new AbortController().signal);
  for (const command of program.commands) command.exitOverride().configureOutput({ writeErr: () => undefined });
  return program.parseAsync(words, { from: 'user' });
}

describe('Making workspace tasks from the command line', () => {
  it('refuses a folder inside of the repository, where models could read what is hidden', async () => {
    await assert.rejects(run('generate', '--repo', '.', '--out', './tasks'), BadInputError);
    await assert.rejects(run('generate', '--repo', '.', '--out', '.hidden'), /hidden/);
  });

  it('refuses a repository that is not there', async () => {
    await assert.rejects(run('generate', '--repo', '/nowhere/at/all', '--out', '/tmp/whetstone-none'), BadInputError);
    await assert.rejects(run('profile', '--repo', '/nowhere/at/all'), BadInputError);
  });

  it('refuses names of sets that are none', async () => {
    for (const name of ['ws', 'ws5', 'ws22222', 'travel22', 'ws0']) {
      await assert.rejects(run('generate', '--repo', '.', '--out', '../x', '--set', name), CommanderError, name);
    }
  });
});
