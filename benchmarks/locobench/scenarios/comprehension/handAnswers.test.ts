import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openRepositoryIndex, type RepositoryIndex } from '../../../../runtime/repository';
import { seededRandom } from '../../../core/seededRandom';
import type { Draft } from '../maker';
import type { Question } from '../types';
import { comprehensionMaker } from './comprehensionMaker';
import { goProject } from './testing/goProject';
import type { HandProject } from './testing/handProject';
import { javaProject } from './testing/javaProject';
import { pythonProject } from './testing/pythonProject';
import { chainProject } from './testing/chainProject';
import { scriptProject } from './testing/scriptProject';

const projects: Readonly<Record<string, HandProject>> = {
  'a shop in TypeScript': scriptProject,
  'a pipeline in TypeScript': chainProject,
  'a store in Python': pythonProject,
  'a till in Java': javaProject,
  'money in Go': goProject,
};

/** Which effect a file is asked about goes by its place in a seeded order. */
const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8];

describe('Questions about code, against answers worked out by hand', function () {
  this.timeout(60_000);
  let folder: string;

  before(() => (folder = mkdtempSync(path.join(tmpdir(), 'whetstone-hand-'))));
  after(() => rmSync(folder, { recursive: true, force: true }));

  for (const [language, project] of Object.entries(projects)) {
    describe(`of ${language}`, () => {
      let drafts: ReadonlyMap<string, Draft>;

      before(async () => (drafts = await draftsOf(path.join(folder, language), project)));

      it('have the answers of the reader, every one of them', () => {
        const found = [...drafts].map(([subject, draft]) => [subject, answersOf(draft)] as const);
        assert.deepEqual(sorted(found), sorted(Object.entries(project.answers)));
      });

      for (const [subject, why] of Object.entries(project.refused)) {
        it(`are not asked where a reader could say otherwise: ${subject}: ${why}`, () => {
          assert.deepEqual(
            [...drafts.keys()].filter((each) => each === subject || each.startsWith(`${subject} `)),
            [],
          );
        });
      }
    });
  }
});

function sorted(entries: readonly (readonly [string, unknown])[]) {
  return [...entries].sort(([a], [b]) => (a < b ? -1 : 1));
}

async function draftsOf(root: string, { files }: HandProject): Promise<ReadonlyMap<string, Draft>> {
  for (const [name, lines] of Object.entries(files)) {
    mkdirSync(path.join(root, path.dirname(name)), { recursive: true });
    writeFileSync(path.join(root, name), `${lines.join('\n')}\n`);
  }
  const index = await openRepositoryIndex({ root, folder: `${root}-index` });
  try {
    await index.refresh();
    const drafts = new Map<string, Draft>();
    for (const seed of SEEDS) for (const draft of await draftsWith(index, seed)) drafts.set(draft.subject, draft);
    return drafts;
  } finally {
    await index.close();
  }
}

async function draftsWith(index: RepositoryIndex, seed: number): Promise<readonly Draft[]> {
  const tools = { typeCheck: undefined, test: undefined, lint: undefined };
  const signal = new AbortController().signal;
  const made: Draft[] = [];
  const input = { index, tools, random: seededRandom(seed), reject: () => undefined, signal };
  for await (const draft of comprehensionMaker.drafts(input)) made.push(draft);
  return made;
}

function answersOf({ verification }: Draft): Readonly<Record<string, unknown>> {
  assert.ok(verification.kind === 'answers');
  return Object.fromEntries(verification.questions.map(({ id, answer }) => [id, plain(answer)]));
}

function plain(answer: Question['answer']): unknown {
  return answer.form === 'place' ? [answer.path, ...answer.lines] : answer.expected;
}
