import assert from 'node:assert/strict';
import { Command } from 'commander';
import { CommandOutput } from '../core/commandOutput';
import { commandModules } from './commandModules';

describe('modules of commands', () => {
  const output = new CommandOutput(process.stdout, process.stderr);

  for (const [word, load] of commandModules) {
    it(`add ${word} by its word, and nothing else`, async () => {
      const program = new Command();
      (await load())(program, output, new AbortController().signal);
      assert.deepEqual(
        program.commands.map((command) => command.name()),
        [word],
      );
    });
  }
});
