/** Whether a scenario can tell who solves it from who does not: its reference passes, and what does nothing fails. */
import type { ReadAnswer } from '../../grading/types';
import { gradeAnswers } from '../../grading/answers/gradeAnswers';
import type { Draft } from '../maker';
import type { Admission, RejectReason, VerifiedScenario } from '../types';
import { failingAnswers, referenceAnswer } from './knownAnswers';

/** Grades one answer to a scenario that is not in a set yet. */
export type AdmissionGrader = (
  scenario: VerifiedScenario,
  answer: ReadAnswer,
  signal: AbortSignal,
) => Promise<{
  readonly value: number;
  /** false: what decides could not be measured. */
  readonly measured: boolean;
  readonly notMeasured: readonly string[];
}>;

export type AdmissionOutcome =
  | { readonly kind: 'admitted'; readonly admission: Admission }
  | { readonly kind: 'rejected'; readonly reason: RejectReason; readonly detail: string };

/** Rounding of weights. */
const CLOSE = 1e-6;
/** What an answer that names every file may score. */
const MOST_FOR_EVERYTHING = 0.75;

/**
 * @param grader for what is no question; undefined: nothing may be run
 */
export async function admit(
  draft: Draft,
  scenario: VerifiedScenario,
  grader: AdmissionGrader | undefined,
  signal: AbortSignal,
): Promise<AdmissionOutcome> {
  const { verification, context } = scenario.whetstone;
  const grade = graderOf(scenario, grader);
  const failing = failingAnswers(draft, context.files);
  if (grade === undefined) {
    const fault = staticFault(draft);
    return fault ?? { kind: 'admitted', admission: { how: 'static', reference: 1, stubs: [] } };
  }
  const right = await grade(referenceAnswer(verification), signal);
  if (!right.measured) return reject('tool-missing', right.notMeasured.join('; ') || 'nothing could be measured');
  if (Math.abs(right.value - 1) > CLOSE) {
    const missing = right.notMeasured.length === 0 ? '' : `; not measured: ${right.notMeasured.join(', ')}`;
    return reject('reference-fails', `the reference scores ${right.value.toFixed(3)}${missing}`);
  }
  const stubs: { kind: string; value: number }[] = [];
  for (const { kind, answer } of failing) {
    signal.throwIfAborted();
    const { value } = await grade(answer, signal);
    stubs.push({ kind, value: Number(value.toFixed(6)) });
    const most =
      kind === 'nothing'
        ? mostForNothing(verification.kind)
        : kind === 'everything-named'
          ? MOST_FOR_EVERYTHING
          : 1 - CLOSE;
    if (value > most) return reject('does-not-discriminate', `'${kind}' scores ${value.toFixed(3)}`);
  }
  return {
    kind: 'admitted',
    admission: { how: verification.kind === 'answers' ? 'facts' : 'executed', reference: 1, stubs },
  };
}

/** A change of nothing applies, parses and breaks no test, which is worth something and never half. */
function mostForNothing(kind: VerifiedScenario['whetstone']['verification']['kind']): number {
  return kind === 'answers' ? 0 : 0.5;
}

function graderOf(scenario: VerifiedScenario, grader: AdmissionGrader | undefined) {
  const { verification } = scenario.whetstone;
  if (verification.kind === 'answers') {
    return async ({ answers }: ReadAnswer) => ({
      value: gradeAnswers(verification.questions, answers).value,
      measured: true,
      notMeasured: [] as readonly string[],
    });
  }
  return grader && ((answer: ReadAnswer, signal: AbortSignal) => grader(scenario, answer, signal));
}

function reject(reason: RejectReason, detail: string): AdmissionOutcome {
  return { kind: 'rejected', reason, detail };
}

/** Without running anything: a reference that is no change cannot be what is asked for. */
function staticFault({ verification }: Draft): AdmissionOutcome | undefined {
  const references =
    verification.kind === 'change' || verification.kind === 'tests'
      ? [verification.reference]
      : verification.kind === 'change-and-answers'
        ? [verification.change.reference]
        : verification.kind === 'sessions'
          ? verification.sessions.map(({ check }) => check.reference)
          : [];
  return references.some((files) => files.length === 0)
    ? reject('does-not-discriminate', 'the reference changes nothing')
    : undefined;
}
