/** Tasks without a model: chains of calls that were executed, told in words, and kept where they can be graded. */
import type { Limits } from '../../../runtime/tools/mcp';
import { sha256 } from '../../core/runs/sha256';
import type { VerifiedTask } from '../rows/taskRow';
import { setupOf, type ServerSource } from '../servers/serverSetup';
import { TaskServers } from '../servers/taskServers';
import { admitTask, type RejectReason } from './admitTask';
import { describeChain } from './describeChain';
import { makeChain } from './makeChain';
import { withFloor } from './randomCalls';
import { drawFrom, seedState } from './seedState';
import { mcpEvalSetForm, writeTaskSet, type TaskSet } from './taskSet';

export interface MakeTaskSetOptions {
  readonly name: string;
  readonly servers: readonly ServerSource[];
  readonly count: number;
  readonly seed: number;
  readonly network: boolean;
  /** Calls of a task at most. */
  readonly steps?: number | undefined;
  readonly limits?: Partial<Limits> | undefined;
  /** Where it is written; undefined: nowhere. */
  readonly folder?: string | undefined;
  readonly signal: AbortSignal;
  readonly log?: ((line: string) => void) | undefined;
  readonly onProgress?:
    ((progress: { readonly done: number; readonly total: number; readonly rejected: number }) => void) | undefined;
}

/** Drafts for each task that is wanted, before it is given up. */
const DRAFTS = 8;

/** Servers take turns. The user has agreed to them before. @throws EvaluationError not-measured where one does not start */
export async function makeTaskSet(options: MakeTaskSetOptions): Promise<TaskSet> {
  const { name, servers, count, seed, network, signal } = options;
  const tasks: VerifiedTask[] = [];
  const rejects = new Map<RejectReason | 'repeated', number>();
  for (let draft = 0; tasks.length < count && draft < count * DRAFTS; draft++) {
    signal.throwIfAborted();
    const server = servers[draft % servers.length];
    if (server === undefined) break;
    const draftSeed = seed * 100_003 + draft;
    const admission = await draftTask(server, draftSeed, options);
    const repeated =
      admission.kind === 'admitted' && tasks.some((task) => task.description === admission.task.description);
    if (admission.kind === 'admitted' && !repeated) {
      tasks.push(await withFloor(admission.task, draftSeed, await partsOf(server, options)));
    } else {
      const reason = admission.kind === 'rejected' ? admission.reason : 'repeated';
      rejects.set(reason, (rejects.get(reason) ?? 0) + 1);
      if (admission.kind === 'rejected') options.log?.(`${server.name}: not taken (${reason}): ${admission.detail}`);
    }
    const rejected = [...rejects.values()].reduce((sum, each) => sum + each, 0);
    options.onProgress?.({ done: tasks.length, total: count, rejected });
  }
  const made: TaskSet = {
    set: {
      ...{ form: mcpEvalSetForm, name, servers: [...servers], network, seed, generator: { kind: 'schema' } },
      tasks: tasks.length,
      rejects: [...rejects].map(([reason, times]) => ({ reason, count: times })),
    },
    tasks,
  };
  if (options.folder !== undefined) await writeTaskSet(options.folder, made);
  return made;
}

async function partsOf(server: ServerSource, { network, limits, signal }: MakeTaskSetOptions) {
  return { setups: [await setupOf(server)], network, limits, signal, log: () => undefined };
}

async function draftTask(server: ServerSource, seed: number, options: MakeTaskSetOptions) {
  const { signal, steps = 3 } = options;
  const draw = drawFrom(seed);
  const state = seedState(draw);
  const shared = await partsOf(server, options);
  const servers = await TaskServers.open({ ...shared, ...state });
  const tools = servers.tools.map(({ name, description, inputSchema }) => ({
    name,
    description,
    inputSchema: { ...inputSchema },
  }));
  const chain = await makeChain(servers, state, 1 + draw.number(steps), draw, signal).finally(() => servers.close());
  const { steps: told, ...words } = describeChain(chain);
  const task: VerifiedTask = {
    ...{ ...words, id: sha256(`${server.name} ${seed} ${words.description}`).slice(0, 16), tools },
    tool_calls: chain.map(({ call }) => call),
    whetstone: {
      ...{
        servers: [server.name],
        files: { ...state.files },
        stateFiles: { ...state.stateFiles },
        changes: [],
        answers: [],
        seed,
        steps: told,
      },
      generator: { kind: 'schema' },
    },
  };
  return admitTask(task, shared);
}
