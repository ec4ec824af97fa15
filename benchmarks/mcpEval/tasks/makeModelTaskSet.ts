import type { VerifiedTask } from '../rows/taskRow';
import { setupOf } from '../servers/serverSetup';
import { TaskServers } from '../servers/taskServers';
import { admitTask } from './admitTask';
import type { MakeTaskSetOptions } from './makeTaskSet';
import { draftTask, revalidateTask, solveForTruth, verifiedTask } from './modelTasks';
import { withFloor } from './randomCalls';
import { drawFrom, seedState } from './seedState';
import type { TaskModel } from './taskModel';
import { mcpEvalSetForm, writeTaskSet, type TaskSet } from './taskSet';

export interface ModelTaskSetOptions extends Omit<MakeTaskSetOptions, 'steps'> {
  readonly model: TaskModel;
  readonly verifier: TaskModel;
  readonly generator: VerifiedTask['whetstone']['generator'];
  readonly maxTurns: number;
}

/** Drafts for each task that is wanted, before it is given up. */
const DRAFTS = 4;

/** Tasks made up by a model: drafted, done by the verifier, said completely, executed anew, admitted. */
export async function makeModelTaskSet(options: ModelTaskSetOptions): Promise<TaskSet> {
  const { name, servers, count, seed, network, signal, limits, model, verifier, generator, maxTurns } = options;
  const tasks: VerifiedTask[] = [];
  const rejects = new Map<string, number>();
  for (let index = 0; tasks.length < count && index < count * DRAFTS; index++) {
    signal.throwIfAborted();
    const server = servers[index % servers.length];
    if (server === undefined) break;
    const state = seedState(drawFrom(seed * 100_003 + index));
    const shared = { setups: [await setupOf(server)], network, limits, signal, log: () => undefined };
    const open = { ...shared, ...state };
    const reject = (reason: string) => rejects.set(reason, (rejects.get(reason) ?? 0) + 1);
    const probe = await TaskServers.open(open);
    const { tools } = probe;
    await probe.close();
    const task = await draftTask(
      model,
      tools,
      state.files,
      tasks.map((each) => each.name),
      signal,
    );
    const done = await solveForTruth(verifier, task, open, maxTurns);
    if (done.kind !== 'done') {
      reject(done.kind === 'turns' ? 'no-turns-left' : 'update-requested');
      continue;
    }
    const whole = await revalidateTask(model, task, done.calls, done.records, signal);
    if (whole === undefined) {
      reject('input-not-stated');
      continue;
    }
    const plain = tools.map((tool) => ({
      name: tool.name,
      description: tool.description,
      inputSchema: { ...tool.inputSchema },
    }));
    const facts = { servers: [server.name], files: { ...state.files }, stateFiles: { ...state.stateFiles }, generator };
    const admission = await admitTask(verifiedTask(whole, plain, done, facts), shared);
    if (admission.kind === 'admitted') tasks.push(await withFloor(admission.task, seed * 100_003 + index, shared));
    else reject(admission.reason);
    const rejected = [...rejects.values()].reduce((sum, each) => sum + each, 0);
    options.onProgress?.({ done: tasks.length, total: count, rejected });
  }
  const made: TaskSet = {
    set: {
      ...{ form: mcpEvalSetForm, name, servers: [...servers], network, seed, generator },
      tasks: tasks.length,
      rejects: [...rejects].map(([reason, times]) => ({ reason, count: times })),
    },
    tasks,
  };
  if (options.folder !== undefined) await writeTaskSet(options.folder, made);
  return made;
}
