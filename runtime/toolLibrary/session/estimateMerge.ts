import { costOf, worstCase } from '../../gateway/prices';
import { expectedCalls, groupsForModel, planDuplicates, type Refactoring } from '../merging';
import type { MergeAssumption, MergeEstimate } from '../protocol';
import type { Fingerprint, ToolCollection } from '../types';
import type { CutGroups } from '../grouping';
import type { LibraryModelFacts, SessionModels } from './sessionParts';

/** Of plans, and of code and review, as `refactorGroup` has them. */
const rounds = 3;
/** Characters of an answer that make a token, roughly: code and JSON. */
const charactersPerToken = 3;
/** Output that a prompt has to leave room for. */
const leastRoom = 1000;

export interface EstimatedMerge {
  readonly model: string;
  readonly candidates: number;
  readonly collection: ToolCollection;
  readonly groups: CutGroups;
  readonly fingerprints: ReadonlyMap<string, Fingerprint>;
  /** What was merged already; undefined: duplicates are merged first. */
  readonly refactoring: Refactoring | undefined;
  readonly models: SessionModels;
  readonly signal: AbortSignal;
}

/** Groups that a model would be given, what calls would take if all goes well, and at the most. Nothing is sent. */
export async function estimateMerge(options: EstimatedMerge): Promise<MergeEstimate> {
  const { model, candidates, collection, groups, fingerprints, refactoring, models, signal } = options;
  const facts = await models.facts(model, signal);
  const byId = new Map(collection.tools.map((tool) => [tool.id, tool]));
  const merges = refactoring?.merges ?? planDuplicates(groups.equal, byId, fingerprints);
  const given = groupsForModel({ collection, fingerprints, related: groups.groups }, merges);
  const limit = Math.min(models.maxOutputTokens, facts?.maxOutputTokens ?? Infinity);
  const sum = { groups: 0, tools: 0, tooLong: 0, calls: 0, kept: 0, input: 0, output: 0, expected: 0, worst: 0 };
  for (const { group, tools } of given) {
    signal.throwIfAborted();
    const calls = expectedCalls(group, tools, collection).map((call) => ({
      ...call,
      input: models.tokensAtMost(call.text),
      output: Math.min(limit, Math.ceil(call.answer / charactersPerToken)),
    }));
    if (calls.some(({ input }) => input + leastRoom > (facts?.contextTokens ?? Infinity))) {
      sum.tooLong += 1;
      continue;
    }
    sum.groups += 1;
    sum.tools += tools.length;
    for (let attempt = 0; attempt < candidates; attempt += 1) {
      for (const { role, prompt, input, output } of calls) {
        sum.calls += 1;
        if (prompt !== undefined && (await models.isKept(model, role, prompt, attempt))) sum.kept += 1;
        else add(sum, facts, input, output);
        if (facts?.price === undefined) continue;
        // A later round carries the answer before it; a review the whole module.
        for (let round = 0; round < rounds; round += 1) {
          const before = role === 'reviewer' ? 1 : role === 'code' ? Math.min(1, round) : round;
          sum.worst += worstCase(facts.price, input + before * limit, limit);
        }
      }
    }
  }
  const priced = facts?.price !== undefined;
  return {
    ...{ model, groups: sum.groups, tools: sum.tools, tooLong: sum.tooLong },
    calls: { expected: sum.calls, most: sum.calls * rounds, kept: sum.kept },
    ...{ inputTokens: sum.input, outputTokens: sum.output },
    expectedCost: priced ? sum.expected : undefined,
    worstCost: priced ? sum.worst : undefined,
    assumptions: assumptions(priced, refactoring !== undefined),
    problem: problemOf(model, facts, sum),
  };
}

function add(
  sum: { input: number; output: number; expected: number },
  facts: LibraryModelFacts | undefined,
  inputTokens: number,
  outputTokens: number,
): void {
  sum.input += inputTokens;
  sum.output += outputTokens;
  if (facts?.price === undefined) return;
  const usage = { inputTokens, outputTokens, cacheReadTokens: 0, cacheWriteTokens: 0, reasoningTokens: 0 };
  sum.expected += costOf(facts.price, { ...usage, source: 'estimated' });
}

function assumptions(priced: boolean, merged: boolean): readonly MergeAssumption[] {
  return [
    ...(priced ? [] : [{ kind: 'price-unknown' } as const]),
    { kind: 'output-assumed' },
    { kind: 'first-try' },
    ...(merged ? [] : [{ kind: 'duplicates-planned' } as const]),
  ];
}

function problemOf(
  model: string,
  facts: LibraryModelFacts | undefined,
  { groups, tooLong }: { readonly groups: number; readonly tooLong: number },
): string | undefined {
  if (facts === undefined) return `There is no model ${model} any more. Choose another one.`;
  if (facts.problem !== undefined) return facts.problem;
  if (facts.price === undefined) {
    return 'Its price is not known: enter it in the settings of its provider; 0 if it costs nothing.';
  }
  if (groups > 0) return undefined;
  return tooLong > 0
    ? 'No group fits what the model reads. Choose a model that reads more, or cut the tree lower, so that groups are smaller.'
    : 'No group has two or more tools that can be run and are not merged yet. Move the cut, so that more tools come together.';
}
