/**
 * Metrics of one change. All but UTP count only where the task was begun: of an answer that does nothing, nothing is well built,
 * clean or compatible.
 */
import type { ChangeCheck, GroundTruth } from '../scenarios/types';
import type { ChangeFacts } from '../grading/checks/gradeChange';
import { codeQuality, type LintOutcome } from './codeQuality';
import { coherence, crossFile, keptInterfaces } from './graphFacts';
import { informationUse } from './informationUse';
import { changedLines } from './changedLines';
import type { Metrics } from './metrics';

export async function changeMetrics(
  check: ChangeCheck,
  facts: ChangeFacts,
  truth: GroundTruth,
  lint: LintOutcome | undefined,
): Promise<Metrics> {
  const target = targetShare(check, facts);
  const reference = facts.base.with(check.reference);
  const asked = factsMet(facts);
  if (target === undefined) return {};
  const tests = facts.failToPass?.share ?? asked ?? 0;
  if (target === 0) {
    // Whatever the reference makes measurable is missing here.
    const whole = await changeMetrics(check, referenceFacts(check, facts), truth, lint && { issues: 0 });
    return Object.fromEntries(
      Object.entries(whole).map(([name, value]) => [name, value === undefined ? undefined : 0]),
    );
  }
  const others = check.passToPass.length === 0 ? undefined : facts.passToPass?.share;
  return {
    ACS: await coherence(facts.base, facts.after, facts.applied.changes),
    CFRD: await crossFile(facts.base, reference, facts.after, truth, check.reference),
    CS: asked ?? target,
    SES: target < 1 ? 0 : economy(facts, check),
    CCS:
      facts.newTypeErrors === undefined ? flag(facts.broken) : flag([...facts.newTypeErrors, ...(facts.broken ?? [])]),
    UTP: tests,
    ITP: others,
    IDC: await keptInterfaces(facts.base, reference, facts.after, facts.applied.changes),
    ...codeQuality(facts.base, facts.applied.changes, lint),
    ICU: await informationUse(facts.base, facts.after, facts.applied.changes, check.reference, truth),
  };
}

/** What the task is about: its tests, else its facts; 0 where the answer could not be used; undefined: not measured. */
export function targetShare(check: ChangeCheck, facts: ChangeFacts): number | undefined {
  if (facts.applied.problem !== undefined || facts.applied.forbidden.length > 0) return 0;
  const shares = [facts.failToPass?.share, check.expectations.length === 0 ? undefined : factsMet(facts)];
  const known = shares.flatMap((each) => each ?? []);
  return known.length === 0 ? undefined : known.reduce((sum, each) => sum + each, 0) / known.length;
}

/** The way from the base to all facts, as in the milestone. */
function factsMet({ expectations, expectationsBefore }: ChangeFacts): number | undefined {
  const known = expectations.map((each, index) => [expectationsBefore[index]?.met, each.met] as const);
  const told = known.filter(([, met]) => met !== undefined);
  if (told.length === 0) return undefined;
  const from = told.filter(([met]) => met === true).length / told.length;
  const to = told.filter(([, met]) => met === true).length / told.length;
  return from >= 1 ? to : Math.max(0, (to - from) / (1 - from));
}

function flag(problems: readonly string[] | undefined): number | undefined {
  return problems === undefined ? undefined : problems.length === 0 ? 1 : 0;
}

/** Lines that the reference changes over lines that the answer changes, at most 1. */
function economy({ base, applied }: ChangeFacts, { reference }: ChangeCheck): number | undefined {
  const lines = (changes: ChangeCheck['reference']) =>
    changes.reduce((sum, { path, content }) => {
      const { added, removed } = changedLines(base.text(path) ?? '', content ?? '');
      return sum + added.length + removed.length;
    }, 0);
  const [own, wanted] = [lines(applied.changes), lines(reference)];
  return wanted === 0 ? undefined : Math.min(1, wanted / Math.max(1, own));
}

/** As if the reference had been answered: tells which metrics this scenario has. */
function referenceFacts(check: ChangeCheck, facts: ChangeFacts): ChangeFacts {
  const whole = { share: 1, passed: 1, total: 1, failed: [] };
  return {
    base: facts.base,
    after: facts.base.with(check.reference),
    applied: { changes: check.reference, problem: undefined, forbidden: [] },
    broken: [],
    newTypeErrors: check.typeCheck ? [] : undefined,
    expectations: facts.expectations,
    expectationsBefore: facts.expectationsBefore,
    failToPass: whole,
    passToPass: check.passToPass.length === 0 ? undefined : whole,
  };
}
