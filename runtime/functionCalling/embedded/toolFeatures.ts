import type { RankedTool } from '../selection/toolIndex';
import { toolWords } from '../selection/toolWords';
import { scoreOf, type FeatureWeights } from './logLinear';
import { collide, type Filling } from './fillSlots';
import type { ReadRequest } from './slotFeatures';
import { slotsOf } from './slots';

/** Numbers that say how well a tool answers a request, about 0 to 1 each. */
export type ToolEvidence = Readonly<Record<string, number>>;

/** @param bestScore the score of the best of all tools for this request */
export function toolEvidence(
  ranked: RankedTool,
  bestScore: number,
  filling: Filling,
  request: ReadRequest,
  presence: FeatureWeights,
): ToolEvidence {
  const { tool, score, coverage } = ranked;
  const words = new Set(toolWords(request.text));
  const share = (own: readonly string[]) =>
    own.length === 0 ? 0 : own.filter((word) => words.has(word)).length / own.length;
  const name = share(toolWords(tool.name));
  const description = share([...new Set(toolWords(tool.description))]);
  const chances = filling.filled.filter(({ slot }) => slot.required).map(({ logShare }) => Math.exp(logShare));
  const present = filling.filled
    .filter(({ slot, candidate }) => slot.required && candidate.span !== undefined)
    .map(({ features }) => 1 / (1 + Math.exp(-scoreOf(presence, features) - (presence.get('bias') ?? 0))));
  const used = filling.filled.flatMap(({ candidate }) => (candidate.span === undefined ? [] : [candidate.span]));
  const needed = filling.filled.filter(({ slot }) => slot.required);
  const collisions = needed.filter((each, at) =>
    needed.slice(0, at).some((other) => collide(each.candidate, other.candidate)),
  ).length;
  const guessed = needed.filter(
    ({ slot, candidate }) => slot.type !== 'boolean' && candidate.span === undefined,
  ).length;
  const salient = request.spans.filter(({ kind }) => kind === 'number' || kind === 'quoted' || kind === 'list');
  const unused = salient.filter((span) => !used.some((each) => each.start < span.end && span.start < each.end)).length;
  const own = new Set([
    ...toolWords(`${tool.name} ${tool.description}`),
    ...slotsOf(tool.inputSchema).flatMap((slot) => toolWords(slot.path.join(' '))),
  ]);
  // What is neither an argument nor a word of the tool speaks of something else.
  const rest = request.words
    .filter(({ start, end }) => !used.some((each) => each.start < end && start < each.end))
    .flatMap(({ word }) => toolWords(word));
  const explained = rest.length === 0 ? 0 : rest.filter((word) => own.has(word)).length / rest.length;
  const nameWords = toolWords(tool.name);
  const chance = chances.length === 0 ? 1 : chances.reduce((sum, each) => sum + each, 0) / chances.length;
  const presenceMean = present.length === 0 ? 0.5 : present.reduce((sum, each) => sum + each, 0) / present.length;
  return {
    'explained and present': explained * presenceMean,
    'explained and sure': explained * chance,
    'name and present': name * presenceMean,
    'description and present': description * presenceMean,
    explained,
    'explained low': Math.max(0, 0.4 - explained) / 0.4,
    unexplained: Math.min(rest.filter((word) => !own.has(word)).length, 8) / 8,
    'name end': words.has(nameWords.at(-1) ?? '') ? 1 : 0,
    'relative score': bestScore === 0 ? 0 : score / bestScore,
    score: Math.min(score, 20) / 20,
    coverage,
    'coverage low': Math.max(0, 0.3 - coverage) / 0.3,
    name,
    'name whole': name === 1 ? 1 : 0,
    'name none': name === 0 ? 1 : 0,
    description,
    'description low': Math.max(0, 0.3 - description) / 0.3,
    missing: Math.min(filling.missing.length, 3) / 3,
    'any missing': filling.missing.length > 0 ? 1 : 0,
    'mean chance': chance,
    'least chance': chances.length === 0 ? 1 : Math.min(...chances),
    'mean presence': presenceMean,
    'least presence': present.length === 0 ? 0.5 : Math.min(...present),
    'most presence': present.length === 0 ? 0.5 : Math.max(...present),
    collisions: Math.min(collisions, 2) / 2,
    guessed: Math.min(guessed, 2) / 2,
    unused: Math.min(unused, 4) / 4,
    used: Math.min(used.length, 4) / 4,
    'no required': chances.length === 0 ? 1 : 0,
  };
}

/** @returns logit: above 0 a call is likelier right than none */
export function toolScore(weights: Readonly<Record<string, number>>, evidence: ToolEvidence): number {
  return Object.entries(evidence).reduce((sum, [name, value]) => sum + (weights[name] ?? 0) * value, weights.bias ?? 0);
}
