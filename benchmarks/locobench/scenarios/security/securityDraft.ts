import path from 'node:path';
import type { RepositoryIndex } from '../../../../runtime/repository';
import { checksTypes } from '../changes/checksTypes';
import { testFilesOf } from '../changes/testFilesOf';
import type { Draft, MakerInput, Stub } from '../maker';
import type { TestSelection, Verification } from '../types';
import { NONE, repairQuestions, reviewQuestions, reviewWords } from './reviewTask';
import { emptied, type SubjectCode } from './subjectCode';

/** 'seeded-weakness': found and repaired; 'seeded-review': found; 'clean-control': there is none. */
export type SecurityKind = 'seeded-weakness' | 'seeded-review' | 'clean-control';

export const category = 'security_analysis';
const ANSWERS_WEIGHT = 0.4;
/** Files of tests that are run for one draft. */
const MOST_TESTS = 2;

/** @param others further files of the review */
export async function securityDraft(
  input: MakerInput,
  kind: SecurityKind,
  code: SubjectCode,
  others: readonly string[],
): Promise<Draft> {
  const { index, tools } = input;
  const { language, cwe, lines, name } = code;
  const files = [code.path, ...others].sort();
  const seeded = kind !== 'clean-control';
  const weakness = { cwe, path: code.path, lines, name };
  const repairs = kind === 'seeded-weakness';
  const questions = repairs
    ? repairQuestions(language, weakness)
    : reviewQuestions(files, language, seeded ? weakness : undefined);
  const original = index.text(code.path);
  const content = seeded ? code.weak : code.safe;
  const verification: Verification = repairs
    ? {
        kind: 'change-and-answers',
        change: {
          allowed: files,
          typeCheck: checksTypes(tools, language),
          failToPass: [],
          ...(await passingTests(input, code)),
          expectations: code.expectations,
          reference: [{ path: code.path, content: code.safe }],
        },
        questions,
        answersWeight: ANSWERS_WEIGHT,
      }
    : { kind: 'answers', questions };
  const where = name ?? `lines ${lines[0]} to ${lines[1]}`;
  return {
    category,
    kind,
    language,
    subject: `${kind} ${code.path} ${code.about}`,
    cluster: code.path,
    ...reviewWords(files, language, repairs),
    approach: 'Follow each value from outside to where it is used, and look for what could be wrong there.',
    truthText: seeded ? `${cwe} in ${code.path}, ${where}` : 'No weakness was put in.',
    criteria: repairs
      ? [
          'The weakness is gone.',
          'The function is there with its parameters, and uses them.',
          'Kind and place are right.',
        ]
      : ['Kind, file and function are right, or that there is none.'],
    groundTruth: { files: [code.path], symbols: [], edges: [] },
    base: content === original ? [] : [{ path: code.path, content }],
    verification,
    needed: files,
    related: relatedTo(index, code.path, files),
    secrets: repairs && code.before !== undefined ? [code.before] : [],
    stubs: await stubsOf(kind, code, others),
  };
}

function relatedTo(index: RepositoryIndex, from: string, files: readonly string[]): readonly string[] {
  const imported = index
    .importsOf(from)
    .flatMap(({ resolution }) => (resolution.kind === 'file' ? [resolution.path] : []));
  return [...new Set([...imported, ...index.importersOf(from)])].filter((each) => !files.includes(each));
}

/** Tests near the file that pass with the weakness and without it. */
async function passingTests({ index, observe, signal }: MakerInput, { path: file, weak, safe }: SubjectCode) {
  const nothing = {
    passToPass: [] as readonly TestSelection[],
    hidden: [] as readonly { path: string; content: string }[],
  };
  const near = observe === undefined ? [] : testFilesOf(index, file).slice(0, MOST_TESTS);
  const asTheyAre = observe === undefined || near.length === 0 ? undefined : await observe([], near, signal);
  if (observe === undefined || asTheyAre?.kind !== 'ran') return nothing;
  const files = near.filter((each) => asTheyAre.slow?.includes(each) !== true);
  const passing = async (content: string) => {
    const outcome = await observe([{ path: file, content }], files, signal);
    const results = outcome.kind === 'ran' ? outcome.results : [];
    const failed = new Set(results.flatMap((each) => (each.passed ? [] : [`${each.file}\n${each.name}`])));
    return results.filter((each) => !failed.has(`${each.file}\n${each.name}`));
  };
  const before = await passing(weak);
  const after = new Set((await passing(safe)).map((each) => `${each.file}\n${each.name}`));
  const both = before.filter((each) => after.has(`${each.file}\n${each.name}`));
  const passToPass = files.flatMap((each) => {
    const names = [...new Set(both.filter((test) => test.file === each).map((test) => test.name))];
    return names.length === 0 ? [] : [{ file: each, names }];
  });
  return { passToPass, hidden: passToPass.map(({ file: each }) => ({ path: each, content: index.text(each) })) };
}

async function stubsOf(kind: SecurityKind, code: SubjectCode, others: readonly string[]): Promise<readonly Stub[]> {
  const { path: file, language, cwe, name, weak, lines } = code;
  const nothing: Stub = { kind: 'nothing', files: [], answers: {} };
  const other = others[0] ?? file;
  const wrong = cwe === 'CWE-78' ? 'CWE-22' : 'CWE-78';
  if (kind !== 'seeded-weakness') {
    const yes = { weakness: true, cwe, file, function: name ?? 'main' };
    const no = { weakness: false, cwe: NONE, file: NONE, function: NONE };
    if (kind === 'clean-control') return [nothing, { kind: 'always-yes', files: [], answers: yes }];
    return [
      ...[nothing, { kind: 'always-no', files: [], answers: no }],
      { kind: 'wrong-kind', files: [], answers: { ...yes, cwe: wrong } },
      { kind: 'wrong-file', files: [], answers: { ...yes, file: other } },
    ];
  }
  const right = { cwe, place: { path: file, line: lines[0] } };
  const empty = name === undefined ? undefined : await emptied(file, language, weak, name);
  const note = `${path.extname(file).endsWith('.py') ? '#' : '//'} reviewed\n`;
  return [
    ...[nothing, { kind: 'none', files: [], answers: { cwe: NONE } }],
    { kind: 'answers-only', files: [], answers: right },
    { kind: 'wrong-kind', files: [], answers: { cwe: wrong, place: right.place } },
    { kind: 'remark-only', files: [{ path: file, content: remarked(weak, note) }], answers: right },
    ...(name === undefined
      ? []
      : [
          {
            kind: 'renamed',
            files: [{ path: file, content: weak.replaceAll(new RegExp(`\\b${name}\\b`, 'g'), `${name}Safely`) }],
            answers: right,
          },
        ]),
    ...(empty === undefined ? [] : [{ kind: 'emptied', files: [{ path: file, content: empty }], answers: {} }]),
  ];
}

/** Below everything: first lines mean something in some languages. */
function remarked(text: string, note: string): string {
  return `${text}${text.endsWith('\n') ? '' : '\n'}${note}`;
}
