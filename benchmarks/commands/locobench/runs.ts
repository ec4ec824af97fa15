/** `whetstone locobench runs`, `show`, `pause`, `stop` and `delete`: what was run, and what is under way elsewhere. */
import { Option, type Command } from 'commander';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CommandOutput } from '../../core/commandOutput';
import { FailedCheckError } from '../../core/failedCheckError';
import { sampleStates } from '../../core/runs/store/sampleRows';
import type { RunStore, RunWish } from '../../core/runs/store/runStore';
import type { RunRecord, SampleState } from '../../core/runs/types';
import { integer } from '../optionValues';
import { withStore } from './evaluationSession';
import { dollars, modelSummaries, runText } from './runText';

const longestWaitMs = 30_000;
const pollMs = 100;

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
  addWish(group, output, 'pause', 'pause a run, wherever it is worked on: answers under way still come');
  addWish(group, output, 'stop', 'stop a run, wherever it is worked on: answers under way are broken off');
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

function addWish(group: Command, output: CommandOutput, wish: RunWish, what: string): void {
  group
    .command(wish)
    .description(`${what}; \`run --resume\` goes on with it`)
    .requiredOption('--run <id>', 'the run')
    .option('--json', 'print one JSON document: {run}')
    .action(({ run: id, json }: { readonly run: string; readonly json?: true }) =>
      withStore(async (store) => {
        const heard = await store.ask(id, wish);
        const run = heard ? await rested(store, id) : await store.run(id);
        output.answer(json === true, { run }, () => `${id}  ${run.state}  ${run.name}`);
        if (run.state === 'running') {
          throw new FailedCheckError(
            'It was asked to, and has not ended yet: answers that are under way may take minutes.',
          );
        }
      }),
    );
}

/** Who works on the run looks a few times a second. @returns it as it rests, or still runs after a while */
async function rested(store: RunStore, id: string): Promise<RunRecord> {
  const deadline = Date.now() + longestWaitMs;
  for (;;) {
    const run = await store.run(id);
    if (run.state !== 'running' || Date.now() > deadline) return run;
    await sleep(pollMs);
  }
}
