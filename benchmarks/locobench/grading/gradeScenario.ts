/** A scenario's answer by the kind of its verification: milestones, metrics, and what was not measured. */
import { answerMetrics } from '../verified/answerMetrics';
import { changeMetrics } from '../verified/changeMetrics';
import type { Metrics } from '../verified/metrics';
import { meanMetrics, mean, verifiedScore } from '../verified/verifiedScore';
import type { ChangeCheck, VerifiedScenario } from '../scenarios/types';
import { gradeAnswers } from './answers/gradeAnswers';
import { changeDiff } from './changeDiff';
import { gradeChange, type ChangeGrade } from './checks/gradeChange';
import { gradeSessions } from './checks/gradeSessions';
import { gradeWrittenTests, type TestsGrade } from './checks/gradeWrittenTests';
import { lintChange } from './checks/lintChange';
import type { CheckTools, StepLog } from './checks/tools';
import { joined, type Valued } from './milestones';
import type { RepositoryState } from './state/repositoryState';
import type { Grade, ReadAnswer } from './types';

interface Graded {
  readonly valued: Valued;
  readonly metrics: Metrics;
  readonly notMeasured: readonly string[];
  readonly logs: readonly StepLog[];
  readonly diff: string;
}

/** @param snapshot the repository as it is in the set */
export async function gradeScenario(
  scenario: VerifiedScenario,
  answer: ReadAnswer,
  snapshot: RepositoryState,
  tools: CheckTools,
): Promise<Grade> {
  const { valued, metrics, notMeasured, logs, diff } = await graded(scenario, answer, snapshot, tools);
  return {
    ...{ value: valued.value, complete: valued.complete, measured: valued.measured, milestones: valued.milestones },
    ...{ verified: verifiedScore(metrics), notMeasured, logs, diff },
  };
}

async function graded(
  scenario: VerifiedScenario,
  answer: ReadAnswer,
  snapshot: RepositoryState,
  tools: CheckTools,
): Promise<Graded> {
  const { verification, groundTruth } = scenario.whetstone;
  const base = snapshot.with(scenario.whetstone.base);
  switch (verification.kind) {
    case 'answers': {
      const grade = gradeAnswers(verification.questions, answer.answers);
      const metrics = answerMetrics(verification.questions, grade);
      return { valued: { ...grade, measured: true }, metrics, notMeasured: [], logs: [], diff: '' };
    }
    case 'change':
      return changed(verification, await gradeChange(verification, base, answer, tools), groundTruth, tools);
    case 'change-and-answers': {
      const change = await gradeChange(verification.change, base, answer, tools);
      const first = await changed(verification.change, change, groundTruth, tools);
      const questions = gradeAnswers(verification.questions, answer.answers);
      // Whoever changes what it must not gets nothing for words either.
      const forbidden = change.facts.applied.forbidden.length > 0;
      const second: Valued = forbidden
        ? {
            value: 0,
            complete: false,
            measured: true,
            milestones: questions.milestones.map((each) => ({ ...each, achieved: 0 })),
          }
        : { ...questions, measured: true };
      const share = verification.answersWeight;
      return {
        ...first,
        valued: joined([
          { name: '', title: '', share: 1 - share, valued: change.valued },
          { name: '', title: '', share, valued: second },
        ]),
        metrics: meanMetrics([first.metrics, forbidden ? {} : answerMetrics(verification.questions, questions)]),
      };
    }
    case 'tests': {
      const grade = await gradeWrittenTests(verification, base, answer, tools);
      // A test that passes whatever the code does is none.
      const passes = grade.killed === 0 ? 0 : grade.passes === undefined ? undefined : Number(grade.passes);
      const metrics: Metrics = {
        UTP: passes,
        RS: grade.killed,
        ITP: grade.killed,
        CCS: begun(grade),
        CS: grade.killed,
      };
      return { ...grade, metrics, diff: diffOf(grade) };
    }
    case 'sessions': {
      const grade = await gradeSessions(verification.sessions, base, answer, tools);
      const parts: Graded[] = [];
      for (const [index, session] of grade.sessions.entries()) {
        parts.push(await changed(verification.sessions[index]!.check, session, groundTruth, tools));
      }
      // Later sessions go on from earlier ones: without questions, that is what memory is for.
      const later = mean(grade.sessions.slice(1).map(({ valued: own }) => own.value));
      return {
        valued: grade.valued,
        metrics: { ...meanMetrics(parts.map((part) => part.metrics)), MMR: grade.recall ?? later },
        notMeasured: [...new Set(parts.flatMap((part) => part.notMeasured))],
        logs: parts.flatMap((part, index) =>
          part.logs.map((log) => ({ ...log, step: `session ${index + 1}: ${log.step}` })),
        ),
        diff: parts.map((part, index) => `# session ${index + 1}\n${part.diff}`).join('\n'),
      };
    }
  }
}

async function changed(
  check: ChangeCheck,
  grade: ChangeGrade,
  truth: VerifiedScenario['whetstone']['groundTruth'],
  tools: CheckTools,
): Promise<Graded> {
  const notMeasured = [...grade.notMeasured];
  const lint = await lintChange(grade.facts, tools, notMeasured);
  const metrics = await changeMetrics(check, grade.facts, truth, lint);
  return { valued: grade.valued, metrics, notMeasured, logs: grade.logs, diff: diffOf(grade) };
}

function diffOf({ facts }: ChangeGrade): string {
  return changeDiff(facts.base, facts.applied.changes);
}

/** Syntax of tests that notice nothing is worth nothing. */
function begun({ facts, killed }: TestsGrade): number | undefined {
  if (killed === 0) return 0;
  return facts.broken === undefined ? undefined : Number(facts.broken.length === 0);
}
