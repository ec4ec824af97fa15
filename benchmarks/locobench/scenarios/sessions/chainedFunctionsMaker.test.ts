import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openRepositoryIndex } from '../../../../runtime/repository';
import { seededRandom } from '../../../core/seededRandom';
import { questionFault } from '../checks/questionFaults';
import type { Draft, TestObserver } from '../maker';
import { writeFiles } from '../testing/writeFiles';
import type { Session } from '../types';
import { chainedFunctionsMaker } from './chainedFunctionsMaker';

const files = {
  'parts.ts':
    'export function parts(text: string): string[] {\n  const all = text.split(",");\n  const kept = all.filter(Boolean);\n  return kept;\n}\n',
  'total.ts':
    'import { parts } from "./parts";\n\nexport function total(text: string): number {\n  let sum = 0;\n  for (const part of parts(text)) sum += Number(part);\n  return sum;\n}\n',
  'total.test.ts':
    'import { parts } from "./parts";\nimport { total } from "./total";\ndescribe("numbers", () => {\n  it("are parted", () => {\n    parts("1,2");\n  });\n  it("are added", () => {\n    total("1,2");\n  });\n});\n',
};

describe('Functions that are written again one a session', () => {
  let root: string;
  let draft: Draft;
  let sessions: readonly Session[];
  let observed: Draft;

  before(async () => {
    root = mkdtempSync(path.join(tmpdir(), 'whetstone-sessions-'));
    writeFiles(path.join(root, 'repository'), files);
    const index = await openRepositoryIndex({ root: path.join(root, 'repository'), folder: path.join(root, 'index') });
    try {
      await index.refresh();
      const one = async (observe?: TestObserver) => {
        const tools = { typeCheck: undefined, test: undefined, lint: undefined };
        const input = { index, tools, random: seededRandom(1), reject: () => undefined, observe };
        const drafts: Draft[] = [];
        const signal = new AbortController().signal;
        for await (const each of chainedFunctionsMaker.drafts({ ...input, signal })) drafts.push(each);
        assert.equal(drafts.length, 1);
        return drafts[0]!;
      };
      draft = await one();
      sessions = draft.verification.kind === 'sessions' ? draft.verification.sessions : [];
      // The test passes where what it needs is written: total.ts is not among the changes while it is a later session's.
      observed = await one(async (changes) => ({
        kind: 'ran',
        results: [
          {
            ...{ file: 'total.test.ts', name: 'numbers are added' },
            passed: changes.every(({ content }) => content?.includes('not implemented') !== true),
          },
        ],
      }));
    } finally {
      await index.close();
    }
  });
  after(() => rmSync(root, { recursive: true, force: true }));

  it('begin with the one that is called', () => {
    assert.deepEqual(
      sessions.map(({ check }) => check.allowed),
      [['parts.ts'], ['total.ts']],
    );
  });

  it('go out from a state in which none has a body', () => {
    assert.deepEqual(
      draft.base.map(({ path: file, content }) => [file, content?.match(/not implemented/g)?.length]),
      [
        ['parts.ts', 1],
        ['total.ts', 1],
      ],
    );
  });

  it('ask for tests that need nothing of a later session', () => {
    assert.deepEqual(
      sessions.map(({ check }) => check.failToPass),
      [
        [{ file: 'total.test.ts', names: ['numbers are parted'] }],
        [{ file: 'total.test.ts', names: ['numbers are added'] }],
      ],
    );
  });

  it('show the first one by tests through the later ones where tests run', () => {
    const [first] = observed.verification.kind === 'sessions' ? observed.verification.sessions : [];
    assert.deepEqual(first?.check.failToPass, [{ file: 'total.test.ts', names: ['numbers are added'] }]);
    assert.deepEqual(first.check.hidden[0], { path: 'total.ts', content: files['total.ts'] });
  });

  it('say their decisions once, and ask for them later', () => {
    const [first, second] = sessions;
    const ticket = /[A-Z]{4}-\d{4}/.exec(first!.prompt)?.[0] ?? '';
    assert.equal(second!.prompt.includes(ticket), false);
    assert.equal(second!.check.reference[0]?.content?.includes(`// ${ticket}: total`), true);
    for (const { answer } of second!.recall) {
      assert.ok(answer.form === 'text');
      assert.equal(first!.prompt.includes(answer.expected) && !second!.prompt.includes(answer.expected), true);
    }
    assert.deepEqual([second!.recall.length, questionFault(draft.verification)], [2, undefined]);
  });
});
