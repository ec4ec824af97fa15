/** `whetstone tools extract`: the tools of a folder as records. */
import type { Command } from 'commander';
import type { CommandOutput } from '../../core/commandOutput';
import { openCollection, withCollection, type CollectionOptions } from './collection';

export function addExtractCommand(tools: Command, output: CommandOutput, signal: AbortSignal): void {
  withCollection(tools.command('extract'))
    .description('functions of a folder that a model could call, and lists of tools; nothing is run')
    .option('--json', 'print one JSON document: {root, tools, problems}')
    .action(async (options: CollectionOptions & { readonly json?: true }) => {
      const collection = await openCollection(options, output, signal);
      output.answer(options.json === true, collection, () =>
        [
          ...collection.tools.map(({ name, kind, source, effects, summary }) => {
            const place = source === undefined ? '' : `${source.path}: `;
            const does = effects.length === 0 ? 'pure' : effects.join(', ');
            return `${name.padEnd(28)} ${kind.padEnd(10)} ${does.padEnd(16)} ${place}${summary}`;
          }),
          `${collection.tools.length} tools, ${collection.problems.length} problems`,
        ].join('\n'),
      );
    });
}
