import type { ToolCall } from '../rows/toolCall';
import {
  matchCalls,
  usedThresholds,
  usedWeights,
  type MatchOptions,
  type MatchThresholds,
  type MatchWeights,
  type ModeMatch,
} from './matchCalls';

export type ModeScores = Pick<
  ModeMatch,
  'success' | 'overall_score' | 'tool_name_score' | 'param_match_score' | 'order_score'
>;

export interface TaskMatch {
  readonly task_id: string;
  readonly counts: {
    readonly ground_truth_tool_count: number;
    readonly prediction_tool_count: number;
    readonly tool_count_match: boolean;
    readonly name_only_matches: number;
    readonly exact_matches: number;
  };
  readonly strict: ModeScores;
  readonly flexible: ModeScores;
  readonly weights: MatchWeights;
  readonly thresholds: MatchThresholds;
  /** Membership alone counts, so that a known tool called once too often is none too many. */
  readonly missing_tools: readonly string[];
  readonly extra_tools: readonly string[];
  readonly param_mismatches: ModeMatch['param_mismatches'];
  readonly param_matches: ModeMatch['param_matches'];
}

/** What the reference writes of a task, both modes side by side; details of arguments are those of strict mode. */
export function matchTask(
  task: string,
  expected: readonly ToolCall[],
  actual: readonly ToolCall[],
  options: MatchOptions = {},
): TaskMatch {
  const strict = matchCalls(expected, actual, 'strict', options);
  const flexible = matchCalls(expected, actual, 'flexible', options);
  const names = expected.map(({ tool_name: name }) => name);
  const called = actual.map(({ tool_name: name }) => name);
  return {
    task_id: task === '' ? 'unknown' : task,
    counts: {
      ground_truth_tool_count: expected.length,
      prediction_tool_count: actual.length,
      tool_count_match: expected.length === actual.length,
      name_only_matches: strict.name_only_matches,
      exact_matches: strict.exact_matches,
    },
    strict: scoresOf(strict),
    flexible: scoresOf(flexible),
    weights: usedWeights(options.weights),
    thresholds: usedThresholds(options.thresholds),
    missing_tools: names.filter((name) => !called.includes(name)),
    extra_tools: called.filter((name) => !names.includes(name)),
    param_mismatches: strict.param_mismatches,
    param_matches: strict.param_matches,
  };
}

function scoresOf({ success, overall_score, tool_name_score, param_match_score, order_score }: ModeMatch): ModeScores {
  return { success, overall_score, tool_name_score, param_match_score, order_score };
}
