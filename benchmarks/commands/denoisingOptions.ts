/** Options of a request that say how masks are denoised, shared by the commands that ask a model. */
import { InvalidArgumentError, Option, type Command } from 'commander';
import type { DenoisingOptions, ModelInfo, ParallelAcceptance } from '../../runtime/protocol';
import { BadInputError } from '../core/badInputError';
import { integer } from './optionValues';

/** As commander gives them. */
export interface DenoisingChoices {
  readonly order?: DenoisingOptions['order'] | undefined;
  readonly accept?: ParallelAcceptance | undefined;
  readonly steps?: number | undefined;
  readonly temperature?: number | undefined;
  readonly topP?: number | undefined;
  readonly cache?: DenoisingOptions['cache'] | undefined;
  readonly refreshEvery?: number | undefined;
}

const orders = ['origin', 'maskgit_plus', 'topk_margin', 'entropy', 'entropy-bounded', 'p2'];

export function addDenoisingOptions(command: Command): Command {
  return command
    .addOption(new Option('--order <order>', 'which masks are revealed first').choices(orders))
    .addOption(
      new Option(
        '--accept <rule>',
        'what is revealed besides: none, threshold:P (from probability P on), factor:F (Fast-dLLM)',
      ).argParser(acceptance),
    )
    .option('--steps <n>', 'steps at most; default: one for each mask', integer(1, 100_000))
    .option('--temperature <t>', '0 takes the best token, more draws', number(0, 10))
    .option('--top-p <p>', 'draw from the best tokens whose mass exceeds this', number(0.001, 1))
    .addOption(
      new Option('--cache <rows>', 'rows of a full-attention context that are kept between passes').choices([
        'none',
        'prefix',
        'dual',
      ]),
    )
    .option('--refresh-every <n>', 'passes after which kept rows are computed anew; 0: never', integer(0, 100_000));
}

/** The protocol's form; undefined when no option was given. */
export function denoisingOf(choices: DenoisingChoices): DenoisingOptions | undefined {
  const { order, accept, steps, temperature, topP, cache, refreshEvery } = choices;
  const options = { order, accept, steps, temperature, topP, cache, refreshEvery };
  return Object.values(options).some((value) => value !== undefined) ? options : undefined;
}

/**
 * @param task 'infill' is written from left to right by models whose context never sees the window; spans that keep
 *   tokens are denoised by them too, over a context that is exact
 * @throws BadInputError when an option would do nothing with this model
 */
export function checkDenoising(choices: DenoisingChoices, model: ModelInfo, task: 'infill' | 'rewrite'): void {
  if (model.attention !== 'isolated-context') return;
  const flags: Record<keyof DenoisingChoices, string> = {
    order: '--order',
    accept: '--accept',
    steps: '--steps',
    temperature: '--temperature',
    topP: '--top-p',
    cache: '--cache',
    refreshEvery: '--refresh-every',
  };
  const known = Object.entries(flags).filter(
    ([name]) => task === 'infill' || name === 'cache' || name === 'refreshEvery',
  );
  const given = known.filter(([name]) =>
    Object.entries(choices).some(([key, value]) => key === name && value !== undefined),
  );
  if (given.length === 0) return;
  const names = given.map(([, flag]) => flag).join(', ');
  throw new BadInputError(
    `${names} would do nothing: ${model.id} is of the family ${model.family}, ` +
      (task === 'infill' ? 'which writes from left to right. ' : 'whose context never changes. ') +
      'Leave it out, or choose a model with full attention.',
  );
}

/** Parser for --accept. */
function acceptance(value: string): ParallelAcceptance {
  if (value === 'none') return { kind: 'none' };
  const [, kind, amount] = /^(threshold|factor):(\d+(?:\.\d+)?)$/.exec(value) ?? [];
  const parsed = Number(amount);
  if (kind === 'threshold' && parsed <= 1) return { kind, value: parsed };
  if (kind === 'factor') return { kind, value: parsed };
  throw new InvalidArgumentError('Give none, threshold:P with P from 0 to 1, or factor:F, e.g. threshold:0.9.');
}

/** A parser for numbers of a range. */
function number(low: number, high: number): (value: string) => number {
  return (value) => {
    const parsed = Number(value);
    if (value.trim() === '' || !(parsed >= low && parsed <= high)) {
      throw new InvalidArgumentError(`Give a number from ${low} to ${high}.`);
    }
    return parsed;
  };
}
