import type { Json } from '../../core/runs/types';
import type { ChainStep } from './makeChain';

/** A task in words: what to do, with every input that is not to be found out on the way. */
export function describeChain(steps: readonly ChainStep[]): {
  readonly name: string;
  readonly description: string;
  readonly goal: string;
} {
  const told = steps.map((step, index) => `${index + 1}. ${sentence(step)}${inputs(step)}`);
  return {
    name: steps.map(({ tool }) => tool.name.replaceAll(/[-_]/g, ' ')).join(', then '),
    description: `Do the following, in this order and no more than that.\n${told.join('\n')}`,
    goal: `${steps.length === 1 ? 'The step is' : `All ${steps.length} steps are`} done, and the answer repeats every value that the last step gave.`,
  };
}

/** What the server says that the tool does; its name would give the choice of the tool away. */
function sentence({ tool }: ChainStep): string {
  const [first = ''] = tool.description.split(/(?<=\.)\s|\n/);
  const plain = first.trim().replace(/\.$/, '');
  return plain === '' ? tool.name.replaceAll(/[-_]/g, ' ') : plain;
}

function inputs({ call, chained }: ChainStep): string {
  const entries = Object.entries(call.tool_parameters);
  if (entries.length === 0) return '.';
  const parts = entries.map(([name, value]) => `${name} = ${valueText(value, chained)}`);
  return `, with ${parts.join('; ')}.`;
}

function valueText(value: Json, chained: ChainStep['chained']): string {
  const from = chained.find((each) => each.value === value);
  return from === undefined ? JSON.stringify(value) : `the ${from.key} that step ${from.step} gave`;
}
