/** Weaknesses put into real code, to be found and repaired, and the same code without one. Nothing is run to make them. */
import type { RepositoryFile } from '../../../../runtime/repository';
import { familyOf } from '../../grading/weaknesses';
import { shuffle } from '../context/buildContext';
import type { Draft, MakerInput, ScenarioMaker } from '../maker';
import type { RejectReason } from '../types';
import { patterns } from './patterns';
import { plantFunction } from './plantFunction';
import { ReviewFiles } from './reviewFiles';
import { category, securityDraft, type SecurityKind } from './securityDraft';
import { expectationsOf, linesOfFunction, pairFault, type SubjectCode } from './subjectCode';
import { weakenCode } from './weakenCode';

/** Two with a weakness to one without. */
const KINDS: readonly SecurityKind[] = ['seeded-weakness', 'clean-control', 'seeded-review'];
/** Times that each file is gone through, with another weakness each time. */
const ROUNDS = 6;
/** A review of one file asks little. */
const LEAST_FILES = 2;
const AS_IT_IS = 'as-it-is';

interface Fault {
  readonly reason: RejectReason;
  readonly detail: string;
}

export const securityMaker: ScenarioMaker = {
  category,
  ahead: 1,
  async *drafts(input: MakerInput): AsyncIterable<Draft> {
    const { index, random, reject, signal } = input;
    const review = new ReviewFiles(index);
    const used = new Map<string, Set<string>>();
    let turn = 0;
    for (let round = 0; round < ROUNDS; round++) {
      for (const file of shuffle(review.candidates, random)) {
        signal.throwIfAborted();
        const kind = KINDS[turn % KINDS.length]!;
        const done = used.get(file.path) ?? new Set<string>();
        used.set(file.path, done);
        // Every other round is about code that is there.
        const made = await (round % 2 === 0 ? weakened(input, file, kind, done) : planted(input, file, done));
        const code =
          'reason' in made && made.reason === 'too-small' && round === 0 ? await planted(input, file, done) : made;
        const others = 'reason' in code ? [] : await besideOrFault(input, review, file);
        const [fault] = [code, others].flatMap((each) => ('reason' in each ? [each] : []));
        if (fault !== undefined || 'reason' in code || 'reason' in others) {
          reject({ category, kind, subject: `${kind} ${file.path} ${round}`, ...(fault ?? unknown) });
          continue;
        }
        turn += 1;
        done.add(code.about);
        yield await securityDraft(input, kind, code, others);
      }
    }
  },
};

const unknown: Fault = { reason: 'ambiguous', detail: 'no reason was given' };

async function besideOrFault(
  { random }: MakerInput,
  review: ReviewFiles,
  { path, language }: RepositoryFile,
): Promise<readonly string[] | Fault> {
  const [there] = await review.findings(path);
  if (there !== undefined)
    return { reason: 'ambiguous', detail: `the scanner finds ${there.cwe} in line ${there.line} of it already` };
  const others = language === undefined ? [] : await review.beside(path, language, random);
  return others.length + 1 < LEAST_FILES
    ? { reason: 'not-enough-context', detail: 'there are no other files to review with it' }
    : others;
}

/** Code of the file itself, made unsafe. */
async function weakened(
  { index, random }: MakerInput,
  { path, language }: RepositoryFile,
  kind: SecurityKind,
  done: ReadonlySet<string>,
): Promise<SubjectCode | Fault> {
  if (language === undefined) return unknown;
  // As it is, a file can be asked about once.
  if (kind === 'clean-control' && done.has(AS_IT_IS))
    return { reason: 'near-duplicate', detail: 'it was asked about as it is' };
  const safe = index.text(path);
  const edits = await weakenCode(path, safe);
  const left = edits.filter(({ how, lines, name }) => name !== undefined && !done.has(`${how} ${lines[0]}`));
  const edit = left[random(Math.max(1, left.length))];
  if (edit === undefined) return { reason: 'too-small', detail: 'nothing in it can be made unsafe by a small edit' };
  const { cwe, text: weak, name, lines, how, before } = edit;
  const fault = await pairFault({ path, cwe, weak, safe, lines });
  if (fault !== undefined) return { reason: 'ambiguous', detail: fault };
  const expectations = await expectationsOf({ path, cwe, weak, safe, name }, undefined);
  return {
    path,
    language,
    about: kind === 'clean-control' ? AS_IT_IS : `${how} ${lines[0]}`,
    cwe,
    weak,
    safe,
    name,
    lines,
    expectations,
    before,
  };
}

/** A function that the file did not have. */
async function planted(
  { index, random }: MakerInput,
  { path, language }: RepositoryFile,
  done: ReadonlySet<string>,
): Promise<SubjectCode | Fault> {
  const family = language === undefined ? undefined : familyOf(language);
  if (language === undefined || family === undefined) return unknown;
  const left = patterns[family].filter(({ id }) => !done.has(id));
  const pattern = left[random(Math.max(1, left.length))];
  if (pattern === undefined) return { reason: 'near-duplicate', detail: 'every pattern was used in it' };
  const original = index.text(path);
  const made = await plantFunction({ path, text: original, language }, family, pattern, random);
  if (typeof made === 'string') return { reason: 'ambiguous', detail: made };
  const { weak, safe, name, parameters, secret } = made;
  const { cwe, keeps = [] } = pattern;
  const lines = await linesOfFunction(path, language, weak, name);
  if (lines === undefined) return { reason: 'broken-syntax', detail: 'the function is not found again' };
  const fault = await pairFault({ path, cwe, weak, safe, lines });
  if (fault !== undefined) return { reason: 'ambiguous', detail: fault };
  const expectations = await expectationsOf({ path, cwe, weak, safe, name }, { original, parameters, keeps, secret });
  return { path, language, about: pattern.id, cwe, weak, safe, name, lines, expectations, before: undefined };
}
