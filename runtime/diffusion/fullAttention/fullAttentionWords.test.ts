import assert from 'node:assert/strict';
import type { RewriteParams } from '../../protocol';
import { DiffusionModel, type FullAttentionModel } from '../model/diffusionModel';
import { RewriteVocabulary } from '../rewriting/rewriteVocabulary';
import { makeRandomModel, type RandomModel } from '../test/randomModel';
import { FullAttentionInfiller } from './fullAttentionInfiller';
import { FullAttentionWords } from './fullAttentionWords';

const text = 'def f(x):\n    total = x + 1\n    return total\n';

describe('words by models whose rows all see each other', function () {
  this.timeout(60_000);
  for (const family of ['coda', 'dreamon'] as const) {
    describe(family, () => {
      let random: RandomModel;
      let model: FullAttentionModel;
      let words: FullAttentionWords;
      before(async () => {
        random = await makeRandomModel('fp32', { seed: 4, family });
        const opened = await DiffusionModel.open(random.folder, { threads: 1 });
        assert.ok(opened.hasFullAttention());
        model = opened;
        const infiller = new FullAttentionInfiller(model);
        const vocabulary = new RewriteVocabulary(model.tokenizer, model.config.shape.vocab, model.config.special);
        const params: RewriteParams = {
          ...{ model: random.folder, session: 's', languageId: 'python', text, spans: [], copy: 'off' },
          ...{ seed: 1, temperature: 0 },
        };
        words = new FullAttentionWords(infiller, vocabulary, params, infiller.open(), () => Promise.resolve());
      });
      after(async () => {
        await model.dispose();
        await random.remove();
      });

      const gaps = [...text.matchAll(/\w+/g)].map(({ 0: old, index }) => ({
        old,
        around: { prefix: text.slice(0, index), suffix: text.slice(index + old.length) },
      }));

      it('are whole, of one line, and without white space at their edges', async () => {
        let proposed = 0;
        for (const { around, old } of gaps) {
          const now = await words.propose(around, old);
          if (now === undefined) continue;
          proposed++;
          assert.match(now, /^\S([^\n]*\S)?$/);
          assert.ok(!now.includes('\ufffd'));
        }
        assert.ok(proposed > 0, 'of some words something is proposed');
      });

      it('are compared by a gain that turns its sign when they change places', async () => {
        const { around, old } = gaps[3]!;
        const there = await words.judge(around, old, 'other');
        const back = await words.judge(around, 'other', old);
        assert.ok(there && back);
        assert.ok(Math.abs(there.gain + back.gain) < 1e-3, `${there.gain} ${back.gain}`);
        assert.ok(there.probability > 0 && there.probability < 1);
        const same = await words.judge(around, old, old);
        assert.ok(Math.abs(same!.gain) < 1e-6);
      });
    });
  }
});
