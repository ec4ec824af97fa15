/**
 * How MCPEval compares calls with those of its ground truth, mistakes included: everything but the order is compared position by
 * position, so that one call too many at the beginning costs all that follow. Kept for comparison with published figures;
 * `../aligned` is what we judge by.
 *
 * Source: MCPEval (arXiv 2507.12806), its static evaluator of tool calls.
 */
import type { Json } from '../../core/runs/types';
import type { ToolCall } from '../rows/toolCall';
import { longestCommonSubsequence } from './longestCommonSubsequence';
import { matchesValue, type MatchMode } from './matchesValue';

export interface MatchWeights {
  readonly name?: number | undefined;
  readonly params?: number | undefined;
  readonly order?: number | undefined;
}

export interface MatchThresholds {
  readonly flexible_param?: number | undefined;
  readonly flexible_order?: number | undefined;
}

export interface MatchOptions {
  readonly weights?: MatchWeights | undefined;
  readonly thresholds?: MatchThresholds | undefined;
}

/** Arguments that are there in both and differ: expected, actual. */
export type ArgumentMismatches = Readonly<Record<string, readonly [Json, Json]>>;

export interface ModeMatch {
  readonly success: boolean;
  readonly overall_score: number;
  readonly tool_name_score: number;
  readonly param_match_score: number;
  readonly order_score: number;
  /** Positions with the same name and all arguments. */
  readonly exact_matches: number;
  /** Positions with the same name. */
  readonly name_only_matches: number;
  /** By tool; `_<position>` is added where the ground truth has the tool several times. */
  readonly param_matches: Readonly<Record<string, number>>;
  readonly param_mismatches: Readonly<Record<string, ArgumentMismatches>>;
}

export const DEFAULT_WEIGHTS = { name: 0.4, params: 0.4, order: 0.2 } as const;
export const DEFAULT_THRESHOLDS = { flexible_param: 0.6, flexible_order: 0.5 } as const;
/** Weights that sum to something else than 1 by more than this are not used. */
const WEIGHT_TOLERANCE = 0.001;

/** The weights that count: those that are given, unless they do not sum to 1. */
export function usedWeights(given: MatchWeights | undefined): MatchWeights {
  if (given === undefined || Object.keys(given).length === 0) return DEFAULT_WEIGHTS;
  const { name, params, order } = wholeWeights(given);
  return Math.abs(name + params + order - 1) > WEIGHT_TOLERANCE ? DEFAULT_WEIGHTS : given;
}

/** One that is not given is the default's, whatever the others are. */
function wholeWeights({ name = 0.4, params = 0.4, order = 0.2 }: MatchWeights) {
  return { name, params, order };
}

export function usedThresholds(given: MatchThresholds | undefined): MatchThresholds {
  return given === undefined || Object.keys(given).length === 0 ? DEFAULT_THRESHOLDS : given;
}

export function matchCalls(
  expected: readonly ToolCall[],
  actual: readonly ToolCall[],
  mode: MatchMode,
  options: MatchOptions = {},
): ModeMatch {
  const weights = wholeWeights(usedWeights(options.weights));
  const { flexible_param: paramFloor = 0.6, flexible_order: orderFloor = 0.5 } = usedThresholds(options.thresholds);
  const names = expected.map(({ tool_name: name }) => name);
  const called = actual.map(({ tool_name: name }) => name);
  const nothing = expected.length === 0 && actual.length === 0;
  const compared = comparePositions(expected, actual, mode);
  const { scores } = compared;
  const nameScore = names.length === 0 ? Number(nothing) : scores.length / names.length;
  const paramScore = scores.length === 0 ? Number(nothing) : sum(scores) / scores.length;
  const orderScore = nothing ? 1 : longestCommonSubsequence(names, called) / Math.max(names.length, 1);
  const exact = scores.filter((score) => score === 1).length;
  const success =
    mode === 'strict'
      ? exact === names.length && called.every((name) => names.includes(name)) && orderScore === 1
      : scores.length === names.length && scores.every((score) => score >= paramFloor) && orderScore >= orderFloor;
  return {
    success: nothing || success,
    overall_score: weights.name * nameScore + weights.params * paramScore + weights.order * orderScore,
    tool_name_score: nameScore,
    param_match_score: paramScore,
    order_score: orderScore,
    exact_matches: exact,
    name_only_matches: scores.length,
    param_matches: compared.matches,
    param_mismatches: compared.mismatches,
  };
}

function comparePositions(expected: readonly ToolCall[], actual: readonly ToolCall[], mode: MatchMode) {
  const scores: number[] = [];
  const matches = new Map<string, number>();
  const mismatches = new Map<string, ArgumentMismatches>();
  for (const [index, call] of expected.entries()) {
    const other = actual[index];
    if (other?.tool_name !== call.tool_name) continue;
    const repeated = expected.filter((each) => each.tool_name === call.tool_name).length > 1;
    const key = repeated ? `${call.tool_name}_${index}` : call.tool_name;
    const { score, differ } = compareArguments(call.tool_parameters, other.tool_parameters, mode);
    scores.push(score);
    matches.set(key, score);
    if (Object.keys(differ).length > 0) mismatches.set(key, differ);
  }
  return { scores, matches: Object.fromEntries(matches), mismatches: Object.fromEntries(mismatches) };
}

type Arguments = ToolCall['tool_parameters'];

function compareArguments(
  expected: Arguments,
  actual: Arguments,
  mode: MatchMode,
): { readonly score: number; readonly differ: ArgumentMismatches } {
  const differ = new Map<string, readonly [Json, Json]>();
  const points: number[] = [];
  for (const [name, value] of Object.entries(expected)) {
    const given = Object.hasOwn(actual, name) ? actual[name] : undefined;
    const same = given !== undefined && matchesValue(value, given, mode);
    if (given !== undefined && !same) differ.set(name, [value, given]);
    if (mode === 'strict') points.push(same ? 1 : 0);
    else if (isImportant(value)) points.push(same ? 1 : given === undefined ? 0 : 0.5);
  }
  return { score: points.length === 0 ? 1 : sum(points) / points.length, differ: Object.fromEntries(differ) };
}

/** Empty arguments of the ground truth may be left out in flexible mode. */
function isImportant(value: Json): boolean {
  if (value === null || value === '') return false;
  return typeof value !== 'object' || Object.keys(value).length > 0;
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);
