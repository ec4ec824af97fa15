/** Who depends on a file, what it depends on, which tests a change may break. */
import type { Draft } from '../maker';
import { architectureDraft, numberQuestion, setQuestion } from './architectureDraft';
import { folderOf, type CodeGraph } from './codeGraph';

/** More than that nobody would list, and fewer are found by luck. */
const MOST = 60;

export function whoDependsOn(graph: CodeGraph, file: string): Draft | undefined {
  if (graph.isTest(file)) return undefined;
  const direct = graph.dependents(file);
  const all = graph.allDependents(file).filter((each) => each !== file);
  if (direct.length < 2 || all.length <= direct.length || all.length > MOST) return undefined;
  if (!graph.isCertain([file, ...all]) || !graph.areAllImportsKnown([file, ...all])) return undefined;
  return architectureDraft(graph, {
    kind: 'who-depends-on',
    about: file,
    title: `Who depends on ${file}`,
    situation: `Somebody wants to change \`${file}\` and has to know who depends on it.`,
    questions: [
      setQuestion('direct', `Which files import \`${file}\` directly?`, 0.4, direct),
      setQuestion(
        'all',
        `Which files depend on \`${file}\` directly or over other files, however many are between? Leave out the file itself.`,
        0.6,
        all,
      ),
    ],
    needed: [file, ...all],
    files: [file, ...direct],
    edges: direct.map((each) => [each, file] as const),
    stubs: [{ kind: 'direct-only', files: [], answers: { direct: [...direct], all: [...direct] } }],
  });
}

/** For files that half of a repository depends on: only who imports them, whatever the names. */
export function whoImports(graph: CodeGraph, file: string): Draft | undefined {
  const direct = graph.dependents(file);
  if (graph.isTest(file) || direct.length < 4 || direct.length > MOST / 2) return undefined;
  if (!graph.isCertain([file, ...direct]) || !graph.areAllImportsKnown([file])) return undefined;
  const near = direct.filter((each) => folderOf(each) === folderOf(file));
  return architectureDraft(graph, {
    kind: 'who-imports',
    about: file,
    title: `Who imports ${file}`,
    situation: `\`${file}\` is to be renamed.`,
    questions: [setQuestion('direct', `In which files does an import of \`${file}\` have to change?`, 1, direct)],
    needed: [file, ...direct],
    files: [file, ...direct],
    edges: direct.map((each) => [each, file] as const),
    stubs: near.length === direct.length ? [] : [{ kind: 'same-folder', files: [], answers: { direct: [...near] } }],
  });
}

export function whatItNeeds(graph: CodeGraph, file: string): Draft | undefined {
  const direct = graph.dependencies(file);
  const all = graph.allDependencies(file).filter((each) => each !== file);
  if (direct.length === 0 || all.length < direct.length + 2 || all.length > MOST) return undefined;
  if (!graph.isCertain([file, ...all])) return undefined;
  const isAcyclic = ![file, ...all].some((each) => graph.isInCycle(each));
  const chain = numberQuestion(
    'chain',
    `How many imports has the longest chain of imports that starts at \`${file}\`? (0 if it imported nothing)`,
    0.4,
    graph.layer(file),
  );
  return architectureDraft(graph, {
    kind: 'what-it-needs',
    about: file,
    title: `What ${file} needs`,
    situation: `\`${file}\` is to be moved to a package of its own, with everything that it needs.`,
    questions: [
      setQuestion(
        'all',
        `Which files have to come along, i.e. are imported by \`${file}\` directly or over other files? Leave out the file itself.`,
        isAcyclic ? 0.6 : 1,
        all,
      ),
      // Chains through a cycle have no end.
      ...(isAcyclic ? [chain] : []),
    ],
    needed: [file, ...all],
    files: [file, ...direct],
    edges: direct.map((each) => [file, each] as const),
    stubs: [{ kind: 'direct-only', files: [], answers: { all: [...direct] } }],
  });
}

export function impactOnTests(graph: CodeGraph, file: string): Draft | undefined {
  if (graph.isTest(file)) return undefined;
  const all = graph.allDependents(file).filter((each) => each !== file);
  const tests = all.filter((each) => graph.hasTests(each));
  const near = tests.filter((each) => graph.dependencies(each).includes(file));
  if (tests.length < 2 || tests.length === near.length || all.length > MOST * 1.2) return undefined;
  if (!graph.isCertain([file, ...all]) || !graph.areAllImportsKnown([file, ...all])) return undefined;
  return architectureDraft(graph, {
    kind: 'impact-on-tests',
    about: file,
    title: `Which tests a change of ${file} may break`,
    situation: `What \`${file}\` exports is going to change.`,
    questions: [
      setQuestion(
        'tests',
        `Which test files may notice, because they reach \`${file}\` over imports, directly or over other files? Files that only help tests, without a test of their own, do not count.`,
        1,
        tests,
      ),
    ],
    needed: [file, ...all],
    files: [file, ...tests],
    edges: graph.dependents(file).map((each) => [each, file] as const),
    stubs: [{ kind: 'direct-only', files: [], answers: { tests: [...near] } }],
  });
}
