import assert from 'node:assert/strict';
import { aspectNames } from '../aspects';
import { impliedValue } from './impliedValue';
import { catalogue } from './index';

const values = aspectNames.flatMap((aspect) =>
  catalogue[aspect].flatMap((topic) => topic.values.map((value) => ({ aspect, topic, value }))),
);
const statements = values.flatMap(({ aspect, value }) => value.implicit.map((text) => ({ aspect, value, text })));
const holds = (text: string, word: string) =>
  new RegExp(`(^|[^a-z])${word.toLowerCase()}([^a-z]|$)`).test(text.toLowerCase());

describe("the catalogue of travellers' wishes", () => {
  it('has topics and preferences enough in each aspect', () => {
    assert.ok(values.length >= 80, `${values.length} preferences`);
    for (const aspect of aspectNames) assert.ok(catalogue[aspect].length >= 5, aspect);
    const names = aspectNames.flatMap((aspect) => catalogue[aspect].map(({ name }) => `${aspect} ${name}`));
    assert.equal(new Set(names).size, names.length);
    assert.ok(names.length >= 24, `${names.length} topics`);
  });

  it('hints at each in four ways at least, none of them twice', () => {
    for (const { value } of values) assert.ok(value.implicit.length >= 4, value.explicit);
    assert.equal(new Set(statements.map(({ text }) => text)).size, statements.length);
  });

  it('names no value in a hint', () => {
    const naming = statements.flatMap(({ value, text }) =>
      [...value.names, ...value.shows].filter((name) => holds(text, name)).map((name) => `"${name}" in: ${text}`),
    );
    assert.deepEqual(naming, []);
  });

  it('hints so that rules find the value among all of its aspect', () => {
    const lost = statements.filter(({ aspect, value, text }) => impliedValue(aspect, text) !== value);
    assert.ok(
      lost.length <= 0.02 * statements.length,
      `${lost.length} of ${statements.length}:\n${lost.map(({ text }) => text).join('\n')}`,
    );
  });

  it('finds nothing in a sentence about something else', () => {
    assert.equal(impliedValue('flight', 'I hope that the weather holds.'), undefined);
  });

  it('shows every value of an aspect in words of its own, and fees only for extras', () => {
    for (const aspect of aspectNames) {
      const shown = catalogue[aspect].flatMap(({ values: all, others = [] }) => [
        ...all.flatMap(({ shows }) => shows),
        ...others,
      ]);
      assert.equal(new Set(shown).size, shown.length, aspect);
    }
    for (const { topic, value } of values)
      assert.equal(value.fee !== undefined, topic.kind === 'extra', value.explicit);
  });
});
