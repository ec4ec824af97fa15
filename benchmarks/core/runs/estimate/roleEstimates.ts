/** What the models beside the measured one cost: simulated users, judges, reviewers, each with its own price. */
import { costOf, worstCase } from '../../../../runtime/gateway/prices';
import type { Price } from '../../../../runtime/gateway/types';
import type { EstimateAssumption, RoleEstimate } from '../../../host/protocol';
import { versionOf, type LoadedBenchmark } from '../benchmark';
import type { ModelFacts } from '../modelAccess';
import type { RunChoice } from '../runner/planRun';
import type { EarlierSamples, RoleUsage } from '../store/earlierSamples';
import type { RolePreview, RolePreviews } from '../types';

/** Tokens of a role's reply where nobody has seen one: a sentence or two, or a small object. */
const assumedReplyTokens = 150;

/** Calls of the measured model in a sample, as far as roles read them. */
export interface Answers {
  readonly calls: number;
  /** Of all answers of a sample. */
  readonly outputTokens: number;
  /** Of one answer at most. */
  readonly limit: number;
}

interface Role {
  readonly model: string;
  readonly facts: ModelFacts | undefined;
  readonly limit: number;
  readonly earlier: RoleUsage | undefined;
  readonly sum: Record<'calls' | 'inputTokens' | 'outputTokens' | 'expected' | 'worst', number>;
  mostCalls: number;
}

/** Adds up what roles do, sample by sample, beside one measured model. */
export class RoleEstimates {
  private constructor(private readonly roles: ReadonlyMap<string, Role>) {}

  static async open(
    { solver, scorer }: Pick<LoadedBenchmark, 'solver' | 'scorer'>,
    choice: RunChoice,
    facts: ReadonlyMap<string, ModelFacts>,
    earlier: EarlierSamples,
  ): Promise<RoleEstimates> {
    const roles = new Map<string, Role>();
    const of = { solver: versionOf(solver), scorer: versionOf(scorer) };
    for (const [role, model] of Object.entries(choice.roles ?? {})) {
      roles.set(role, {
        ...{ model, facts: facts.get(model), mostCalls: 0, earlier: await earlier.roleUsage({ ...of, role, model }) },
        limit: Math.min(choice.maxOutputTokens, facts.get(model)?.maxOutputTokens ?? Infinity),
        sum: { calls: 0, inputTokens: 0, outputTokens: 0, expected: 0, worst: 0 },
      });
    }
    return new RoleEstimates(roles);
  }

  add(previews: RolePreviews | undefined, answers: Answers): void {
    for (const [name, preview] of Object.entries(previews ?? {})) {
      const role = this.roles.get(name);
      // A role that the run names nobody for is asked nothing: the sample is not measured then.
      if (role !== undefined) addTo(role, preview, answers);
    }
  }

  /** What has been added up so far, for the roles that are asked anything. */
  rows(): readonly RoleEstimate[] {
    return [...this.roles].flatMap(([role, { model, facts, sum, mostCalls }]) => {
      if (mostCalls === 0) return [];
      const isPriced = facts?.price !== undefined;
      return [
        {
          ...{ role, model, calls: Math.ceil(sum.calls) },
          ...{ inputTokens: Math.ceil(sum.inputTokens), outputTokens: Math.ceil(sum.outputTokens) },
          expectedCost: isPriced ? sum.expected : undefined,
          worstCost: isPriced ? sum.worst : undefined,
        },
      ];
    });
  }

  assumptions(): readonly EstimateAssumption[] {
    return [...this.roles].flatMap(([role, { facts, earlier, mostCalls }]): readonly EstimateAssumption[] => {
      if (mostCalls === 0) return [];
      const rests: EstimateAssumption[] = [];
      if (facts?.price === undefined) rests.push({ kind: 'role-price-unknown', role });
      if (earlier === undefined) rests.push({ kind: 'role-assumed', role, calls: Math.ceil(mostCalls) });
      else if (!earlier.ofModel) rests.push({ kind: 'role-of-other-models', role, samples: earlier.n });
      return rests;
    });
  }
}

function addTo(role: Role, preview: RolePreview, { calls: turns, outputTokens, limit }: Answers): void {
  const { facts, earlier, sum } = role;
  const { calls, inputTokens, replyTokens = assumedReplyTokens, conversationShare = 0 } = preview;
  const seen = earlier ?? {
    calls,
    inputTokens: calls * (inputTokens + conversationShare * outputTokens),
    outputTokens: calls * Math.min(replyTokens, role.limit),
  };
  role.mostCalls = Math.max(role.mostCalls, calls);
  sum.calls += seen.calls;
  sum.inputTokens += seen.inputTokens;
  sum.outputTokens += seen.outputTokens;
  if (facts?.price === undefined) return;
  sum.expected += expectedCost(facts.price, seen);
  const longest = Math.ceil(inputTokens + conversationShare * turns * limit);
  sum.worst += Math.ceil(Math.max(calls, seen.calls)) * worstCase(facts.price, longest, role.limit);
}

/** Of several calls together, micro-dollars. Tiers and the price of a request are by call. */
export function expectedCost(
  price: Price,
  { calls, inputTokens, outputTokens }: Pick<RoleUsage, 'calls' | 'inputTokens' | 'outputTokens'>,
): number {
  if (calls === 0) return 0;
  return (
    calls *
    costOf(price, {
      inputTokens: Math.round(inputTokens / calls),
      outputTokens: Math.round(outputTokens / calls),
      ...{ cacheReadTokens: 0, cacheWriteTokens: 0, reasoningTokens: 0, source: 'estimated' },
    })
  );
}
