import { canonicalJson } from '../../../core/runs/canonicalJson';
import type { CallRecord } from '../../servers/callRecord';
import type { StateChange } from '../../servers/endState';
import { nextSecond } from '../../servers/nextSecond';
import { TaskServers, type TaskServersOptions } from '../../servers/taskServers';
import { says } from '../../tasks/answerFacts';
import { unstatedInputs } from '../../tasks/statedInputs';
import type { BlueprintAction, Draft, DraftFailure } from '../blueprint';

/** What the calls of a draft did in servers of their own. */
export interface Executed {
  readonly records: readonly CallRecord[];
  readonly actions: readonly BlueprintAction[];
  readonly changes: readonly StateChange[];
}

export interface Execution {
  readonly failures: readonly DraftFailure[];
  /** undefined: not all calls could be made. */
  readonly executed: Executed | undefined;
}

/**
 * Runs the calls twice, each time in fresh servers: they work, answer and leave behind the same, need nothing that is not said, and show
 * every output.
 */
export async function checkExecution(draft: Draft, options: TaskServersOptions): Promise<Execution> {
  const once = await execute(draft, options);
  const failures: DraftFailure[] = [];
  const add = (reason: string, detail: string) => failures.push({ check: 'execution', reason, detail });
  const failed = once.records.find(({ isError }) => isError);
  if (failed !== undefined) {
    const reason = failed.died === true ? 'server-died' : 'call-failed';
    add(reason, `Call ${once.records.length}, ${failed.tool}, failed: ${failed.text.slice(0, 400)}`);
    return { failures, executed: undefined };
  }
  await nextSecond();
  const again = await execute(draft, options);
  const at = once.records.findIndex(({ text }, index) => text !== again.records[index]?.text);
  if (at >= 0) {
    add('not-reproducible', `Call ${at + 1}, ${once.records[at]?.tool ?? ''}, answers otherwise in fresh servers.`);
  } else if (canonicalJson(once.changes) !== canonicalJson(again.changes)) {
    add('not-reproducible', 'What the calls leave behind is not the same in fresh servers.');
  }
  const { instruction, actions, outputs } = draft;
  const unstated = unstatedInputs(instruction, actions, once.records);
  if (unstated.length > 0)
    add('input-not-stated', `Neither the instruction nor an earlier answer says: ${unstated.join('; ').slice(0, 600)}`);
  const shown = once.records.map(({ text }) => text).join('\n');
  const absent = outputs.filter((output) => !says(shown, output));
  if (absent.length > 0) add('output-not-shown', `No call answers: ${absent.join('; ')}`);
  const told = outputs.filter((output) => says(instruction, output));
  if (told.length > 0) add('output-told', `The instruction says itself: ${told.join('; ')}`);
  if (once.changes.length + outputs.length === 0)
    add('nothing-to-check', 'Nothing is changed and nothing is to be told: doing nothing would be right.');
  return { failures, executed: once };
}

/** Once, up to the first call that fails. */
export async function execute({ actions }: Pick<Draft, 'actions'>, options: TaskServersOptions): Promise<Executed> {
  const servers = await TaskServers.open(options);
  try {
    const records: CallRecord[] = [];
    const made: BlueprintAction[] = [];
    let changes: readonly StateChange[] = [];
    for (const action of actions) {
      const record = await servers.call(action.tool_name, action.tool_parameters, options.signal);
      records.push(record);
      if (record.isError) break;
      const before = canonicalJson(changes);
      changes = await servers.changes();
      made.push({ ...action, writes: canonicalJson(changes) !== before, result: record.text.slice(0, LONGEST_RESULT) });
    }
    return { records, actions: made, changes };
  } finally {
    await servers.close();
  }
}

const LONGEST_RESULT = 4_000;
