import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { seededRandom } from '../../../core/seededRandom';
import { gradeAnswers } from '../../grading/answers/gradeAnswers';
import { referenceAnswer } from '../admission/knownAnswers';
import type { Draft } from '../maker';
import { layeredProject } from '../testing/layeredProject';
import { memoryIndex } from '../testing/memoryIndex';
import type { Question } from '../types';
import { architectureMaker } from './architectureMaker';

describe('Questions over the import graph', () => {
  let root: string;
  let drafts: readonly Draft[];

  before(async () => {
    root = mkdtempSync(path.join(tmpdir(), 'whetstone-architecture-'));
    const found: Draft[] = [];
    const made = architectureMaker.drafts({
      index: memoryIndex(root, layeredProject()),
      tools: { typeCheck: undefined, test: undefined, lint: undefined },
      random: seededRandom(3),
      reject: () => undefined,
      signal: new AbortController().signal,
    });
    for await (const draft of made) found.push(draft);
    drafts = found;
  });
  after(() => rmSync(root, { recursive: true, force: true }));

  const questions = ({ verification }: Draft): readonly Question[] =>
    verification.kind === 'answers' ? verification.questions : assert.fail('no questions');
  const one = (kind: string, about: string) =>
    drafts.find((draft) => draft.kind === kind && draft.subject.includes(about)) ??
    assert.fail(`no ${kind} of ${about}`);
  const expected = (draft: Draft, id: string) => {
    const answer = questions(draft).find((each) => each.id === id)?.answer;
    return answer === undefined || answer.form === 'place' ? assert.fail(`no ${id}`) : answer.expected;
  };

  it('tell who depends on a file, directly and over others', () => {
    const draft = one('who-depends-on', 'src/stores/store1.ts');
    assert.deepEqual(expected(draft, 'direct'), ['src/services/service0.ts', 'src/services/service1.ts']);
    assert.deepEqual(expected(draft, 'all'), [
      'src/pages/page0.test.ts',
      'src/pages/page0.ts',
      'src/pages/page1.test.ts',
      'src/pages/page1.ts',
      'src/services/service0.ts',
      'src/services/service1.ts',
    ]);
  });

  it('tell the longest chain of imports', () => {
    assert.equal(expected(one('what-it-needs', 'src/pages/page2.ts'), 'chain'), 4);
  });

  it('tell the members of a cycle', () => {
    const draft = drafts.find(({ kind }) => kind === 'cycle') ?? assert.fail('no cycle');
    assert.equal((expected(draft, 'cycle') as readonly string[]).length, 2);
  });

  it('ask for a shortest path only where there is one', () => {
    for (const draft of drafts.filter(({ kind }) => kind === 'shortest-path')) {
      const way = expected(draft, 'path') as readonly string[];
      assert.ok(way.length >= 4, way.join(' '));
      // Two stores lead from a service to the core: no single way.
      assert.ok(!(way[0]!.includes('service') && way.at(-1) === 'src/core/core.ts'));
    }
  });

  it('tell the file that its folder turns around', () => {
    const draft = one('hub', 'src/core');
    assert.equal(expected(draft, 'hub'), 'src/core/core.ts');
    assert.equal(expected(draft, 'users'), 6);
  });

  it('tell the folders that a folder needs, over all of its files', () => {
    const draft = one('folders-it-needs', 'src/services');
    assert.deepEqual(expected(draft, 'needs'), ['src/stores']);
    assert.equal(draft.needed.length, 6);
  });

  it('place a new file where no new arrow is needed', () => {
    const draft = drafts.find(({ kind }) => kind === 'where-it-belongs');
    assert.ok(draft === undefined || ['src/stores', 'src/services'].includes(String(expected(draft, 'place'))));
  });

  it('show every file that the answer names', () => {
    for (const draft of drafts) {
      const paths = questions(draft).flatMap(({ answer }) =>
        (answer.form === 'set' || answer.form === 'sequence') && draft.kind !== 'folders-it-needs'
          ? answer.expected
          : [],
      );
      assert.deepEqual(
        paths.filter((each) => !draft.needed.includes(each)),
        [],
        draft.subject,
      );
    }
  });

  it('are solved by their reference and by none of their stubs', () => {
    assert.ok(drafts.length >= 30, String(drafts.length));
    for (const draft of drafts) {
      assert.ok(
        gradeAnswers(questions(draft), referenceAnswer(draft.verification).answers).value > 0.999999,
        draft.subject,
      );
      for (const { kind, answers } of draft.stubs) {
        assert.ok(gradeAnswers(questions(draft), answers).value < 1, `${draft.subject}: ${kind}`);
      }
    }
  });
});
