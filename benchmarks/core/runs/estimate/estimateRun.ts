import { costOf, worstCase } from '../../../../runtime/gateway/prices';
import type { Price } from '../../../../runtime/gateway/types';
import type { EstimateRow } from '../../../host/protocol';
import { versionOf, type LoadedBenchmark } from '../benchmark';
import { providerOf, type ModelFacts } from '../modelAccess';
import type { RunChoice } from '../runner/planRun';
import type { EarlierSamples } from '../store/earlierSamples';
import type { PromptPreview, Scenario } from '../types';
import { assumptionsOf, expectedAnswer } from './assumptions';

const previewsAtOnce = 8;

interface Prompt extends PromptPreview {
  readonly scenario: Scenario;
}

/**
 * What a run would cost and take, before anything is sent. Expected: answers as long as earlier ones of this benchmark; worst: every
 * answer as long as it may be. Answers that are in the cache cost nothing. What of it is assumed is said in the row.
 */
export async function estimateRun(
  benchmark: LoadedBenchmark,
  choice: RunChoice,
  facts: ReadonlyMap<string, ModelFacts>,
  earlier: EarlierSamples,
): Promise<readonly EstimateRow[]> {
  const prompts = await previews(benchmark);
  return choice.models.map((model) => rowOf(model, facts, prompts, benchmark, choice, earlier));
}

function rowOf(
  model: string,
  all: ReadonlyMap<string, ModelFacts>,
  prompts: readonly Prompt[],
  benchmark: LoadedBenchmark,
  choice: RunChoice,
  earlier: EarlierSamples,
): EstimateRow {
  const { repeats, maxOutputTokens, concurrency } = choice;
  const facts = all.get(model);
  const solver = versionOf(benchmark.solver);
  const cachedOf = choice.cache ? earlier.answered({ ...choice, model, solver }) : undefined;
  const limit = Math.min(maxOutputTokens, facts?.maxOutputTokens ?? Infinity);
  const answer = expectedAnswer(earlier, benchmark.name, model, limit);
  const { outputTokens: output } = answer;
  const sum = { cached: 0, input: 0, output: 0, expected: 0, worst: 0, open: 0, ms: 0 };
  for (const { scenario, inputTokens, calls, roles } of prompts) {
    for (let repeat = 0; repeat < repeats; repeat++) {
      if (cachedOf?.(scenario.hash, repeat) === true) {
        sum.cached += 1;
        continue;
      }
      sum.open += 1;
      sum.input += inputTokens * calls;
      sum.output += output;
      sum.ms += answer.ms?.(inputTokens * calls) ?? 0;
      const beside = costOfRoles(roles, choice, all, output);
      sum.expected += beside.expected;
      sum.worst += beside.worst;
      if (facts?.price === undefined) continue;
      sum.expected += expectedCost(facts.price, inputTokens, calls, output);
      // A later call of a dialogue carries the answers before it.
      sum.worst += calls * worstCase(facts.price, inputTokens + (calls - 1) * limit, limit);
    }
  }
  const priced = facts?.price !== undefined;
  const atOnce = concurrency[providerOf(model)] ?? concurrency.default ?? 1;
  return {
    model,
    samples: prompts.length * repeats,
    cached: sum.cached,
    inputTokens: sum.input,
    outputTokens: sum.output,
    expectedCost: priced ? sum.expected : undefined,
    worstCost: priced ? sum.worst : undefined,
    expectedMs: answer.ms && sum.ms / Math.min(atOnce, Math.max(1, sum.open)),
    assumptions: assumptionsOf(answer, priced, prompts),
    problem: problemOf(model, facts, prompts, choice, limit) ?? problemOfRoles(all, choice),
  };
}

/** What models in other roles cost in one sample, micro-dollars. */
function costOfRoles(
  roles: PromptPreview['roles'],
  choice: RunChoice,
  all: ReadonlyMap<string, ModelFacts>,
  outputTokens: number,
): { readonly expected: number; readonly worst: number } {
  const sum = { expected: 0, worst: 0 };
  for (const [role, { calls, inputTokens }] of Object.entries(roles ?? {})) {
    const facts = all.get(choice.roles?.[role] ?? '');
    if (facts?.price === undefined) continue;
    const limit = Math.min(choice.maxOutputTokens, facts.maxOutputTokens ?? Infinity);
    // Each call answers one turn; the measured model's answers of a sample are at least as long.
    sum.expected += expectedCost(facts.price, inputTokens, calls, Math.min(calls * limit, outputTokens));
    sum.worst += calls * worstCase(facts.price, inputTokens, limit);
  }
  return sum;
}

/** Why the models in other roles cannot be asked. */
function problemOfRoles(all: ReadonlyMap<string, ModelFacts>, choice: RunChoice): string | undefined {
  for (const [role, model] of Object.entries(choice.roles ?? {})) {
    const problem = problemOf(model, all.get(model), [], choice, 0);
    if (problem !== undefined) return `The model in the role "${role}", ${model}: ${problem}`;
  }
  return undefined;
}

function expectedCost(price: Price, inputTokens: number, calls: number, outputTokens: number): number {
  return costOf(price, {
    inputTokens: inputTokens * calls,
    outputTokens,
    cacheReadTokens: 0,
    cacheWriteTokens: 0,
    reasoningTokens: 0,
    source: 'estimated',
  });
}

function problemOf(
  model: string,
  facts: ModelFacts | undefined,
  prompts: readonly Prompt[],
  { localOnly }: RunChoice,
  limit: number,
): string | undefined {
  if (facts === undefined)
    return `There is no model ${model}: whetstone models and the settings of providers name them.`;
  if (facts.problem !== undefined) return facts.problem;
  if (localOnly && facts.locality !== 'local') return 'It is not on this machine, and the run may not leave it.';
  if (facts.price === undefined)
    return 'Its price is not known: enter it in the settings of its provider; 0 if it costs nothing.';
  const { contextTokens } = facts;
  const tooLong = prompts.filter(({ inputTokens }) => inputTokens + Math.min(limit, 256) > (contextTokens ?? Infinity));
  if (tooLong.length === 0) return undefined;
  return `${tooLong.length} of ${prompts.length} prompts are longer than the ${contextTokens ?? 0} tokens that it reads.`;
}

async function previews({ scenarios, solver }: LoadedBenchmark): Promise<readonly Prompt[]> {
  const prompts: Prompt[] = [];
  for (let start = 0; start < scenarios.length; start += previewsAtOnce) {
    const some = scenarios.slice(start, start + previewsAtOnce);
    prompts.push(
      ...(await Promise.all(some.map(async (scenario) => ({ scenario, ...(await solver.preview(scenario)) })))),
    );
  }
  return prompts;
}
