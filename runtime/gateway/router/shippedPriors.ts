import type { GatewayModel, TaskType } from '../types';
import { TASK_TYPES } from './predictor/observation';
import { sigmoid, type ModelPrior } from './predictor/modelPrior';

/** Classes of models by what they cost or how large they are. */
type AbilityClass = 'tiny' | 'small' | 'medium' | 'large' | 'frontier';

/** Logit of success at a task of middling difficulty. */
const ABILITY: Readonly<Record<AbilityClass, number>> = { tiny: -0.4, small: 0.4, medium: 1, large: 1.5, frontier: 2 };

/** What long requests cost each class, logits a standard deviation of log length. */
const LENGTH_SLOPE: Readonly<Record<AbilityClass, number>> = {
  tiny: 0.3,
  small: 0.25,
  medium: 0.2,
  large: 0.15,
  frontier: 0.1,
};

/**
 * Difficulty of each kind of task in logits (one-parameter item response model). Ordered after published shares of work
 * that a cheap model suffices for: tool calls 96 %, meeting and retrieval questions 91 to 95 %, whole repository issues
 * 28 % (CommonRouterBench, arXiv 2605.18859).
 */
const DIFFICULTY: Readonly<Record<TaskType, number>> = {
  'chat.explain': -0.2,
  'chat.design': 0.6,
  'chat.other': 0,
  'edit.inline': 0.1,
  'edit.multi': 1.2,
  'tool.single': -0.5,
  'tool.multi': 0.4,
  'judge.binary': -0.2,
  'judge.pairwise': 0.2,
  'text.short': -1,
};

/** Observations that the prior of a model in a table is worth, and of one known by its size or price only. */
const KNOWN_COUNT = 30;
const UNKNOWN_COUNT = 8;

/**
 * Families with published results, first match counts. Sources: results released with xRouter (arXiv 2510.08439) on
 * LiveCodeBench, GPQA, IFEval and LiveBench; Berkeley Function Calling Leaderboard of August 2024; RouteLLM's MMLU and
 * GSM8K responses.
 */
const FAMILIES: readonly { readonly name: RegExp; readonly ability: AbilityClass; readonly source: string }[] = [
  { name: /gpt-5(?!.*(?:mini|nano))|claude.*opus|o3(?!-mini)\b/, ability: 'frontier', source: 'xRouter table' },
  {
    name: /gpt-5-mini|claude.*sonnet|gpt-4\.1(?!.*(?:mini|nano))|kimi-k2|gemini.*pro/,
    ability: 'large',
    source: 'xRouter table',
  },
  {
    name: /gpt-4o(?!-mini)|gpt-4-1106|deepseek-(?:r1|v3)|qwen3-235b|qwen3-coder-480b/,
    ability: 'large',
    source: 'xRouter table, RouteLLM',
  },
  {
    name: /gpt-5-nano|gpt-4o-mini|gpt-4\.1-mini|o4-mini|claude.*haiku|gpt-oss-120b|gemini.*flash/,
    ability: 'medium',
    source: 'xRouter table, BFCL',
  },
  { name: /mixtral-8x7b|gpt-oss-20b|gpt-4\.1-nano/, ability: 'small', source: 'RouteLLM, xRouter table' },
];

/**
 * What is believed of a model that nothing was seen of yet. Known families have a prior from published results; another
 * model is placed by its size in its name, else by its price, and the belief is weak.
 */
export function shippedPrior(model: Pick<GatewayModel, 'name' | 'locality' | 'price'>): ModelPrior {
  const name = model.name.toLowerCase();
  const family = FAMILIES.find((entry) => entry.name.test(name));
  if (family !== undefined) return priorOf(family.ability, KNOWN_COUNT, family.source);
  const billions = sizeInName(name);
  if (billions !== undefined) {
    const ability = billions < 2 ? 'tiny' : billions < 10 ? 'small' : billions < 60 ? 'medium' : 'large';
    return priorOf(ability, UNKNOWN_COUNT, `its size, ${billions} billion weights`);
  }
  if (model.locality === 'local') return priorOf('tiny', UNKNOWN_COUNT, 'a local model of unknown size');
  const output = model.price?.rates.output;
  if (output === undefined) return priorOf('small', UNKNOWN_COUNT, 'nothing is known of it');
  const ability = output < 0.5 ? 'small' : output < 4 ? 'medium' : 'large';
  return priorOf(ability, UNKNOWN_COUNT, `its price, $${output} for a million tokens written`);
}

function priorOf(ability: AbilityClass, pseudoCount: number, source: string): ModelPrior {
  const success = Object.fromEntries(
    TASK_TYPES.map((taskType) => [taskType, sigmoid(ABILITY[ability] - DIFFICULTY[taskType])]),
  ) as Record<TaskType, number>;
  return { success, pseudoCount, lengthSlope: LENGTH_SLOPE[ability], source };
}

/** Billions of weights as names tell them: "qwen3:8b", "Llama-3.2-1B", "8x7b" counts as 13 (what runs at once). */
function sizeInName(name: string): number | undefined {
  const experts = /(\d+)x(\d+(?:\.\d+)?)b\b/.exec(name);
  if (experts !== null) return Number(experts[2]) * 2;
  const size = /(?:^|[-_:.\s/])(\d+(?:\.\d+)?)b(?:$|[-_:.\s])/.exec(name);
  return size === null ? undefined : Number(size[1]);
}
