/** A change of files, judged by what must be true afterwards. */
import type { ChangeCheck } from '../../scenarios';
import type { SelectionResult } from '../tests/selections';
import { valued, type Step, type Valued } from '../milestones';
import type { RepositoryState } from '../state/repositoryState';
import type { ReadAnswer } from '../types';
import { applyAnswer, checkedState, type AppliedAnswer } from './changesCheck';
import { checkExpectations, type CheckedExpectation } from './expectationsCheck';
import { parsesCheck } from './parsesCheck';
import { runBoth } from './runSelections';
import type { CheckTools, StepLog } from './tools';

/** Shares of the milestones; those that a scenario lacks leave theirs to the others. */
export const CHANGE_WEIGHTS = { applies: 0.1, parses: 0.1, types: 0.2, target: 0.4, others: 0.2 } as const;

/** What was found out, for the milestones and for the metrics. undefined: not measured, or not part of the scenario. */
export interface ChangeFacts {
  readonly base: RepositoryState;
  /** The base with the answer, as it was written. */
  readonly after: RepositoryState;
  readonly applied: AppliedAnswer;
  readonly broken: readonly string[] | undefined;
  readonly newTypeErrors: readonly string[] | undefined;
  readonly expectations: readonly CheckedExpectation[];
  /** The same ones in the base. */
  readonly expectationsBefore: readonly CheckedExpectation[];
  readonly failToPass: SelectionResult | undefined;
  readonly passToPass: SelectionResult | undefined;
}

export interface ChangeGrade {
  readonly valued: Valued;
  readonly facts: ChangeFacts;
  readonly notMeasured: readonly string[];
  readonly logs: readonly StepLog[];
}

export async function gradeChange(
  check: ChangeCheck,
  base: RepositoryState,
  answer: ReadAnswer,
  tools: CheckTools,
): Promise<ChangeGrade> {
  const applied = applyAnswer(base, answer, check.allowed);
  const after = base.with(applied.changes);
  const nothing: ChangeFacts = {
    ...{ base, after, applied, broken: undefined, newTypeErrors: undefined, expectations: [], expectationsBefore: [] },
    ...{ failToPass: undefined, passToPass: undefined },
  };
  if (applied.forbidden.length > 0 || applied.problem !== undefined) {
    const steps = stepsOf(check, nothing).map((step) => ({ ...step, achieved: false, detail: undefined }));
    const [first, ...others] = steps;
    const detail =
      applied.forbidden.length > 0 ? `It changes what it must not: ${some(applied.forbidden) ?? ''}` : applied.problem;
    return { valued: valued([{ ...first!, detail }, ...others]), facts: nothing, notMeasured: [], logs: [] };
  }
  const notMeasured: string[] = [];
  const logs: StepLog[] = [];
  const { state, putBack } = checkedState(base, applied.changes, check);
  if (putBack.length > 0) logs.push({ step: 'applies', text: `Put back before the checks: ${putBack.join(', ')}` });

  const parses = await parsesCheck(base, applied.changes);
  const expectations = await checkExpectations(state, check.expectations, tools.scan);
  const expectationsBefore = await checkExpectations(base, check.expectations, tools.scan);
  const types = check.typeCheck ? await typeStep(base, state, tools, notMeasured, logs) : undefined;
  const { target, others } = await runBoth(check, state, tools, notMeasured, logs);
  if (expectations.some(({ met }) => met === undefined))
    notMeasured.push('some facts of syntax: no grammar or scanner for them');

  const facts: ChangeFacts = {
    ...{ base, after, applied, expectations, expectationsBefore, failToPass: target, passToPass: others },
    broken: parses.measured ? parses.broken : undefined,
    newTypeErrors: types,
  };
  return { valued: valued(stepsOf(check, facts)), facts, notMeasured, logs };
}

