/** Shortest ways along imports, cycles that are there, and cycles that an import would close. */
import { shuffle } from '../context/buildContext';
import type { Draft } from '../maker';
import { architectureDraft, booleanQuestion, sequenceQuestion, setQuestion } from './architectureDraft';
import type { CodeGraph } from './codeGraph';

type Random = (below: number) => number;

const MOST = 60;
/** Files of a chain that is asked for; where two of three are named in the question, there is little to find. */
const LEAST_FILES = 4;
/** Small repositories have no longer ones. */
const SMALL = 30;

export function shortestPath(graph: CodeGraph, file: string, random: Random): Draft | undefined {
  const ends = shuffle(graph.allDependencies(file), random).slice(0, 30);
  for (const end of ends) {
    const way = graph.onlyShortestPath(file, end);
    if (way === undefined || way.length < (graph.files.length < SMALL ? LEAST_FILES - 1 : LEAST_FILES)) continue;
    // That there is no shorter way shows in all files that are reached before the end.
    const read = graph.within(file, way.length - 2);
    if (read.length > MOST || !graph.isCertain([...read, end])) continue;
    return architectureDraft(graph, {
      kind: 'shortest-path',
      about: `${file} ${end}`,
      title: `How ${file} comes to need ${end}`,
      situation: `\`${file}\` depends on \`${end}\`, over other files.`,
      questions: [
        sequenceQuestion(
          'path',
          `What is the shortest chain of imports from \`${file}\` to \`${end}\`? Name each file, both ends included.`,
          1,
          way,
        ),
      ],
      needed: [...new Set([...way, ...read])],
      files: way,
      edges: way.slice(1).map((each, index) => [way[index]!, each] as const),
      stubs: [{ kind: 'ends-only', files: [], answers: { path: [file, end] } }],
    });
  }
  return undefined;
}

export function cycleOf(graph: CodeGraph, cycle: readonly string[], random: Random): Draft | undefined {
  if (cycle.length < 2 || cycle.length > 15) return undefined;
  const file = cycle[random(cycle.length)]!;
  // That no other file comes back shows in all files that are reached.
  const reached = graph.allDependencies(file).filter((each) => !cycle.includes(each));
  if (reached.length > MOST || !graph.isCertain([...cycle, ...reached])) return undefined;
  const edges = cycle.flatMap((from) =>
    graph.dependencies(from).flatMap((to) => (cycle.includes(to) ? [[from, to] as const] : [])),
  );
  const others = cycle.filter((each) => each !== file);
  return architectureDraft(graph, {
    kind: 'cycle',
    about: file,
    title: `The cycle around ${file}`,
    situation: `\`${file}\` is part of a cycle of imports.`,
    questions: [
      setQuestion(
        'cycle',
        `Which other files both are reached from \`${file}\` over imports and reach it over imports?`,
        1,
        others,
      ),
    ],
    needed: [file, ...others, ...reached],
    files: [file, ...others],
    edges,
  });
}

export function wouldCloseCycle(graph: CodeGraph, file: string, random: Random): Draft | undefined {
  const reached = graph.allDependencies(file).filter((each) => each !== file);
  if (reached.length < 4 || reached.length > MOST || !graph.isCertain([file, ...reached])) return undefined;
  const inReach = new Set([file, ...reached]);
  // Far enough that the file's own imports do not tell.
  const yes = shuffle(
    reached.filter((each) => !graph.dependencies(file).includes(each) && !graph.dependencies(each).includes(file)),
    random,
  ).slice(0, 2);
  const neighbours = new Set([...inReach].flatMap((each) => graph.dependents(each)));
  const no = shuffle(
    [...neighbours].filter((each) => !inReach.has(each) && !graph.dependencies(each).includes(file)),
    random,
  ).slice(0, 2);
  const [target] = yes;
  const way = target === undefined ? undefined : graph.onlyShortestPath(file, target);
  if (yes.length < 2 || no.length < 2 || way === undefined || !graph.isCertain(no)) return undefined;
  const pairs = shuffle(
    [...yes.map((each) => [each, true] as const), ...no.map((each) => [each, false] as const)],
    random,
  );
  const weight = 0.15;
  const all = (value: boolean) => Object.fromEntries(pairs.map((_, index) => [`cycle${index + 1}`, value]));
  return architectureDraft(graph, {
    kind: 'would-close-cycle',
    about: file,
    title: `Imports of ${file} that would close a cycle`,
    situation: `Some files may get an import of \`${file}\`, and nobody wants a new cycle of imports.`,
    questions: [
      ...pairs.map(([from, closes], index) =>
        booleanQuestion(
          `cycle${index + 1}`,
          `Would an import of \`${file}\` in \`${from}\` close a cycle?`,
          weight,
          closes,
        ),
      ),
      sequenceQuestion(
        'chain',
        `By which shortest chain of imports does \`${file}\` reach \`${target}\` today? Name each file, both ends included.`,
        1 - weight * pairs.length,
        way,
      ),
    ],
    needed: [file, ...reached, ...no],
    files: [file, ...way.slice(1), ...no],
    edges: way.slice(1).map((each, index) => [way[index]!, each] as const),
    stubs: [
      { kind: 'always-true', files: [], answers: all(true) },
      { kind: 'always-false', files: [], answers: all(false) },
    ],
  });
}
