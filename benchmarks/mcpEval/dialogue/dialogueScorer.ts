/** Grades a dialogue by what it left behind and what was said in it; beside it, how the assistant asked, and what a judge says. */
import { EvaluationError } from '../../core/runs/evaluationError';
import type { RolePreview, RolePreviews, Score, Scorer, ScorerContext } from '../../core/runs/types';
import { alignCalls } from '../aligned';
import { ALIAS } from '../servers/workspaceAlias';
import { asJson } from '../solving/taskContent';
import { callsOf } from '../solving/taskScorer';
import { gradeState } from '../tasks/gradeState';
import { dialogueOf, rowOf, type DialogueDetails } from './dialogueContent';
import { DIALOGUE_JUDGE_VERSION, dialogueJudgePrompt, type DialogueJudgement } from './dialogueRubric';
import { judgeDialogue } from './judgeDialogue';
import type { DialogueFacts, ScenarioRow } from './scenarioRow';
import { questionsIn } from './users/questions';

export function dialogueScorer({ judge }: { readonly judge: boolean }): Scorer {
  return {
    name: 'mcpeval-dialogue',
    version: judge ? `1-judged-${DIALOGUE_JUDGE_VERSION}` : '1',
    preview: (scenario): RolePreviews => (judge ? { judge: judgeOf(rowOf(scenario)) } : {}),
    async score(scenario, solution, context) {
      const row = rowOf(scenario);
      const { details, userMode } = dialogueOf(solution.content);
      const judged = judge ? await judgement(row, details, context) : undefined;
      const graded = gradeOf(row, details, judged);
      return {
        ...graded,
        metrics: {
          ...graded.metrics,
          ...askedMetrics(row.whetstone, details, userMode),
          ...judgedMetrics(judged),
          ...{ turns: details.talk.length, calls: details.records.length },
          failedCalls: details.records.filter(({ isError }) => isError).length,
        },
        evidence: asJson({
          ended: details.ended,
          changes: details.changes,
          expected: row.whetstone?.changes ?? null,
          judged: judged ?? null,
        }),
      };
    },
  };
}

function gradeOf(
  row: ScenarioRow,
  details: DialogueDetails,
  judged: DialogueJudgement | undefined,
): Pick<Score, 'value' | 'complete' | 'milestones' | 'metrics'> {
  const { whetstone: facts } = row;
  if (facts === undefined) return byJudge(judged);
  // What was told in an earlier turn is told.
  const spoken = details.talk.map(({ assistant }) => assistant).join('\n');
  const calls = callsOf(details);
  const grade = gradeState(facts, details.changes, spoken, { expected: facts.tool_calls, made: calls });
  const tools = new Map(
    row.tools.flatMap((tool) => (typeof tool === 'string' ? [] : [[tool.name, tool.inputSchema] as const])),
  );
  const roots = { expectedRoots: [ALIAS], actualRoots: [ALIAS] };
  const aligned = alignCalls(facts.tool_calls, calls, { ...roots, schemaOf: (name) => tools.get(name) });
  return {
    ...{ value: grade.value, milestones: grade.milestones },
    complete: grade.complete && details.ended !== 'replies',
    metrics: {
      goal: grade.value,
      ...{ alignedPrecision: aligned.precision, alignedRecall: aligned.recall, alignedF1: aligned.f1 },
    },
  };
}

/** Nobody knows what such a dialogue was to leave behind. */
function byJudge(judged: DialogueJudgement | undefined): Pick<Score, 'value' | 'complete' | 'milestones' | 'metrics'> {
  if (judged === undefined) {
    throw new EvaluationError(
      'not-measured',
      'This dialogue was not made here: nothing says what it is to leave behind. Name a judge: --judge MODEL.',
    );
  }
  if (judged.kind === 'unreadable')
    throw new EvaluationError('not-measured', `The judge could not be read. ${judged.problem}`);
  const goal = judged.scores.goal_achievement / 10;
  const milestone = { id: 'goal', text: 'The judge sees the goal achieved', weight: 1, achieved: goal };
  return { value: judged.overall / 10, complete: goal === 1, milestones: [milestone], metrics: {} };
}

/** One call, with the whole dialogue: what the user says and tools answer beside what the model says. */
function judgeOf(row: ScenarioRow): RolePreview {
  const { opening = '', followUps = [], tool_calls: calls = [], final_response: last = '' } = row.whetstone ?? {};
  const conversation = [opening, ...followUps, ...calls, last].map((content) => ({ content }));
  const { system, user } = dialogueJudgePrompt({ ...row, conversation });
  return { calls: 1, inputTokens: Math.ceil((system.length + user.length) / 4), conversationShare: 1 };
}

/** How often the assistant asked, and whether it had to. */
function askedMetrics(facts: DialogueFacts | undefined, { talk }: DialogueDetails, userMode: 'rules' | 'model') {
  const told = talk.flatMap((turn) => turn.told);
  const held = facts?.heldBack.length ?? 0;
  const asked = told.filter(({ how }) => how === 'asked').length;
  const questions = talk.filter(({ assistant }) => questionsIn(assistant).length > 0).length;
  // A question that was met with a value was needed.
  const useful = talk.filter((turn) => turn.told.some(({ how }) => how === 'asked')).length;
  return {
    /** Of the values that were held back, those that were asked for before the user said them. */
    askedShare: held === 0 ? undefined : asked / held,
    needlessQuestions: facts === undefined ? undefined : questions - useful,
    userFailures: userMode === 'rules' ? undefined : talk.filter(({ flags }) => flags.includes('user-failed')).length,
    userLeaks: userMode === 'rules' ? undefined : talk.filter(({ flags }) => flags.includes('user-leak')).length,
  };
}

function judgedMetrics(judged: DialogueJudgement | undefined): Readonly<Record<string, number | undefined>> {
  if (judged?.kind !== 'judged') return judged === undefined ? {} : { unreadableJudgements: 1 };
  const { scores, overall } = judged;
  return {
    clarificationHandling: scores.clarification_handling,
    contextMaintenance: scores.context_maintenance,
    toolUsageEfficiency: scores.tool_usage_efficiency,
    goalAchievement: scores.goal_achievement,
    responseQuality: scores.response_quality,
    judgedOverall: overall,
  };
}

function judgement(
  row: ScenarioRow,
  { conversation }: DialogueDetails,
  context: ScorerContext,
): Promise<DialogueJudgement> {
  return judgeDialogue({ ...row, conversation }, async (messages) => {
    const { text } = await context.generateAs('judge', { messages, taskType: 'judge.binary' });
    return text;
  });
}
