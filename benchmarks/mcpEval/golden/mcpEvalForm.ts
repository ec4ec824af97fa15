import { z } from 'zod';
import { isExactObject } from '../../../runtime/functionCalling';
import type { Check, GoldenForm } from '../../parity/goldenForm';
import { goldenValue } from '../../parity/goldenValue';
import { finalResponse } from '../judging/finalResponse';
import { judgeStatistics, type JudgedRow } from '../judging/judgeStatistics';
import { readJudgement } from '../judging/readJudgement';
import { analyseBatch, longestCommonSubsequence, matchCalls, matchTask } from '../matching';
import { toolCall } from '../rows/toolCall';
import { routing, routingChecks } from './routingChecks';
import { serverSpecCase, specChecks } from './specChecks';

const values = z.record(z.string(), z.unknown());
const scores = z.record(z.string(), z.number()).default({});
const judged = z.object({ task_id: z.string(), task_name: z.string(), original_success: z.boolean().nullish() });

const schema = z.object({
  tool_matching: z
    .array(
      z.object({
        name: z.string(),
        ground_truth: z.array(toolCall),
        prediction: z.array(toolCall),
        weights: z.record(z.string(), z.number()).nullish(),
        thresholds: z.record(z.string(), z.number()).nullish(),
        expected: values,
        strict_detail: values.default({}),
        flexible_detail: values.default({}),
      }),
    )
    .default([]),
  lcs: z.array(z.object({ a: z.array(z.string()), b: z.array(z.string()), length: z.number() })).default([]),
  batch_analysis: z
    .object({ ground_truth: z.array(values), predictions: z.array(values), expected: values })
    .optional(),
  server_specs: z.array(serverSpecCase).default([]),
  llm_judge: z
    .array(
      z.object({
        kind: z.enum(['trajectory', 'completion']),
        name: z.string(),
        judge_reply: z.unknown(),
        expected: values,
      }),
    )
    .default([]),
  judge_statistics: z
    .object({
      trajectory_rows: z.array(judged.extend({ trajectory_score: z.number(), trajectory_scores: scores })),
      completion_rows: z.array(judged.extend({ completion_score: z.number(), completion_scores: scores })),
      expected: values,
    })
    .optional(),
  final_response_extraction: z.array(z.object({ conversation: z.array(z.unknown()), final: z.string() })).default([]),
  judge_input_routing: routing.optional(),
});

type Golden = z.infer<typeof schema>;

/** Matching of calls, servers, judges and statistics of MCPEval. */
export const mcpEvalForm: GoldenForm = {
  name: 'MCPEval',
  recognises: (value) => isExactObject(value) && (value.has('tool_matching') || value.has('judge_input_routing')),
  async check(value, file) {
    const golden = goldenValue(schema, value, file);
    return [
      ...golden.tool_matching.flatMap(matchingChecks),
      ...golden.lcs.map(({ a, b, length }, index) => ({
        ...{ case: `lcs ${index + 1}`, key: 'length', expected: length, actual: longestCommonSubsequence(a, b) },
      })),
      ...batchChecks(golden.batch_analysis),
      ...golden.server_specs.flatMap(specChecks),
      ...golden.llm_judge.flatMap(judgeChecks),
      ...statisticsChecks(golden.judge_statistics),
      ...golden.final_response_extraction.map(({ conversation, final }, index) => ({
        ...{ case: `final_response ${index + 1}`, key: 'final', expected: final, actual: finalResponse(conversation) },
      })),
      ...(golden.judge_input_routing === undefined ? [] : routingChecks(golden.judge_input_routing)),
    ];
  },
};

function matchingChecks(golden: Golden['tool_matching'][number]): readonly Check[] {
  const { name, ground_truth: truth, prediction, expected, strict_detail: strict, flexible_detail: flexible } = golden;
  const options = { weights: golden.weights ?? undefined, thresholds: golden.thresholds ?? undefined };
  return [
    ...members(name, 'match', expected, matchTask(name, truth, prediction, options)),
    ...members(name, 'strict', strict, matchCalls(truth, prediction, 'strict', options)),
    ...members(name, 'flexible', flexible, matchCalls(truth, prediction, 'flexible', options)),
  ];
}

function batchChecks(golden: Golden['batch_analysis']): readonly Check[] {
  if (golden === undefined) return [];
  return members('batch', 'analysis', golden.expected, analyseBatch(golden.ground_truth, golden.predictions));
}

/** A reply is a text, an object that stands for its JSON, or a failure of the transport, which counts as no JSON at all. */
function judgeChecks({ kind, name, judge_reply: reply, expected }: Golden['llm_judge'][number]): readonly Check[] {
  const failed = z.strictObject({ http: z.number() }).safeParse(reply).success;
  const text = failed ? '' : typeof reply === 'string' ? reply : JSON.stringify(reply);
  const { scores: read, overall, problem } = readJudgement(kind, text);
  const actual = { scores: read, overall_score: overall, is_error: problem !== undefined };
  return members(`${kind} ${name}`, 'judge', expected, actual);
}

function statisticsChecks(golden: Golden['judge_statistics']): readonly Check[] {
  if (golden === undefined) return [];
  const row = ({ task_id: task, task_name: name, original_success: success }: z.infer<typeof judged>) => ({
    ...{ task, name, success: success ?? undefined },
  });
  const trajectory = golden.trajectory_rows.map((each): JudgedRow => ({
    ...row(each),
    score: each.trajectory_score,
    scores: each.trajectory_scores,
  }));
  const completion = golden.completion_rows.map((each): JudgedRow => ({
    ...row(each),
    score: each.completion_score,
    scores: each.completion_scores,
  }));
  return members('statistics', 'judge', golden.expected, judgeStatistics(trajectory, completion));
}

/** Members are compared whole, so that what we have too many of is seen. */
function members(
  name: string,
  key: string,
  expected: Readonly<Record<string, unknown>>,
  actual: object,
): readonly Check[] {
  const ours = new Map<string, unknown>(Object.entries(actual));
  return Object.entries(expected).map(([member, value]) => ({
    ...{ case: name, key: `${key}.${member}`, expected: value, actual: ours.get(member) },
  }));
}
