/** `whetstone locobench runs`, `show` and `delete`: what was run. */
import { Option, type Command } from 'commander';
import type { CommandOutput } from '../../core/commandOutput';
import { sampleStates } from '../../core/runs/store/sampleRows';
import type { SampleState } from '../../core/runs/types';
import { integer } from '../optionValues';
import { withStore } from './evaluationSession';
import { dollars, modelSummaries, runText } from './runText';

interface ShowOptions {
  readonly run: string;
  readonly sample?: number;
  readonly state?: SampleState;
  readonly offset: number;
  readonly limit: number;
  readonly json?: true;
}

export function addRunsCommands(group: Command, output: CommandOutput): void {
  group
    .command('runs')
    .description('all runs, the newest first')
    .option('--json', 'print one JSON document: {runs}')
    .action(({ json }: { readonly json?: true }) =>
      withStore(async (store) => {
        const runs = await store.runs();
        output.answer(json === true, { runs }, () =>
          runs.length === 0
            ? 'There are no runs yet: whetstone locobench run.'
            : runs.map(({ id, state, name, spent }) => `${id}  ${state}  ${dollars(spent)}  ${name}`).join('\n'),
        );
      }),
    );
  group
    .command('show')
    .description('a run with its samples, or one sample with prompt, answer and score')
    .requiredOption('--run <id>', 'the run')
    .option('--sample <n>', 'one sample, by its number', integer(0, 2 ** 31 - 1))
    .addOption(new Option('--state <state>', 'only samples of a state').choices(sampleStates))
    .option('--offset <n>', 'first sample of the list', integer(0, 2 ** 31 - 1), 0)
    .option('--limit <n>', 'samples of the list', integer(0, 1000), 100)
    .option('--json', 'print one JSON document: {run, models, samples}, or the sample')
    .action(({ run: id, sample, state, offset, limit, json }: ShowOptions) =>
      withStore(async (store) => {
        if (sample !== undefined) {
          const detail = await store.sample(id, sample);
          output.answer(json === true, detail, () => JSON.stringify(detail, null, 2));
          return;
        }
        const run = await store.run(id);
        const models = modelSummaries(store, run);
        const states = state === undefined ? undefined : [state];
        const samples = await store.samples({ run: id, states, sort: 'index', descending: false, offset, limit });
        output.answer(json === true, { run, models, samples }, () =>
          [
            runText(run, models),
            '',
            ...samples.rows.map(
              ({ index, scenario, model, repeat, state: is, value, reason }) =>
                `${index}  ${scenario}  ${model}  #${repeat}  ${is}  ${value === undefined ? '–' : value.toFixed(3)}  ${reason ?? ''}`,
            ),
            ...(samples.total > offset + samples.rows.length ? [`… ${samples.total} in all`] : []),
          ].join('\n'),
        );
      }),
    );
  group
    .command('delete')
    .description('delete a run with all that is kept of it; answers stay in the cache')
    .requiredOption('--run <id>', 'the run')
    .option('--json', 'print one JSON document: {deleted}')
    .action(({ run, json }: { readonly run: string; readonly json?: true }) =>
      withStore(async (store) => {
        await store.delete(run);
        output.answer(json === true, { deleted: run }, () => `Deleted: ${run}`);
      }),
    );
}
