/** One answer in a file, graded by a scenario of a set: what `locobench score` prints. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { BadInputError } from '../../core/badInputError';
import { readUserFile } from '../../core/userFile';
import { stateAfter } from '../grading/checks/gradeSessions';
import { openGrader } from '../grading/openGrader';
import { RepositoryState } from '../grading/state/repositoryState';
import type { Grade, ReadAnswer } from '../grading/types';
import { openScenarioSet, verifiedScenarioSchema, type ScenarioSet, type VerifiedScenario } from '../scenarios';
import { readAnswer } from '../solving/answer/readAnswer';
import { looseJson } from '../solving/answer/looseJson';
import { verifiedFloors } from './floors';

export interface ScoreSolutionRequest {
  readonly scenario: string;
  readonly solution: string;
  /** Folder of the set; default: where the scenario's file lies in one. */
  readonly set: string | undefined;
  readonly execute: boolean;
  readonly signal: AbortSignal;
  readonly log: (line: string) => void;
}

export interface SolutionScore {
  readonly mode: 'verified';
  readonly scenario: string;
  /** null: what decides was not measured. */
  readonly value: number | null;
  readonly verified: number | null;
  readonly complete: boolean;
  readonly milestones: Grade['milestones'];
  readonly dimensions: Readonly<Record<string, number | null>>;
  readonly metrics: Readonly<Record<string, number | null>>;
  readonly notMeasured: readonly string[];
  readonly problems: ReadAnswer['problems'];
  readonly forms: ReadAnswer['forms'];
  readonly floors: readonly {
    readonly id: string;
    readonly name: string;
    readonly value: number | null;
    readonly verified: number | null;
  }[];
  readonly diff: string;
}

const MOST_BYTES = 32 * 1024 * 1024;

/** @throws BadInputError for files that are missing or have another form, and for published scenarios */
export async function scoreSolution(request: ScoreSolutionRequest): Promise<SolutionScore> {
  const scenario = await readVerified(request.scenario);
  const { folder, set } = await setOf(request);
  const text = (await readUserFile(request.solution, MOST_BYTES)).toString('utf8');
  const snapshot = RepositoryState.ofSnapshot({ folder, set });
  const base = snapshot.with(scenario.whetstone.base);
  const answer = solutionAnswer(text, scenario, base);
  const grader = openGrader({ execute: request.execute });
  const grade = (each: ReadAnswer) =>
    grader.grade({ set, folder, scenario, answer: each, signal: request.signal, log: request.log });
  try {
    const result = await grade(answer);
    const floors: SolutionScore['floors'][number][] = [];
    for (const { id, name, answer: floor } of verifiedFloors(scenario, base)) {
      const { value, measured, verified } = await grade(floor);
      floors.push({ id, name, value: measured ? value : null, verified: measured ? verified.score : null });
    }
    return {
      ...{ mode: 'verified', scenario: scenario.id, floors },
      value: result.measured ? result.value : null,
      verified: result.measured ? result.verified.score : null,
      ...{ complete: result.measured && result.complete, milestones: result.milestones },
      dimensions: withNulls(result.verified.dimensions),
      metrics: withNulls(result.verified.metrics),
      ...{ notMeasured: result.notMeasured, problems: answer.problems, forms: answer.forms, diff: result.diff },
    };
  } finally {
    await grader.close();
  }
}

async function readVerified(file: string): Promise<VerifiedScenario> {
  const text = (await readUserFile(file, MOST_BYTES)).toString('utf8');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new BadInputError(`${file}: not JSON. Name a scenario of a set, scenarios/<id>.json.`, { cause });
  }
  if (typeof value !== 'object' || value === null || !('whetstone' in value)) {
    throw new BadInputError(
      `${file} has no facts to grade by (“whetstone”): it is a published scenario. --mode ref gives its published score; ` +
        'whetstone locobench generate makes scenarios with facts.',
    );
  }
  const parsed = verifiedScenarioSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues
    .slice(0, 5)
    .map(({ path: at, message }) => `${at.map(String).join('.')}: ${message}`);
  throw new BadInputError(`${file} is no scenario of ours: ${issues.join('; ')}.`);
}

