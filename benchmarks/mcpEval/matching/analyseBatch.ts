/** What the reference's `analyze` tells of a file of predictions beside a file of ground truth. */
import { toolCallsOf, type ToolCall } from '../rows/toolCall';
import { usedThresholds, usedWeights, type MatchOptions } from './matchCalls';
import { matchTask, type TaskMatch } from './matchTask';

/** A row as it comes from a file; only what is read is named. */
export interface CallRow {
  readonly id?: unknown;
  readonly task_id?: unknown;
  readonly tool_calls?: unknown;
}

interface Compared {
  readonly expected: readonly ToolCall[];
  readonly actual: readonly ToolCall[];
  readonly match: TaskMatch;
}

type Mode = 'strict' | 'flexible';
type Counts = Readonly<Record<string, number>>;

export interface BatchAnalysis {
  readonly summary: {
    readonly total_tasks: number;
    /** At least one tool of the ground truth was called. */
    readonly tasks_with_matching_tools: number;
    readonly exact_match: ReturnType<typeof summaryOf>;
    readonly flexible_match: ReturnType<typeof summaryOf>;
    readonly weights: TaskMatch['weights'];
    readonly thresholds: TaskMatch['thresholds'];
  };
  readonly parameter_mismatches: Readonly<Record<string, Counts>>;
  readonly tool_usage: Readonly<
    Record<'ground_truth_tools' | 'prediction_tools' | 'missing_tools' | 'extra_tools', Counts>
  >;
  readonly success_patterns: {
    readonly by_tool_count: Readonly<Record<Mode, ReturnType<typeof byToolCount>>>;
    readonly by_tool_combination: Readonly<Record<Mode, ReturnType<typeof byCombination>>>;
    readonly by_tool: ReturnType<typeof byTool>;
  };
  readonly tasks: readonly TaskMatch[];
}

/** Tasks in the order of the ground truth; those that have no prediction are left out. */
export function analyseBatch(
  truth: readonly CallRow[],
  predictions: readonly CallRow[],
  options: MatchOptions = {},
): BatchAnalysis {
  const made = byId(predictions, ['task_id', 'id']);
  const compared: Compared[] = [];
  for (const [id, expected] of byId(truth, ['id', 'task_id'])) {
    const actual = made.get(id);
    if (actual !== undefined) compared.push({ expected, actual, match: matchTask(id, expected, actual, options) });
  }
  return {
    summary: {
      total_tasks: compared.length,
      tasks_with_matching_tools: compared.filter(({ expected, match }) => match.missing_tools.length < expected.length)
        .length,
      exact_match: summaryOf(compared, 'strict'),
      flexible_match: summaryOf(compared, 'flexible'),
      weights: usedWeights(options.weights),
      thresholds: usedThresholds(options.thresholds),
    },
    parameter_mismatches: mismatchCounts(compared),
    tool_usage: {
      ground_truth_tools: counts(compared.flatMap(({ expected }) => expected.map(nameOf))),
      prediction_tools: counts(compared.flatMap(({ actual }) => actual.map(nameOf))),
      missing_tools: counts(compared.flatMap(({ match }) => match.missing_tools)),
      extra_tools: counts(compared.flatMap(({ match }) => match.extra_tools)),
    },
    success_patterns: {
      by_tool_count: { strict: byToolCount(compared, 'strict'), flexible: byToolCount(compared, 'flexible') },
      by_tool_combination: { strict: byCombination(compared, 'strict'), flexible: byCombination(compared, 'flexible') },
      by_tool: byTool(compared),
    },
    tasks: compared.map(({ match }) => match),
  };
}

const nameOf = ({ tool_name: name }: ToolCall) => name;

/** A later row takes the place of an earlier one with its id, at the earlier one's position. */
function byId(rows: readonly CallRow[], keys: readonly ('id' | 'task_id')[]): ReadonlyMap<string, readonly ToolCall[]> {
  const found = new Map<string, readonly ToolCall[]>();
  for (const row of rows) {
    const id = keys.map((key) => row[key]).find((each) => typeof each === 'string' && each !== '');
    if (typeof id === 'string') found.set(id, toolCallsOf(row.tool_calls));
  }
  return found;
}

function summaryOf(compared: readonly Compared[], mode: Mode) {
  const mean = (score: 'tool_name_score' | 'param_match_score' | 'order_score' | 'overall_score') =>
    compared.length === 0 ? 0 : compared.reduce((sum, { match }) => sum + match[mode][score], 0) / compared.length;
  return {
    tasks_with_complete_success: compared.filter(({ match }) => match[mode].success).length,
    average_name_match_score: mean('tool_name_score'),
    average_param_match_score: mean('param_match_score'),
    average_order_match_score: mean('order_score'),
    average_overall_score: mean('overall_score'),
  };
}

function mismatchCounts(compared: readonly Compared[]): Record<string, Record<string, number>> {
  const found = new Map<string, string[]>();
  for (const { match } of compared) {
    for (const [tool, differ] of Object.entries(match.param_mismatches)) {
      found.set(tool, [...(found.get(tool) ?? []), ...Object.keys(differ)]);
    }
  }
  return Object.fromEntries([...found].map(([tool, names]) => [tool, counts(names)]));
}

function byToolCount(compared: readonly Compared[], mode: Mode) {
  const sizes = [...new Set(compared.map(({ expected }) => expected.length))].sort((a, b) => a - b);
  const count = (size: number, success: boolean) =>
    compared.filter(({ expected, match }) => expected.length === size && match[mode].success === success).length;
  return {
    success: Object.fromEntries(sizes.map((size) => [String(size), count(size, true)])),
    failure: Object.fromEntries(sizes.map((size) => [String(size), count(size, false)])),
  };
}

function byCombination(compared: readonly Compared[], mode: Mode) {
  const told = (success: boolean) =>
    counts(
      compared.filter(({ match }) => match[mode].success === success).map(({ expected }) => combination(expected)),
    );
  return { success: told(true), failure: told(false) };
}

function combination(calls: readonly ToolCall[]): string {
  return Object.entries(counts(calls.map(nameOf)))
    .map(([name, count]) => `${count}x ${name}`)
    .join(', ');
}

/** Strict mode; a task with several calls of a tool counts as often. */
function byTool(compared: readonly Compared[]) {
  const all = counts(compared.flatMap(({ expected }) => expected.map(nameOf)));
  const right = counts(
    compared.filter(({ match }) => match.strict.success).flatMap(({ expected }) => expected.map(nameOf)),
  );
  return Object.fromEntries(
    Object.entries(all).map(([name, total]) => {
      const successful = Object.hasOwn(right, name) ? (right[name] ?? 0) : 0;
      return [name, { success_rate: successful / total, total_tasks: total, successful_tasks: successful }];
    }),
  );
}

function counts(names: readonly string[]): Record<string, number> {
  const found = new Map<string, number>();
  for (const name of names) found.set(name, (found.get(name) ?? 0) + 1);
  return Object.fromEntries(found);
}
