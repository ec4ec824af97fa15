import type { ToldStep } from '../rows/taskRow';
import type { ChainStep } from './makeChain';

/** A task in words: what to do, with every input that is not to be found out on the way. */
export function describeChain(steps: readonly ChainStep[]): {
  readonly name: string;
  readonly description: string;
  readonly goal: string;
  readonly steps: ToldStep[];
} {
  const told = steps.map(toldStepOf);
  return {
    name: steps.map(({ tool }) => tool.name.replaceAll(/[-_]/g, ' ')).join(', then '),
    description: `Do the following, in this order and no more than that.\n${told.map((step, index) => `${index + 1}. ${stepText(step)}`).join('\n')}`,
    goal: `${steps.length === 1 ? 'The step is' : `All ${steps.length} steps are`} done, and the answer repeats every value that the last step gave.`,
    steps: told,
  };
}

/** @param without names of inputs that are kept back */
export function stepText({ sentence, inputs }: ToldStep, without: readonly string[] = []): string {
  const parts = inputs.filter(({ name }) => !without.includes(name)).map(({ name, said }) => `${name} = ${said}`);
  return parts.length === 0 ? `${sentence}.` : `${sentence}, with ${parts.join('; ')}.`;
}

function toldStepOf({ tool, call, chained }: ChainStep): ToldStep {
  const inputs = Object.entries(call.tool_parameters).map(([name, value]) => {
    const from = chained.find((each) => each.value === value);
    const said = from === undefined ? JSON.stringify(value) : `the ${from.key} that step ${from.step} gave`;
    return { name, said, chained: from !== undefined };
  });
  return { sentence: sentenceOf(tool), inputs };
}

/** What the server says that the tool does; its name would give the choice of the tool away. */
function sentenceOf(tool: ChainStep['tool']): string {
  const [first = ''] = tool.description.split(/(?<=\.)\s|\n/);
  const plain = first.trim().replace(/\.$/, '');
  return plain === '' ? tool.name.replaceAll(/[-_]/g, ' ') : plain;
}
