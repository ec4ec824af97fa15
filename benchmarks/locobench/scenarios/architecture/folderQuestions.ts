/** Folders: which one is needed by which, which file is in the middle, where a new file belongs. */
import { shuffle } from '../context/buildContext';
import type { Draft } from '../maker';
import { architectureDraft, choiceQuestion, numberQuestion, setQuestion } from './architectureDraft';
import { childFolders, folderOf, type CodeGraph } from './codeGraph';

type Random = (below: number) => number;

const MOST_FILES = 60;
const TESTS =
  'Tests do not count, and neither does what lies in folders named test, tests, testing, fixtures or the like.';

export function hubOf(graph: CodeGraph, folder: string): Draft | undefined {
  const files = graph.files.filter((each) => folderOf(each) === folder && !graph.isTest(each));
  if (files.length < 5 || files.length > 14 || !graph.isCertain(files)) return undefined;
  const counts = files
    .map((file) => ({ file, users: graph.dependents(file).filter((each) => files.includes(each)) }))
    .sort((a, b) => b.users.length - a.users.length);
  const [first, second] = counts;
  if (first === undefined || second === undefined || first.users.length < second.users.length + 2) return undefined;
  return architectureDraft(graph, {
    kind: 'hub',
    about: folder,
    title: `The hub of ${folder}`,
    situation: `These files lie in \`${folder}\`: ${files.join(', ')}.`,
    questions: [
      choiceQuestion('hub', 'Which of them is imported directly by the most of the others?', 0.5, files, first.file),
      numberQuestion('users', 'By how many of the others is it imported directly?', 0.5, first.users.length),
    ],
    needed: files,
    files: [first.file, ...first.users],
    edges: first.users.map((each) => [each, first.file] as const),
  });
}

/** Which sibling folders a folder imports from, over the files of both. */
interface FolderArrows {
  readonly folders: ReadonlyMap<string, readonly string[]>;
  readonly arrows: ReadonlyMap<string, ReadonlySet<string>>;
}

export function folderArrows(graph: CodeGraph, parent: string): FolderArrows {
  const folders = childFolders(
    graph.files.filter((each) => !graph.isTest(each)),
    parent,
  );
  const owner = new Map([...folders].flatMap(([folder, files]) => files.map((file) => [file, folder] as const)));
  const arrows = new Map(
    [...folders].map(([folder, files]) => {
      const to = files.flatMap((file) => graph.dependencies(file).map((each) => owner.get(each)));
      return [folder, new Set(to.filter((each) => each !== undefined && each !== folder) as string[])] as const;
    }),
  );
  return { folders, arrows };
}

export function foldersThatItNeeds(
  graph: CodeGraph,
  folder: string,
  { folders, arrows }: FolderArrows,
): Draft | undefined {
  const files = folders.get(folder) ?? [];
  const used = [...(arrows.get(folder) ?? [])].sort();
  const others = [...folders.keys()].filter((each) => each !== folder).sort();
  if (files.length < 3 || files.length > MOST_FILES || others.length < 3) return undefined;
  if (used.length === 0 || used.length > others.length - 2 || !graph.isCertain(files)) return undefined;
  if (importsTests(graph, files)) return undefined;
  const edges = files.flatMap((from) =>
    graph
      .dependencies(from)
      .flatMap((to) => (used.some((each) => to.startsWith(`${each}/`)) ? [[from, to] as const] : [])),
  );
  return architectureDraft(graph, {
    kind: 'folders-it-needs',
    about: folder,
    title: `Folders that ${folder} imports from`,
    situation: `A rule for imports between folders is going to be written. ${TESTS}`,
    questions: [
      setQuestion(
        'needs',
        `From which of these folders (or folders below them) do files in or below \`${folder}\` import something directly? ${others.join(', ')}`,
        1,
        used,
      ),
    ],
    needed: files,
    files: [...new Set(edges.map(([from]) => from))],
    edges,
    stubs: [{ kind: 'all-folders', files: [], answers: { needs: others } }],
  });
}

/** That tests do not count says nothing of sources that import what helps tests. */
function importsTests(graph: CodeGraph, files: readonly string[]): boolean {
  return files.some((file) => graph.dependencies(file).some((each) => graph.isTest(each)));
}

/** A new file between two folders: only one place needs no arrow that is not there today. */
export function whereItBelongs(graph: CodeGraph, { folders, arrows }: FolderArrows, random: Random): Draft | undefined {
  const names = [...folders.keys()].sort();
  const has = (from: string, to: string) => from === to || arrows.get(from)?.has(to) === true;
  for (const user of shuffle(names, random)) {
    for (const needed of shuffle([...(arrows.get(user) ?? [])], random)) {
      const places = names.filter((each) => has(user, each) && has(each, needed));
      // The folders themselves always fit: the third one is asked for, next to some that do not fit.
      const between = places.filter((each) => each !== user && each !== needed);
      const wrong = names.filter((each) => !places.includes(each));
      if (between.length !== 1 || wrong.length < 3) continue;
      const options = shuffle([between[0]!, ...shuffle(wrong, random).slice(0, 5)], random);
      const read = [...new Set([...options, user, needed])].flatMap((each) => folders.get(each) ?? []);
      if (read.length > MOST_FILES * 1.5 || !graph.isCertain(read) || importsTests(graph, read)) continue;
      return architectureDraft(graph, {
        kind: 'where-it-belongs',
        about: `${user} ${needed}`,
        title: `Where a new file between ${user} and ${needed} belongs`,
        situation:
          `A new file will import something of \`${needed}\` and will be imported by files of \`${user}\`. It may lie in neither of the two. ` +
          'No folder may import from a folder that it does not import from today; folders below count with their folder. ' +
          TESTS,
        questions: [choiceQuestion('place', 'In which folder can the new file lie?', 1, options, between[0]!)],
        needed: read,
        files: folders.get(between[0]!) ?? [],
        edges: [],
        stubs: options
          .filter((each) => each !== between[0])
          .slice(0, 2)
          .map((each) => ({ kind: `says ${each}`, files: [], answers: { place: each } })),
      });
    }
  }
  return undefined;
}
