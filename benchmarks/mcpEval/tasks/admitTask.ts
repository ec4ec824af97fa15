/** Whether a task may be in a set: its calls work, do the same each time, and an empty answer is not taken for a solution. */
import { canonicalJson } from '../../core/runs/canonicalJson';
import type { VerifiedTask } from '../rows/taskRow';
import { nextSecond } from '../servers/nextSecond';
import type { TaskServersOptions } from '../servers/taskServers';
import { answerFacts } from './answerFacts';
import { executeCalls, type Executed } from './executeCalls';
import { gradeState } from './gradeState';
import { unstatedInputs } from './statedInputs';

export type RejectReason =
  | 'no-call'
  | 'call-failed'
  | 'server-died'
  | 'not-reproducible'
  | 'input-not-stated'
  | 'empty-answer-passes'
  | 'reference-fails';

export type Admission =
  | { readonly kind: 'admitted'; readonly task: VerifiedTask }
  | { readonly kind: 'rejected'; readonly reason: RejectReason; readonly detail: string };

/** Executes the calls twice, each time in fresh servers, and takes what came of them for the ground truth. */
export async function admitTask(task: VerifiedTask, options: TaskServersOptions): Promise<Admission> {
  const rejected = (reason: RejectReason, detail: string): Admission => ({ kind: 'rejected', reason, detail });
  const { files, stateFiles } = task.whetstone;
  if (task.tool_calls.length === 0) return rejected('no-call', 'It needs no tool.');
  const once = await executeCalls({ ...options, files, stateFiles }, task.tool_calls);
  const dead = once.records.find(({ died }) => died === true);
  if (dead !== undefined) return rejected('server-died', `${dead.tool}: ${dead.text}`);
  const failed = once.records.find(({ isError }) => isError);
  if (failed !== undefined) return rejected('call-failed', `${failed.tool}: ${failed.text.slice(0, 300)}`);
  await nextSecond();
  const again = await executeCalls({ ...options, files, stateFiles }, task.tool_calls);
  const differs = difference(once, again);
  if (differs !== undefined) return rejected('not-reproducible', differs);
  const text = `${task.description}\n${task.goal}`;
  const unstated = unstatedInputs(text, task.tool_calls, once.records);
  if (unstated.length > 0) return rejected('input-not-stated', unstated.join(', '));
  const answers = once.endsWithReading ? answerFacts(once.records.at(-1), text) : [];
  const left = { ...task.whetstone, changes: [...once.changes], answers: [...answers] };
  const nothing = left.changes.length + answers.length === 0;
  // A server with one tool leaves no other way: that the calls were made is what there is to see.
  const byCalls = nothing && task.tools.length === 1;
  const facts = byCalls ? { ...left, byCalls } : left;
  const calls = { expected: task.tool_calls, made: task.tool_calls };
  if (gradeState(facts, [], '', { ...calls, made: [] }).value > 0 || (nothing && !byCalls)) {
    return rejected(
      'empty-answer-passes',
      'Nothing is changed, and nothing is told that the task does not say itself.',
    );
  }
  const said = once.records.at(-1)?.text ?? '';
  if (!gradeState(facts, again.changes, said, calls).complete)
    return rejected('reference-fails', 'Its own calls do not solve it.');
  return {
    kind: 'admitted',
    task: {
      ...task,
      final_response: task.final_response ?? said,
      tool_call_results: once.records.map(({ text: content, isError }, index) => [
        ...[task.tool_calls[index] ?? null, { content, is_error: isError }],
      ]),
      whetstone: facts,
    },
  };
}

function difference(once: Executed, again: Executed): string | undefined {
  const index = once.records.findIndex(({ text }, at) => text !== again.records[at]?.text);
  if (index >= 0)
    return `Call ${index + 1} (${once.records[index]?.tool ?? ''}) does not answer the same in fresh servers.`;
  const [a, b] = [canonicalJson(once.changes), canonicalJson(again.changes)];
  return a === b ? undefined : 'What the calls leave behind is not the same in fresh servers.';
}
