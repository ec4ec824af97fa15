import { existsSync } from 'node:fs';
import path from 'node:path';
import { RuntimeError } from '../../runtime/runtimeError';
import type { ModelAccess } from '../core/runs/modelAccess';
import { makeScenarios } from '../mcpEval/dialogue/makeScenarios';
import { scenarioFile } from '../mcpEval/dialogue/scenarioFile';
import { writeRows } from '../mcpEval/rows/jsonLines';
import { makeModelTaskSet } from '../mcpEval/tasks/makeModelTaskSet';
import { makeTaskSet } from '../mcpEval/tasks/makeTaskSet';
import { gatewayTaskModel } from '../mcpEval/tasks/taskModel';
import { readOtherSet, type OtherSets } from './otherSets';
import type { MakeToolSetParams, OtherSet } from './protocol';
import type { MakingParts } from './setMaking';
import { agreedServers } from './toolServers';

const STEPS = 3;
/** A tool that takes longer gives no tasks that somebody would wait for. Milliseconds. */
const CALL_MS = 20_000;
const TURNS_OF_VERIFIER = 10;

/**
 * Tasks from the tools of servers that the user agreed to, and dialogues about them.
 * @throws RuntimeError bad-request, denied
 */
export async function makeToolSet(
  { servers: ids, consent, count, seed, model }: MakeToolSetParams,
  parts: MakingParts,
  others: OtherSets,
  models: Pick<ModelAccess, 'generate'>,
  signal: AbortSignal,
): Promise<OtherSet> {
  const servers = await agreedServers(parts.config, ids, consent);
  const name = servers.map((each) => each.name).join(' + ');
  const folder = freeFolder((number) => {
    const again = number === 1 ? '' : ` (${number})`;
    return others.folderFor(parts.config, `${name} ${count} seed ${seed}${again}`.slice(0, 120));
  });
  const shared = {
    ...{ name, servers, count, seed, network: false, folder, signal },
    limits: { callMs: CALL_MS },
    onProgress: ({ done, total, rejected }: { done: number; total: number; rejected: number }) =>
      parts.onMaking({ stage: 'make', done, total, admitted: done, rejected }),
  };
  parts.onMaking({ stage: 'make', done: 0, total: count, admitted: 0, rejected: 0 });
  const { set, tasks } =
    model === undefined
      ? await makeTaskSet({ ...shared, steps: STEPS })
      : await makeModelTaskSet({
          ...{ ...shared, model: gatewayTaskModel(models, model), verifier: gatewayTaskModel(models, model) },
          ...{ generator: { kind: 'model', model, licence: 'not told' }, maxTurns: TURNS_OF_VERIFIER },
        });
  if (tasks.length === 0) {
    const { rm } = await import('node:fs/promises');
    await rm(folder, { recursive: true, force: true });
    const why = set.rejects.map(({ reason, count: times }) => `${reason} ${times}`).join(', ');
    throw new RuntimeError(
      'bad-request',
      `No task could be made that can be graded (${why}).`,
      'Choose another server, another seed, or a model that makes tasks up.',
    );
  }
  await writeRows(scenarioFile(folder), makeScenarios(tasks, { seed, count: 4 * count }).scenarios);
  return readOtherSet(folder, true);
}

/** A set that is there stays: runs go back to it. */
function freeFolder(named: (number: number) => string): string {
  for (let number = 1; ; number++) if (!existsSync(path.join(named(number), 'set.json'))) return named(number);
}
