import { checkToolCall } from '../../../../runtime/functionCalling';
import type { ToolDefinition } from '../../../../runtime/gateway/types';
import { jsonLeaves } from '../../tasks/leaves';
import type { Draft, DraftFailure } from '../blueprint';
import { namedTools } from './namedTools';

export interface FormatLimits {
  readonly mostActions: number;
  readonly tools: readonly ToolDefinition[];
}

const SHORTEST = 20;
const LONGEST = 4_000;
const MOST_OUTPUTS = 6;

/** What can be said of a draft without running anything. All that is wrong is told at once. */
export function checkFormat(
  { instruction, actions, outputs }: Draft,
  { mostActions, tools }: FormatLimits,
): readonly DraftFailure[] {
  const failures: DraftFailure[] = [];
  const add = (reason: string, detail: string) => failures.push({ check: 'format', reason, detail });
  if (instruction.length < SHORTEST || instruction.length > LONGEST)
    add(
      'instruction-length',
      `The instruction has ${instruction.length} characters; ${SHORTEST} to ${LONGEST} are fine.`,
    );
  if (actions.length === 0) add('no-action', 'There is no call: a task needs one at least.');
  if (actions.length > mostActions)
    add('too-many-actions', `There are ${actions.length} calls; ${mostActions} at most are fine.`);
  for (const [index, { tool_name: name, tool_parameters: input }] of actions.entries()) {
    const checked = checkToolCall({ name, arguments: input }, tools);
    if (checked.kind === 'valid') continue;
    const unknown = checked.problems.some(({ kind }) => kind === 'unknown-tool');
    const told = checked.problems.map(({ message }) => message).join(' ');
    add(unknown ? 'unknown-tool' : 'bad-arguments', `Call ${index + 1}, ${name}: ${told}`);
  }
  const repeated = actions.findIndex((each, index) =>
    actions.slice(0, index).some((other) => JSON.stringify(other) === JSON.stringify(each)),
  );
  if (repeated >= 0) add('repeated-action', `Call ${repeated + 1} is the same as one before it.`);
  if (outputs.length > MOST_OUTPUTS)
    add('too-many-outputs', `There are ${outputs.length} outputs; ${MOST_OUTPUTS} at most are fine.`);
  if (outputs.some((output) => output.trim() === '' || output.length > 200))
    add('output-form', 'An output is empty or longer than 200 characters: name a value, not a sentence.');
  const values = new Set(
    actions.flatMap(({ tool_parameters: input }) => jsonLeaves('', input)).map(({ value }) => value),
  );
  const named = namedTools(instruction, tools).filter((name) => !values.has(name));
  if (named.length > 0)
    add(
      'names-tool',
      `The instruction names ${named.join(', ')}: a person knows nothing of tools. Say what is wanted.`,
    );
  return failures;
}