async function typeStep(
  base: RepositoryState,
  state: RepositoryState,
  tools: CheckTools,
  notMeasured: string[],
  logs: StepLog[],
): Promise<readonly string[] | undefined> {
  const tool = tools.tools.typeCheck;
  if (tool === undefined || 'unavailable' in tools.sandbox) {
    const reason = tool === undefined ? 'no type checker was found for this repository' : reasonOf(tools);
    notMeasured.push(`type check: ${reason}`);
    return undefined;
  }
  const place = { sandbox: tools.sandbox, checkout: await tools.checkout(), tool };
  const outcome = await tools.types.check(
    place,
    { key: base.key(), changes: base.changes() },
    { key: state.key(), changes: state.changes() },
    tools.signal,
  );
  logs.push({ step: 'type check', text: outcome.log });
  if (outcome.kind === 'not-measured') notMeasured.push(`type check: ${outcome.reason}`);
  if (outcome.kind === 'not-measured') return undefined;
  return outcome.kind === 'limit' ? [outcome.reason] : outcome.errors;
}

function reasonOf({ sandbox }: CheckTools): string {
  return 'unavailable' in sandbox ? sandbox.unavailable : '';
}

function stepsOf(check: ChangeCheck, facts: ChangeFacts): Step[] {
  const steps: Step[] = [
    {
      id: 'applies',
      text: 'The answer changes files that it may change',
      weight: CHANGE_WEIGHTS.applies,
      achieved: true,
    },
    {
      ...{ id: 'parses', text: 'What it wrote parses', weight: CHANGE_WEIGHTS.parses },
      achieved: facts.broken === undefined ? undefined : facts.broken.length === 0,
      detail: some(facts.broken ?? []),
    },
  ];
  if (check.typeCheck) {
    steps.push({
      ...{ id: 'types', text: 'No new errors of types', weight: CHANGE_WEIGHTS.types, keeps: true },
      achieved: facts.newTypeErrors === undefined ? undefined : facts.newTypeErrors.length === 0,
      detail: some(facts.newTypeErrors ?? []),
    });
  }
  const both = check.failToPass.length > 0 && check.expectations.length > 0;
  const share = both ? CHANGE_WEIGHTS.target / 2 : CHANGE_WEIGHTS.target;
  if (check.failToPass.length > 0) {
    steps.push({
      ...{ id: 'target', text: 'Tests that failed before pass', weight: share, decisive: true },
      achieved: facts.failToPass?.share,
      detail: some(facts.failToPass?.failed ?? []),
    });
  }
  if (check.expectations.length > 0) {
    const known = facts.expectations.filter(({ met }) => met !== undefined);
    steps.push({
      ...{ id: 'facts', text: 'The code is as it was to become', weight: share, decisive: true },
      achieved: factsShare(facts.expectationsBefore, facts.expectations),
      detail: some(known.filter((each) => each.met === false).map(({ text }) => `not so: ${text}`)),
    });
  }
  if (check.passToPass.length > 0) {
    steps.push({
      ...{ id: 'others', text: 'Tests that passed before still pass', weight: CHANGE_WEIGHTS.others, keeps: true },
      achieved: facts.passToPass?.share,
      detail: some(facts.passToPass?.failed ?? []),
    });
  }
  return steps;
}

/** Facts that hold in the base already are no achievement: what counts is the way from there to all of them. */
function factsShare(before: readonly CheckedExpectation[], after: readonly CheckedExpectation[]): number | undefined {
  const known = after
    .map((each, index) => [before[index]?.met, each.met] as const)
    .filter(([, met]) => met !== undefined);
  if (known.length === 0) return undefined;
  const share = (column: 0 | 1) => known.filter((each) => each[column] === true).length / known.length;
  const [from, to] = [share(0), share(1)];
  return from >= 1 ? to : Math.max(0, (to - from) / (1 - from));
}

function some(entries: readonly string[]): string | undefined {
  if (entries.length === 0) return undefined;
  const shown = entries.slice(0, 5).map((each) => each.slice(0, 300));
  return [...shown, ...(entries.length > 5 ? [`and ${entries.length - 5} more`] : [])].join('\n');
}
