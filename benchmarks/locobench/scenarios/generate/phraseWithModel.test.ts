import assert from 'node:assert/strict';
import { missingFact } from './phraseWithModel';

describe('A task in other words', () => {
  const task = 'Somebody changes `src/a.ts`.\n\ndirect: Which files import `src/a.ts`, and not src/b.ts?';

  it('may say it in any words that keep the facts', () => {
    assert.equal(
      missingFact(task, 'Look at `src/a.ts`, which is about to change.\ndirect: who imports it? Not src/b.ts.'),
      undefined,
    );
  });

  it('has to keep every path', () => {
    assert.equal(missingFact(task, 'Look at `src/a.ts`.\ndirect: who imports it?'), 'src/b.ts');
  });

  it('has to keep the ids of questions', () => {
    assert.equal(missingFact(task, 'Look at `src/a.ts` and not src/b.ts: who imports it?'), 'direct:');
  });
});
