/** `whetstone traces`: what agents did on this machine. */
import { Option, type Command } from 'commander';
import type { TraceStore } from '../../runtime/agent';

import type { TraceFormat, TraceRun, TraceStep } from '../../runtime/agent/protocol';
import { stateFolder } from '../../runtime/store/stateFolder';
import { BadInputError } from '../core/badInputError';
import type { CommandOutput } from '../core/commandOutput';
import { integer } from './optionValues';

interface Json {
  readonly json?: true;
}

export function addTracesCommand(program: Command, output: CommandOutput): void {
  const traces = program.command('traces').description('runs of agents on this machine: turns, calls, results, cost');
  traces
    .command('list')
    .description('the latest runs')
    .option('--limit <n>', 'so many at most', integer(1, 1000), 20)
    .option('--json', 'print one JSON document')
    .action(async ({ limit, json }: Json & { readonly limit: number }) => {
      const runs = await withTraces((store) => store.list({ limit }));
      output.answer(json === true, { runs }, () => runs.map(lineOf).join('\n') || 'There are no runs.');
    });
  traces
    .command('show')
    .description('all steps of a run')
    .argument('<run>', 'id of a run')
    .option('--json', 'print one JSON document')
    .action(async (id: string, { json }: Json) => {
      const { run, steps } = await withTraces((store) => store.get(id));
      output.answer(json === true, { run, steps }, () => [lineOf(run), ...steps.map(stepText)].join('\n'));
    });
  traces
    .command('export')
    .description('runs as training data, without secrets; nothing leaves this machine')
    .argument('<run...>', 'ids of runs')
    .addOption(
      new Option('--format <format>', 'ActionStudio’s Unified 2.0, ShareGPT as APIGen-MT has it, or rows for xLAM')
        .choices(['unified', 'sharegpt', 'xlam'])
        .default('unified'),
    )
    .option('--workspace <dir...>', 'folders whose paths become relative', [process.cwd()])
    .option('--emails', 'take addresses of people out, too')
    .option('--json', 'print one JSON document instead of JSON Lines')
    .action(async (ids: readonly string[], options: Json & ExportOptions) => {
      const { exportRuns } = await import('../../runtime/agent');
      const { format, workspace: roots, emails = false, json } = options;
      const text = await withTraces((store) =>
        exportRuns(
          ids.map((id) => store.get(id)),
          format,
          { roots, emails },
        ),
      );
      if (json !== true) return output.text(text);
      const rows = text
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as unknown);
      output.answer(true, { format, rows }, () => '');
    });
  traces
    .command('delete')
    .description('delete runs for good')
    .argument('[run...]', 'ids of runs')
    .option('--keep-megabytes <n>', 'delete the oldest until no more than this is kept', integer(0, 1_000_000))
    .option('--json', 'print one JSON document')
    .action(async (ids: readonly string[], options: Json & { readonly keepMegabytes?: number }) => {
      const { keepMegabytes: keep, json } = options;
      if (ids.length === 0 && keep === undefined) {
        throw new BadInputError('Name runs to delete, or say how much to keep with --keep-megabytes.');
      }
      const answer = await withTraces((store) => {
        if (ids.length > 0) store.delete(ids);
        const deleted = ids.length + (keep === undefined ? 0 : store.keepAtMost(keep * 1e6));
        return { deleted, bytes: store.bytes() };
      });
      output.answer(json === true, answer, () => `${answer.deleted} runs were deleted.`);
    });
}

interface ExportOptions {
  readonly format: TraceFormat;
  readonly workspace: readonly string[];
  readonly emails?: true;
}

async function withTraces<T>(work: (store: TraceStore) => T): Promise<T> {
  const { openTraces } = await import('../../runtime/agent');
  const store = await openTraces({ folder: stateFolder() });
  try {
    return work(store);
  } finally {
    store.close();
  }
}

function lineOf({ id, status, started, title, totals }: TraceRun): string {
  const cost = `$${(totals.cost / 1e6).toFixed(4)}`;
  const counts = `${totals.modelCalls} model calls, ${totals.toolCalls} tool calls`;
  return `${id}  ${new Date(started).toISOString().slice(0, 19)}  ${status.padEnd(11)} ${cost}  ${counts}  ${title}`;
}

function stepText(step: TraceStep): string {
  const head = `${String(step.index).padStart(3)} ${String(Math.round(step.milliseconds)).padStart(7)} ms`;
  switch (step.kind) {
    case 'user':
      return `${head}  user: ${step.text}`;
    case 'model': {
      const calls = step.calls.map(({ name, input }) => `\n      calls ${name}(${JSON.stringify(input)})`).join('');
      return `${head}  ${step.model}, ${step.usage.inputTokens}+${step.usage.outputTokens} tokens: ${step.text}${calls}`;
    }
    case 'tool':
      return `${head}  ${step.name} (${step.outcome}): ${step.output}`;
    case 'note':
      return `${head}  note (${step.note}): ${step.text}`;
  }
}
