/**
 * Grades a task by what it left behind. Beside it, for people: how its calls compare with the ground truth, as the reference does it and
 * aligned, and what a judge says where the run has one.
 */
import type { RolePreview, RolePreviews, Scorer, ScorerContext } from '../../core/runs/types';
import type { RolePrompt } from '../../userbench/environments/types';
import { alignCalls, type Alignment } from '../aligned';
import { judgeInput } from '../judging/judgeInput';
import { judgePrompt } from '../judging/judgePrompt';
import { judgedAlignment } from '../judging/judgedAlignment';
import { readJudgement, type Judgement } from '../judging/readJudgement';
import type { JudgeKind } from '../judging/rubrics';
import { SAME_TEXTS_VERSION, sameTextsPrompt } from '../judging/sameTexts';
import { matchTask } from '../matching';
import type { VerifiedTask } from '../rows/taskRow';
import { toolCallsOf, type ToolCall } from '../rows/toolCall';
import { ALIAS } from '../servers/workspaceAlias';
import { gradeState } from '../tasks/gradeState';
import { asJson, taskOf, taskSolution, type TaskSolution } from './taskContent';

export interface TaskScorerOptions {
  /** Whether the run's model in the role `judge` rates what was done. */
  readonly judge: boolean;
  /** And says which words of arguments mean the same. */
  readonly judgeTexts?: boolean | undefined;
}

export function taskScorer({ judge, judgeTexts = false }: TaskScorerOptions): Scorer {
  return {
    name: 'mcpeval-state',
    version: !judge ? '1' : judgeTexts ? `1-judged-texts-${SAME_TEXTS_VERSION}` : '1-judged',
    preview: (scenario): RolePreviews => (judge ? { judge: judgeOf(taskOf(scenario), judgeTexts) } : {}),
    async score(scenario, solution, context) {
      const task = taskOf(scenario);
      const made = taskSolution.parse(solution.content);
      const calls = callsOf(made);
      const grade = gradeState(task.whetstone, made.changes, made.finalResponse, {
        ...{ expected: task.tool_calls, made: calls },
      });
      const schemas = new Map(task.tools.map(({ name, inputSchema }) => [name, inputSchema]));
      const roots = { expectedRoots: [ALIAS], actualRoots: [ALIAS] };
      const how = { ...roots, schemaOf: (name: string) => schemas.get(name) };
      const aligned = alignCalls(task.tool_calls, calls, how);
      const byJudge =
        judge && judgeTexts
          ? await judgedAlignment(task.tool_calls, calls, how, (prompt) => said(prompt, context))
          : undefined;
      const reference = matchTask(task.id, task.tool_calls, calls);
      const judged = judge ? await judgements(task, made, context) : undefined;
      // Running out of turns is no success, whatever is left behind.
      const complete = grade.complete && made.ended === 'answered';
      return {
        ...{ value: grade.value, complete, milestones: grade.milestones },
        metrics: {
          ...dimensions(grade.value, aligned, judged),
          ...{ alignedPrecision: aligned.precision, alignedRecall: aligned.recall, alignedF1: aligned.f1 },
          // Beside the rule's verdict, not instead of it.
          ...(judge && judgeTexts && { alignedF1Judged: (byJudge?.alignment ?? aligned).f1 }),
          referenceStrict: reference.strict.overall_score,
          referenceStrictSuccess: Number(reference.strict.success),
          referenceFlexible: reference.flexible.overall_score,
          referenceFlexibleSuccess: Number(reference.flexible.success),
          ...{ trajectory: judged?.trajectory.overall, completion: judged?.completion.overall },
          calls: calls.length,
          failedCalls: made.records.filter(({ isError }) => isError).length,
        },
        evidence: asJson({
          ended: made.ended,
          changes: made.changes,
          expected: task.whetstone.changes,
          aligned,
          reference,
          judged: judged ?? null,
          judgedTexts: byJudge?.pairs ?? null,
        }),
      };
    },
  };
}

export function callsOf({ records }: Pick<TaskSolution, 'records'>): readonly ToolCall[] {
  return toolCallsOf(records.map(({ tool, input }) => ({ tool_name: tool, tool_parameters: input })));
}

/** Two rubrics, as if the answer were the ground truth; and a question about texts where there are any. */
function judgeOf(task: VerifiedTask, judgeTexts: boolean): RolePreview {
  const known = { finalResponse: task.final_response ?? '', conversation: task.conversation ?? [] };
  const prompts = (['trajectory', 'completion'] as const).map((kind) =>
    judgePrompt(kind, task, judgeInput(known, known)),
  );
  const hasTexts = task.tool_calls.some(({ tool_parameters: given }) =>
    Object.values(given).some((value) => typeof value === 'string'),
  );
  if (judgeTexts && hasTexts) prompts.push(sameTextsPrompt([]));
  const characters = prompts.reduce((sum, { system, user }) => sum + system.length + user.length, 0);
  return { calls: prompts.length, inputTokens: Math.ceil(characters / 4 / prompts.length) };
}

type Judged = Readonly<Record<JudgeKind, Judgement>>;

/** The five dimensions of a report, each 0 to 1. */
function dimensions(goal: number, aligned: Alignment, judged: Judged | undefined) {
  const { pairs, reordered, missing, extra } = aligned;
  const named = pairs.map(({ arguments: members }) =>
    members.length === 0 ? 1 : members.reduce((sum, { score }) => sum + score, 0) / members.length,
  );
  const all = 2 * pairs.length + missing.length + extra.length;
  return {
    /** State and answer. */
    goal,
    /** F1 of the names of tools alone. */
    tools: all === 0 ? 1 : (2 * (pairs.length + reordered)) / all,
    /** Mean over the calls that stand beside an expected one. */
    arguments: named.length === 0 ? undefined : named.reduce((sum, each) => sum + each, 0) / named.length,
    /** Of the expected calls that were made: those in order. */
    order: pairs.length + reordered === 0 ? undefined : pairs.length / (pairs.length + reordered),
    judged: judged === undefined ? undefined : (judged.trajectory.overall + judged.completion.overall) / 2,
  };
}

async function judgements(task: VerifiedTask, made: TaskSolution, context: ScorerContext): Promise<Judged> {
  const prediction = { finalResponse: made.finalResponse, conversation: made.conversation };
  const reference = { finalResponse: task.final_response ?? '', conversation: task.conversation ?? [] };
  const input = judgeInput(prediction, reference);
  const ask = async (kind: JudgeKind) => readJudgement(kind, await said(judgePrompt(kind, task, input), context));
  return { trajectory: await ask('trajectory'), completion: await ask('completion') };
}

async function said({ system, user }: RolePrompt, { generateAs }: ScorerContext): Promise<string> {
  const part = (role: 'system' | 'user', text: string) => ({ role, content: [{ type: 'text' as const, text }] });
  const answer = await generateAs('judge', {
    messages: [part('system', system), part('user', user)],
    taskType: 'judge.binary',
  });
  return answer.text;
}
