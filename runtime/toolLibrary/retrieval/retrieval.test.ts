import assert from 'node:assert/strict';
import { madeTool } from '../testing/madeTool';
import { bestOf } from './bestOf';
import { Bm25Retriever } from './bm25Retriever';
import { EmbeddingRetriever } from './embeddingRetriever';
import { cosine, TfidfModel } from './tfidfModel';
import { TfidfRetriever } from './tfidfRetriever';
import type { Embedder } from './types';

const tools = [
  madeTool({ name: 'circleArea', description: 'Area of a circle.', parameters: { radius: 'number' } }),
  madeTool({ name: 'days_between', description: 'Count the days between dates.', parameters: { start: 'string' } }),
  madeTool({
    name: 'format_usd',
    description: 'Write an amount of money in dollars.',
    parameters: { amount: 'number' },
  }),
  madeTool({ name: 'sphere_volume', description: 'Volume of a sphere.', parameters: { radius: 'number' } }),
];
const closeTo = (actual: number | undefined, expected: number) =>
  assert.ok(actual !== undefined && Math.abs(actual - expected) < 1e-6, `${actual} is not ${expected}`);

for (const Retriever of [Bm25Retriever, TfidfRetriever]) {
  describe(Retriever.name, () => {
    const retriever = new Retriever(tools);
    const names = (query: string, count = 4) => retriever.find(query, count).map(({ tool }) => tool.name);
    it('finds tools by split names, descriptions and parameters', () => {
      assert.equal(names('area of circles')[0], 'circleArea');
      assert.equal(names('how many days')[0], 'days_between');
      assert.deepEqual(names('radius').sort(), ['circleArea', 'sphere_volume']);
    });
    it('gives no more than asked for, and the same at every call', () => {
      assert.equal(names('area days money sphere', 2).length, 2);
      assert.deepEqual(names('area days money sphere'), names('area days money sphere'));
      assert.deepEqual(names('area', 0), []);
    });
    it('finds nothing without a common term, and in an empty library', () => {
      assert.deepEqual(names('zzz'), []);
      assert.deepEqual(new Retriever([]).find('area', 3), []);
    });
    it('settles ties by the order of the tools', () => {
      const same = [madeTool({ name: 'one', description: 'rotor' }), madeTool({ name: 'one', description: 'rotor' })];
      const found = new Retriever(same).find('rotor', 2);
      assert.deepEqual(
        found.map(({ tool }) => same.indexOf(tool)),
        [0, 1],
      );
    });
  });
}

describe('Bm25Retriever', () => {
  it('gives the scores of the formula', () => {
    // Two documents of 1 and 3 words; "rotor" stands once in each: rarity ln(1 + 0.5 / 2.5), mean length 2.
    const made = [madeTool({ name: 'rotor' }), madeTool({ name: 'rotor', description: 'blade hub' })];
    const found = new Bm25Retriever(made).find('rotor', 2);
    closeTo(found[0]?.score, (Math.log(1.2) * 2.2) / (1 + 1.2 * (0.25 + 0.75 * 0.5)));
    closeTo(found[1]?.score, (Math.log(1.2) * 2.2) / (1 + 1.2 * (0.25 + 0.75 * 1.5)));
  });
});

describe('TfidfModel', () => {
  it('makes vectors of length 1, whose product with themselves is 1', () => {
    const { vectors } = new TfidfModel(['mean of numbers', 'median of numbers']);
    closeTo(cosine(vectors[0]!, vectors[0]!), 1);
    const between = cosine(vectors[0]!, vectors[1]!);
    assert.ok(between > 0.1 && between < 0.9, String(between));
  });
  it('knows words by their parts where the words differ', () => {
    const model = new TfidfModel(['kilometre', 'kilogram', 'voltage']);
    const [first, second, third] = model.vectors;
    assert.ok(cosine(first!, second!) > 0.03);
    assert.equal(cosine(first!, third!), 0);
  });
  it('has nothing to say of text without words', () => {
    const [none] = new TfidfModel(['', 'word']).vectors;
    assert.equal(none!.terms.length, 0);
  });
});

describe('bestOf', () => {
  it('is the head of all scores in order', () => {
    const many = Array.from({ length: 500 }, (_, at) => madeTool({ name: `tool${at}` }));
    const scores = Float64Array.from(many, (_, at) => (at * 7919) % 101);
    const sorted = many.map((_, at) => at).filter((at) => scores[at]! > 0);
    sorted.sort((one, other) => scores[other]! - scores[one]! || one - other);
    for (const count of [1, 7, 499, 1000]) {
      const expected = sorted.slice(0, count).map((at) => many[at]);
      assert.deepEqual(
        bestOf(many, scores, count).map(({ tool }) => tool),
        expected,
      );
    }
  });
});

describe('EmbeddingRetriever', () => {
  /** Letters of a text, counted: enough to be near where texts are alike. */
  const letters: Embedder = {
    name: 'letters',
    embed: async (texts) =>
      texts.map((text) => {
        const vector = new Float32Array(26);
        for (const letter of text.toLowerCase()) {
          const at = letter.charCodeAt(0) - 97;
          if (at >= 0 && at < 26) vector[at]!++;
        }
        return vector;
      }),
  };
  it('finds the nearest tools', async () => {
    const retriever = await EmbeddingRetriever.open(tools, letters);
    assert.equal((await retriever.find('sphere_volume Volume of a sphere. radius', 1))[0]?.tool.name, 'sphere_volume');
    assert.equal(retriever.name, 'letters');
  });
  it('refuses vectors that do not fit', async () => {
    const short: Embedder = { name: 'short', embed: async (texts) => texts.map((_, at) => new Float32Array(at + 1)) };
    await assert.rejects(EmbeddingRetriever.open(tools, short), RangeError);
  });
});
