import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openRepositoryIndex, type RepositoryIndex } from '../../../../runtime/repository';
import { seededRandom } from '../../../core/seededRandom';
import type { Draft } from '../maker';
import type { Question } from '../types';
import { architectureMaker } from './architectureMaker';
import { goGraph, pythonGraph, scriptGraph, type HandGraph } from './testing/handGraphs';

/** Ends of ways, members of cycles and options are drawn. */
const SEEDS = [1, 2, 3, 4, 5, 6];

describe('Questions over imports, against answers worked out by hand', function () {
  this.timeout(60_000);
  let folder: string;

  before(() => (folder = mkdtempSync(path.join(tmpdir(), 'whetstone-hand-graphs-'))));
  after(() => rmSync(folder, { recursive: true, force: true }));

  for (const [name, graph] of Object.entries({ TypeScript: scriptGraph, Python: pythonGraph, Go: goGraph })) {
    describe(`of ${name}`, () => {
      let drafts: readonly Draft[];

      before(async () => (drafts = await draftsOf(path.join(folder, name), graph)));

      it('have the answers of the reader, every one of them', () => {
        const found = drafts.filter(({ kind }) => !['shortest-path', 'would-close-cycle'].includes(kind));
        assert.deepEqual(
          Object.fromEntries(found.map((draft) => [draft.subject, inAnyOrder(answersOf(draft))]).sort()),
          Object.fromEntries(
            Object.entries(graph.answers)
              .map(([subject, answers]) => [subject, inAnyOrder(answers)])
              .sort(),
          ),
        );
      });

      it('ask for a way only where no other one is as short', () => {
        for (const draft of drafts.filter(({ kind }) => kind === 'shortest-path')) {
          const [, from, to] = draft.subject.split(' ');
          assert.deepEqual([answersOf(draft).path], shortest(graph, from!, to!), draft.subject);
        }
      });

      it('know which imports would close a cycle', () => {
        for (const draft of drafts.filter(({ kind }) => kind === 'would-close-cycle')) {
          const [, about] = draft.subject.split(' ');
          for (const { id, text, answer } of questionsOf(draft)) {
            if (!id.startsWith('cycle') || answer.form !== 'boolean') continue;
            const from = /in `([^`]+)` close/.exec(text)?.[1] ?? assert.fail(text);
            assert.equal(answer.expected, ways(graph, about!, from).length > 0, text);
          }
        }
      });
    });
  }

  it('are asked of ways and of cycles at all', async () => {
    const drafts = await draftsOf(path.join(folder, 'kinds'), scriptGraph);
    const kinds = new Set(drafts.map(({ kind }) => kind));
    assert.ok(kinds.has('shortest-path') && kinds.has('would-close-cycle'), [...kinds].join());
  });

  it('are not asked where an import that was not found may mean the file', async () => {
    const files = { ...scriptGraph.files, 'src/odd.ts': ["import { users } from '~/stores/users';"] };
    const drafts = await draftsOf(path.join(folder, 'odd'), { ...scriptGraph, files });
    const subjects = drafts.map(({ subject }) => subject);
    assert.ok(!subjects.includes('who-depends-on src/stores/users.ts'));
    assert.ok(subjects.includes('who-depends-on src/services/index.ts'));
  });

  it('are not asked where a package of Java is imported as a whole', async () => {
    const java = (name: string, ...lines: readonly string[]) => [...lines, `public class ${name} {}`];
    const files = {
      'a/Base.java': java('Base', 'package a;'),
      'a/Other.java': java('Other', 'package a;'),
      'b/One.java': java('One', 'package b;', 'import a.*;'),
      'b/Two.java': java('Two', 'package b;', 'import a.Base;'),
      'c/User.java': java('User', 'package c;', 'import b.One;', 'import b.Two;'),
    };
    assert.deepEqual(await draftsOf(path.join(folder, 'java'), { files }), []);
  });
});

/** Every way without a file twice, over the imports that were written down. */
function ways({ imports }: HandGraph, from: string, to: string, before: readonly string[] = []): readonly string[][] {
  if (before.includes(from)) return [];
  const way = [...before, from];
  if (from === to) return [way];
  return (imports[from] ?? []).flatMap((next) => ways({ imports, files: {}, answers: {} }, next, to, way));
}

function shortest(graph: HandGraph, from: string, to: string): readonly string[][] {
  const all = ways(graph, from, to);
  const least = Math.min(...all.map(({ length }) => length));
  return all.filter(({ length }) => length === least);
}

/** By subject and answer: what is drawn anew is another draft. */
async function draftsOf(root: string, { files }: Pick<HandGraph, 'files'>): Promise<readonly Draft[]> {
  for (const [name, lines] of Object.entries(files)) {
    mkdirSync(path.join(root, path.dirname(name)), { recursive: true });
    writeFileSync(path.join(root, name), `${lines.join('\n')}\n`);
  }
  const index = await openRepositoryIndex({ root, folder: `${root}-index` });
  try {
    await index.refresh();
    return SEEDS.flatMap((seed) => draftsWith(index, seed));
  } finally {
    await index.close();
  }
}

function draftsWith(index: RepositoryIndex, seed: number): readonly Draft[] {
  const tools = { typeCheck: undefined, test: undefined, lint: undefined };
  const signal = new AbortController().signal;
  const drafts = architectureMaker.drafts({
    index,
    tools,
    random: seededRandom(seed),
    reject: () => undefined,
    signal,
  });
  return Symbol.iterator in drafts ? [...drafts] : assert.fail('it is asynchronous');
}

function questionsOf({ verification }: Draft): readonly Question[] {
  return verification.kind === 'answers' ? verification.questions : assert.fail('no questions');
}

function answersOf(draft: Draft): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    questionsOf(draft).map(({ id, answer }) => [id, answer.form === 'place' ? answer.path : answer.expected]),
  );
}

/** Lists of files have no order. */
function inAnyOrder(answers: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(answers).map(([id, answer]) => [
      id,
      Array.isArray(answer) ? [...(answer as unknown[])].sort() : answer,
    ]),
  );
}
