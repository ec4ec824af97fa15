/** `whetstone mcpeval split-data`: rows of tasks for training, validation and test. */
import type { Command } from 'commander';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { BadInputError } from '../../core/badInputError';
import type { CommandOutput } from '../../core/commandOutput';
import { readRows, writeRows } from '../../mcpEval/rows/jsonLines';
import { splitRows } from '../../mcpEval/rows/splitRows';
import { integer, probability } from '../optionValues';

interface SplitOptions {
  readonly inputFile: string;
  readonly outputDir: string;
  readonly trainRatio: number;
  readonly valRatio: number;
  readonly testRatio: number;
  readonly seed: number;
  readonly json?: true;
}

const anyRow = z.record(z.string(), z.unknown());

export function addSplitCommand(group: Command, output: CommandOutput): void {
  group
    .command('split-data')
    .description(
      'divide rows of tasks into train.jsonl, val.jsonl and test.jsonl; tasks of one beginning state stay together',
    )
    .requiredOption('--input-file <file>', 'rows of tasks, JSON lines')
    .requiredOption('--output-dir <folder>', 'where the three files are written')
    .option('--train-ratio <share>', 'of the rows', probability, 0.7)
    .option('--val-ratio <share>', 'likewise', probability, 0.15)
    .option('--test-ratio <share>', 'likewise', probability, 0.15)
    .option('--seed <n>', 'the same seed makes the same parts', integer(0, 2 ** 31 - 1), 42)
    .option('--json', 'print one JSON document: {folder, train, val, test}')
    .action(async ({ inputFile, outputDir, trainRatio, valRatio, testRatio, seed, json }: SplitOptions) => {
      const sum = trainRatio + valRatio + testRatio;
      if (Math.abs(sum - 1) > 0.001) throw new BadInputError(`The three shares make ${sum}. They have to make 1.`);
      const rows = await readRows(inputFile, anyRow);
      if (rows.length === 0) throw new BadInputError(`${inputFile} has no rows.`);
      const parts = splitRows(rows, { train: trainRatio, val: valRatio, test: testRatio }, seed);
      await mkdir(outputDir, { recursive: true });
      for (const [name, part] of Object.entries(parts)) await writeRows(path.join(outputDir, `${name}.jsonl`), part);
      const counts = Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, part.length]));
      output.answer(
        json === true,
        { folder: path.resolve(outputDir), ...counts },
        () => `${counts.train} train, ${counts.val} val, ${counts.test} test in ${outputDir}`,
      );
    });
}
