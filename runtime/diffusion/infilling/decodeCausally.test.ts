import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { CopyReach, InfillResult } from '../../protocol';
import { InfillEngine } from '../engine';
import { makeRandomModel, type RandomModel } from '../test/randomModel';

const shipped = path.join(__dirname, '../../../media/models');

/** Places in source files of this folder: one in the middle of a word in every file, at different depths. */
const places = readdirSync(__dirname)
  .filter((name, i) => name.endsWith('.ts') && i % 2 === 0)
  .map((name, i) => {
    const text = readFileSync(path.join(__dirname, name), 'utf8');
    const words = [...text.matchAll(/(?<=[a-z])[a-z]{3}/g)].map(({ index }) => index);
    const cursor = words[Math.floor((words.length * (i + 3)) / 24)] ?? text.length;
    return { name, prefix: text.slice(0, cursor), suffix: text.slice(text.indexOf('\n', cursor)) };
  });

describe('causal decoding', function () {
  this.timeout(120_000);
  let random: RandomModel;
  before(async () => {
    random = await makeRandomModel('int8', { seed: 5, maxPrefixTokens: 300 });
  });
  after(() => random.remove());

  async function infillAll(
    modelsFolder: string,
    options: { readonly drafts: boolean; readonly copy: CopyReach; readonly maxTokens: number },
    cases = places,
  ): Promise<readonly InfillResult[]> {
    const engine = new InfillEngine({ threads: 1, modelsFolder, order: 'causal', drafts: options.drafts });
    const results: InfillResult[] = [];
    for (const { name, prefix, suffix } of cases) {
      const request = {
        model: 'embedded',
        session: name,
        languageId: 'typescript',
        prefix,
        suffix,
        snippets: [],
        extent: 'block',
        alternatives: 2,
        maxTokens: options.maxTokens,
        length: { kind: 'found' },
        threshold: 0.9,
        copy: options.copy,
        seed: 1,
      } as const;
      results.push(await engine.infill(request, new AbortController().signal));
    }
    await engine.dispose();
    return results;
  }
  const answers = (results: readonly InfillResult[]) =>
    results.map(({ suggestions }) =>
      suggestions.map(({ text, tokens, evidence }) => {
        const { copied, copyMatch } = evidence;
        return { text, tokens, copied, copyMatch };
      }),
    );
  /** Probabilities may differ in their last digits: rows of a pass are added up in another order. */
  const sameConfidence = (some: readonly InfillResult[], others: readonly InfillResult[]): void => {
    const all = (results: readonly InfillResult[]) => results.flatMap(({ suggestions }) => suggestions);
    for (const [i, { confidence }] of all(some).entries()) {
      assert.ok(Math.abs(confidence - all(others)[i]!.confidence) < 1e-3);
    }
  };
  const passes = (results: readonly InfillResult[]) => results.reduce((sum, result) => sum + result.forwardPasses, 0);

  it('gives the same suggestions with and without drafts, in fewer passes', async function () {
    if (!existsSync(path.join(shipped, 'embedded', 'model.onnx'))) this.skip();
    const options = { copy: 'file', maxTokens: 40 } as const;
    const drafted = await infillAll(shipped, { ...options, drafts: true });
    const plain = await infillAll(shipped, { ...options, drafts: false });
    assert.deepEqual(answers(drafted), answers(plain));
    sameConfidence(drafted, plain);
    assert.ok(passes(drafted) < 0.8 * passes(plain), `${passes(drafted)} of ${passes(plain)}`);
    const copied = drafted.flatMap(({ suggestions }) => suggestions).filter(({ evidence }) => evidence.copied > 0.5);
    assert.ok(copied.length > 0);
    for (const { evidence } of copied) assert.ok(evidence.copied <= 1 && evidence.copyMatch >= 0);
  });

  it('does so with random weights too, over several windows', async () => {
    const options = { copy: 'file', maxTokens: 30 } as const;
    const few = places.slice(0, 6);
    const drafted = await infillAll(random.root, { ...options, drafts: true }, few);
    assert.deepEqual(answers(drafted), answers(await infillAll(random.root, { ...options, drafts: false }, few)));
  });

  it('copies nothing when that is off', async () => {
    for (const { suggestions } of await infillAll(
      random.root,
      { copy: 'off', drafts: true, maxTokens: 8 },
      places.slice(0, 4),
    )) {
      for (const { evidence } of suggestions) assert.deepEqual([evidence.copied, evidence.copyMatch], [0, 0]);
    }
  });
});
