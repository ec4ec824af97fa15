/** `whetstone tools duplicates`: functions that double others, for people and for checks of a repository. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { InvalidArgumentError, type Command } from 'commander';
import { duplicatesOf, type Duplicate, type DuplicateKind } from '../../../runtime/toolLibrary/duplicates';
import type { ToolCollection } from '../../../runtime/toolLibrary/types';
import type { CommandOutput } from '../../core/commandOutput';
import { FailedCheckError } from '../../core/failedCheckError';
import { duplicateKinds, readKnownDuplicates, withoutKnown } from '../../toolLibrary/knownDuplicates';
import { integer } from '../optionValues';
import { fingerprintsOf, openTools, withCollection, type CollectionOptions, type RunOptions } from './collection';

interface DuplicatesOptions extends CollectionOptions, RunOptions {
  readonly kind: readonly DuplicateKind[];
  readonly known?: string;
  readonly fail?: true;
  readonly json?: true;
}

export function addDuplicatesCommand(tools: Command, output: CommandOutput, signal: AbortSignal): void {
  withCollection(tools.command('duplicates'))
    .description('functions that do the same as others; without --run by their code alone, and nothing is run')
    .option('--run', 'also run pure tools in the sandbox, and compare their results', false)
    .option('--seed <n>', 'of the arguments that tools are run on', integer(0, 2 ** 31), 1)
    .option('--kind <kind>', `only these, repeatable: ${duplicateKinds.join(', ')}`, kindValue, [])
    .option('--known <file>', 'an earlier answer of this command (--json): what stands in it is not told again')
    .option('--fail', 'end with status 1 when there are any')
    .option(
      '--json',
      'print one JSON document: {duplicates: [{kind, tools: [{id, name, path, line}], cases?, reason}]}',
    )
    .action(async (options: DuplicatesOptions) => {
      const known = options.known === undefined ? [] : await readKnownDuplicates(options.known);
      const collection = await openTools(options, output, signal);
      if (collection.tools.every(({ source }) => source?.access === undefined)) {
        output.log(
          'Of these tools nothing but schemas is known: there is no code to compare. "tools group" compares texts.',
        );
      }
      const fingerprints = await fingerprintsOf(collection, options, output, signal);
      const found = await duplicatesOf(collection, { texts: await textsOf(collection), fingerprints, signal });
      const wanted = found.filter(({ kind }) => options.kind.length === 0 || options.kind.includes(kind));
      const duplicates = withoutKnown(wanted, known);
      output.answer(options.json === true, { duplicates: duplicates.map(listed) }, () => textOf(duplicates));
      if (options.fail === true && duplicates.length > 0) {
        throw new FailedCheckError(
          `${duplicates.length === 1 ? 'One group' : `${duplicates.length} groups`} of functions that double each other. Merge them ("whetstone tools refactor"), or keep this answer (--json) and give it with --known.`,
        );
      }
    });
}

function kindValue(value: string, all: readonly DuplicateKind[]): readonly DuplicateKind[] {
  const kind = duplicateKinds.find((each) => each === value);
  if (kind === undefined) throw new InvalidArgumentError(`It is one of ${duplicateKinds.join(', ')}.`);
  return [...all, kind];
}

/** Of the files that tools are in. */
async function textsOf({ root, tools }: ToolCollection): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  for (const { source } of tools) {
    if (source?.access === undefined || texts.has(source.path)) continue;
    texts.set(source.path, await readFile(path.join(root, source.path), 'utf8'));
  }
  return texts;
}

/** Lines from 1, as compilers tell them. */
function listed({ kind, tools, cases, reason }: Duplicate): object {
  return {
    ...{ kind, tools: tools.map(({ id, name, path: file, line }) => ({ id, name, path: file, line: line + 1 })) },
    ...(cases === undefined ? {} : { cases }),
    reason,
  };
}

function textOf(duplicates: readonly Duplicate[]): string {
  if (duplicates.length === 0) return 'No function doubles another one.';
  return duplicates
    .map(({ kind, tools, reason }) =>
      [`${kind}: ${reason}`, ...tools.map(({ path: file, line, name }) => `  ${file}:${line + 1}: ${name}`)].join('\n'),
    )
    .join('\n');
}
