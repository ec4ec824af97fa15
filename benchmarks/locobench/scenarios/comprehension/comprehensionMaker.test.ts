import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openRepositoryIndex } from '../../../../runtime/repository';
import { seededRandom } from '../../../core/seededRandom';
import { gradeAnswers } from '../../grading/answers/gradeAnswers';
import { makeQsRepository } from '../../testing/madeRepositories';
import { referenceAnswer } from '../admission/knownAnswers';
import { questionFault } from '../checks/questionFaults';
import type { Draft } from '../maker';
import { comprehensionMaker } from './comprehensionMaker';

describe('Questions about code', function () {
  this.timeout(60_000);
  let folder: string;

  before(() => (folder = mkdtempSync(path.join(tmpdir(), 'whetstone-comprehension-'))));
  after(() => rmSync(folder, { recursive: true, force: true }));

  for (const [name, make, least] of [['qs', makeQsRepository, 3]] as const) {
    it(`of ${name} are answered fully by what was computed, and by no stub`, async () => {
      const root = path.join(folder, name);
      await make(root);
      const drafts = await draftsOf(root, path.join(folder, `${name}-index`));
      assert.ok(drafts.length >= least, `${drafts.length} drafts`);
      for (const draft of drafts) {
        const { verification, subject, stubs } = draft;
        assert.ok(verification.kind === 'answers');
        assert.equal(questionFault(verification), undefined, subject);
        assert.equal(gradeAnswers(verification.questions, referenceAnswer(verification).answers).value, 1, subject);
        for (const stub of stubs) {
          const { value } = gradeAnswers(verification.questions, stub.answers);
          assert.ok(value < 0.95, `${subject}: ${stub.kind} scores ${value}`);
        }
      }
    });
  }
});

async function draftsOf(root: string, folder: string): Promise<readonly Draft[]> {
  const index = await openRepositoryIndex({ root, folder });
  try {
    await index.refresh();
    const drafts: Draft[] = [];
    const tools = { typeCheck: undefined, test: undefined, lint: undefined };
    const signal = new AbortController().signal;
    const input = { index, tools, random: seededRandom(1), reject: () => undefined, signal };
    for await (const draft of comprehensionMaker.drafts(input)) drafts.push(draft);
    return drafts;
  } finally {
    await index.close();
  }
}
