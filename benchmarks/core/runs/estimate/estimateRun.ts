import { worstCase } from '../../../../runtime/gateway/prices';
import type { EstimateRow } from '../../../host/protocol';
import { versionOf, type LoadedBenchmark } from '../benchmark';
import { providerOf, type ModelFacts } from '../modelAccess';
import type { RunChoice } from '../runner/planRun';
import type { EarlierSamples } from '../store/earlierSamples';
import type { PromptPreview, RolePreviews, Scenario } from '../types';
import { assumptionsOf, expectedAnswer } from './assumptions';
import { expectedCost, RoleEstimates } from './roleEstimates';

const previewsAtOnce = 8;

interface Prompt extends PromptPreview {
  readonly scenario: Scenario;
  /** Calls of those who score the answer. */
  readonly judged: RolePreviews | undefined;
}

/**
 * What a run would cost and take, before anything is sent. Expected: answers as long as earlier ones of this benchmark; worst: every
 * answer as long as it may be. Answers that are in the cache cost nothing. Simulated users and judges are part of it. What of it is
 * assumed is said in the row.
 */
export async function estimateRun(
  benchmark: LoadedBenchmark,
  choice: RunChoice,
  facts: ReadonlyMap<string, ModelFacts>,
  earlier: EarlierSamples,
): Promise<readonly EstimateRow[]> {
  const prompts = await previews(benchmark);
  const rows: EstimateRow[] = [];
  for (const model of choice.models) {
    const roles = await RoleEstimates.open(benchmark, choice, facts, earlier);
    rows.push(rowOf(model, facts, prompts, benchmark, choice, earlier, roles));
  }
  return rows;
}

function rowOf(
  model: string,
  all: ReadonlyMap<string, ModelFacts>,
  prompts: readonly Prompt[],
  benchmark: LoadedBenchmark,
  choice: RunChoice,
  earlier: EarlierSamples,
  roles: RoleEstimates,
): EstimateRow {
  const { repeats, maxOutputTokens, concurrency } = choice;
  const facts = all.get(model);
  const solver = versionOf(benchmark.solver);
  const cached = cachedSamples(model, prompts, benchmark, choice, earlier);
  const limit = Math.min(maxOutputTokens, facts?.maxOutputTokens ?? Infinity);
  const answer = expectedAnswer(earlier, benchmark.name, model, limit);
  const { outputTokens: output } = answer;
  const talked = earlier.conversationTokens(solver, model);
  const sum = { cached: 0, input: 0, output: 0, expected: 0, worst: 0, open: 0, ms: 0 };
  for (const prompt of prompts) {
    const { scenario, inputTokens, calls, judged } = prompt;
    const input = (prompt.assumed.includes('calls') ? talked : undefined) ?? conversationTokens(prompt, output);
    for (let repeat = 0; repeat < repeats; repeat++) {
      const answers = { calls, outputTokens: output, limit };
      if (!cached.scored(scenario.hash, repeat)) roles.add(judged, answers);
      if (cached.solved(scenario.hash, repeat)) {
        sum.cached += 1;
        continue;
      }
      sum.open += 1;
      sum.input += input;
      sum.output += output;
      sum.ms += answer.ms?.(input) ?? 0;
      roles.add(prompt.roles, answers);
      if (facts?.price === undefined) continue;
      sum.expected += expectedCost(facts.price, { calls, inputTokens: input, outputTokens: output });
      // A later call of a dialogue carries the answers before it.
      sum.worst += calls * worstCase(facts.price, inputTokens + (calls - 1) * limit, limit);
    }
  }
  const beside = roles.rows();
  // A sum without what is not known would be too low.
  const priced = facts?.price !== undefined && beside.every(({ expectedCost: cost }) => cost !== undefined);
  const atOnce = concurrency[providerOf(model)] ?? concurrency.default ?? 1;
  return {
    model,
    samples: prompts.length * repeats,
    cached: sum.cached,
    inputTokens: Math.ceil(sum.input),
    outputTokens: sum.output,
    expectedCost: priced ? beside.reduce((total, role) => total + (role.expectedCost ?? 0), sum.expected) : undefined,
    worstCost: priced ? beside.reduce((total, role) => total + (role.worstCost ?? 0), sum.worst) : undefined,
    roles: beside,
    expectedMs: answer.ms && sum.ms / Math.min(atOnce, Math.max(1, sum.open)),
    assumptions: [...assumptionsOf(answer, facts?.price !== undefined, prompts), ...roles.assumptions()],
    problem: problemOf(model, facts, prompts, choice, limit) ?? problemOfRoles(all, choice),
  };
}

/** Of all prompts of a sample: every call sends what was said before it, which is half of it all on the mean. */
function conversationTokens({ inputTokens, calls }: PromptPreview, outputTokens: number): number {
  return Math.ceil(calls * inputTokens + (outputTokens * (calls - 1)) / 2);
}

type IsCached = (hash: string, repeat: number) => boolean;

/** Which samples cost the measured model nothing, and which its judges: another judge is asked about answers that are known. */
function cachedSamples(
  model: string,
  prompts: readonly Prompt[],
  { solver, scorer }: LoadedBenchmark,
  choice: RunChoice,
  earlier: EarlierSamples,
): { readonly solved: IsCached; readonly scored: IsCached } {
  const never: IsCached = () => false;
  if (!choice.cache) return { solved: never, scored: never };
  const { roles = {}, maxOutputTokens, temperature } = choice;
  const named = (names: Iterable<string>) => Object.fromEntries([...names].map((role) => [role, roles[role]]));
  const inTalk = new Set(prompts.flatMap((prompt) => Object.keys(prompt.roles ?? {})));
  const judging = new Set(prompts.flatMap(({ judged }) => Object.keys(judged ?? {})));
  const talk = { model, solver: versionOf(solver), maxOutputTokens, temperature };
  return {
    solved: earlier.answered({ ...talk, roles: named(inTalk) }),
    scored: earlier.answered({ ...talk, scorer: versionOf(scorer), roles: named([...inTalk, ...judging]) }),
  };
}

/** Why the models in other roles cannot be asked. */
function problemOfRoles(all: ReadonlyMap<string, ModelFacts>, choice: RunChoice): string | undefined {
  for (const [role, model] of Object.entries(choice.roles ?? {})) {
    const problem = problemOf(model, all.get(model), [], choice, 0);
    if (problem !== undefined) return `The model in the role "${role}", ${model}: ${problem}`;
  }
  return undefined;
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

async function previews({ scenarios, solver, scorer }: LoadedBenchmark): Promise<readonly Prompt[]> {
  const prompts: Prompt[] = [];
  for (let start = 0; start < scenarios.length; start += previewsAtOnce) {
    const some = scenarios.slice(start, start + previewsAtOnce);
    prompts.push(
      ...(await Promise.all(
        some.map(async (scenario) => {
          return { scenario, judged: scorer.preview?.(scenario), ...(await solver.preview(scenario)) };
        }),
      )),
    );
  }
  return prompts;
}