async function setOf({
  scenario,
  set,
}: ScoreSolutionRequest): Promise<{ readonly folder: string; readonly set: ScenarioSet }> {
  const folder = set ?? path.dirname(path.dirname(path.resolve(scenario)));
  if (set === undefined && (await readFile(path.join(folder, 'set.json')).catch(() => undefined)) === undefined) {
    throw new BadInputError(
      `${scenario} does not lie in a set, and the files that it is about are there. Name the set with --set DIR.`,
    );
  }
  const opened = await openScenarioSet(folder);
  return { folder, set: opened.set };
}

/**
 * A model's own text in any form that is read, or JSON: path -> content (null deletes), `{files, answers}`, or
 * `{sessions: [...]}` of any of these.
 */
function solutionAnswer(
  text: string,
  { whetstone: { verification } }: VerifiedScenario,
  start: RepositoryState,
): ReadAnswer {
  const questions = 'questions' in verification ? verification.questions : [];
  if (verification.kind !== 'sessions') {
    return readAnswer(asFiles(text, verification.kind !== 'answers'), {
      base: start,
      questions,
      wantsFiles: verification.kind !== 'answers',
    });
  }
  const given = looseJson(text.trim())?.value.sessions;
  const texts: readonly unknown[] = Array.isArray(given) ? given : [text];
  let base = start;
  const sessions = verification.sessions.flatMap((session, index): ReadAnswer[] => {
    const own = texts[index];
    if (own === undefined) return [];
    base = base.with(session.base);
    const written = typeof own === 'string' ? own : JSON.stringify(own);
    const answer = readAnswer(asFiles(written, true), { base, wantsFiles: true, questions: session.recall });
    base = stateAfter(base, session, answer);
    return [answer];
  });
  return {
    files: [],
    answers: {},
    problems: sessions.flatMap(({ problems }) => problems),
    forms: sessions.flatMap(({ forms }) => forms),
    sessions,
  };
}

/** A bare object of path -> content may have names without an ending, e.g. Makefile. */
function asFiles(text: string, wantsFiles: boolean): string {
  if (!wantsFiles || !text.trimStart().startsWith('{')) return text;
  const read = looseJson(text.trim());
  if (read === undefined || read.broken || 'files' in read.value || 'answers' in read.value) return text;
  const entries = Object.values(read.value);
  return entries.length > 0 && entries.every((each) => typeof each === 'string' || each === null)
    ? JSON.stringify({ files: read.value })
    : text;
}

function withNulls(record: Readonly<Record<string, number | undefined>>): Record<string, number | null> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, value ?? null]));
}

export function solutionScoreText(score: SolutionScore): string {
  const shown = (value: number | null | undefined) =>
    value === null || value === undefined ? 'not measured' : value.toFixed(3);
  const mark = (value: boolean | number | undefined) =>
    value === undefined ? 'not measured' : Number(value).toFixed(2);
  return [
    `${score.scenario}: value ${shown(score.value)} of 1${score.complete ? ', complete' : ''}; verified score ${shown(score.verified)} of 5`,
    'Milestones (weight, achieved)',
    ...score.milestones.flatMap(({ text, weight, achieved, detail }) => [
      `  ${weight.toFixed(2)}  ${mark(achieved)}  ${text}`,
      ...(detail === undefined || achieved === true || achieved === 1
        ? []
        : detail.split('\n').map((line) => `      ${line}`)),
    ]),
    'Metrics',
    ...Object.entries(score.dimensions).map(([name, value]) => `  ${name.padEnd(5)} ${shown(value)}`),
    ...Object.entries(score.metrics).flatMap(([name, value]) =>
      value === null ? [] : `  ${name.padEnd(5)} ${shown(value)}`,
    ),
    ...(score.notMeasured.length === 0 ? [] : ['Not measured', ...score.notMeasured.map((each) => `  ${each}`)]),
    'What answers that solve nothing get here (value, verified score)',
    ...score.floors.map(({ name, value, verified }) => `  ${name.padEnd(42)} ${shown(value)}  ${shown(verified)}`),
  ].join('\n');
}
