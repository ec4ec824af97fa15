/** Questions over the import graph, with computed answers. Nothing is run, and no model is asked. */
import { shuffle } from '../context/buildContext';
import type { Draft, MakerInput, ScenarioMaker } from '../maker';
import { CodeGraph, folderOf } from './codeGraph';
import { impactOnTests, whatItNeeds, whoDependsOn, whoImports } from './dependencyQuestions';
import { folderArrows, foldersThatItNeeds, hubOf, whereItBelongs } from './folderQuestions';
import { cycleOf, shortestPath, wouldCloseCycle } from './pathQuestions';

export const architectureMaker: ScenarioMaker = {
  category: 'architectural_understanding',
  *drafts({ index, random, reject, signal }: MakerInput): Iterable<Draft> {
    const graph = new CodeGraph(index);
    if (graph.files.length < 4) {
      reject({
        category: 'architectural_understanding',
        kind: 'any',
        subject: index.root,
        reason: 'too-small',
        detail: `${graph.files.length} files of code`,
      });
      return;
    }
    const sources = [
      perFile(graph, random, (file) => whoDependsOn(graph, file)),
      perFile(graph, random, (file) => whoImports(graph, file)),
      perFile(graph, random, (file) => whatItNeeds(graph, file)),
      perFile(graph, random, (file) => impactOnTests(graph, file)),
      perFile(graph, random, (file) => shortestPath(graph, file, random)),
      perFile(graph, random, (file) => wouldCloseCycle(graph, file, random)),
      perItem(graph.cycles(), (cycle) => cycleOf(graph, cycle, random)),
      ofFolders(graph, random),
    ];
    yield* inTurn(sources, signal);
  },
};

type Drafts = Generator<Draft, undefined>;

function perFile(graph: CodeGraph, random: (below: number) => number, make: (file: string) => Draft | undefined) {
  return perItem(shuffle(graph.files, random), make);
}

function* perItem<T>(items: readonly T[], make: (item: T) => Draft | undefined): Drafts {
  for (const item of items) {
    const draft = make(item);
    if (draft !== undefined) yield draft;
  }
  return undefined;
}

function* ofFolders(graph: CodeGraph, random: (below: number) => number): Drafts {
  const folders = new Set(graph.files.map(folderOf));
  const parents = new Set([...folders].flatMap((folder) => [folder, folderOf(folder)]));
  yield* perItem(shuffle([...folders].sort(), random), (folder) => hubOf(graph, folder));
  for (const parent of shuffle([...parents].sort(), random)) {
    const arrows = folderArrows(graph, parent);
    if (arrows.folders.size < 4) continue;
    yield* perItem([...arrows.folders.keys()], (folder) => foldersThatItNeeds(graph, folder, arrows));
    const place = whereItBelongs(graph, arrows, random);
    if (place !== undefined) yield place;
  }
  return undefined;
}

/** One of each, round and round, until all are through. */
function* inTurn(sources: readonly Drafts[], signal: AbortSignal): Drafts {
  let live = [...sources];
  while (live.length > 0) {
    signal.throwIfAborted();
    const next: Drafts[] = [];
    for (const source of live) {
      const step = source.next();
      if (step.done === true) continue;
      yield step.value;
      next.push(source);
    }
    live = next;
  }
  return undefined;
}
