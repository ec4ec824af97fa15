import assert from 'node:assert/strict';
import { MeantToDiffer } from './meantToDiffer';
import { madeFinding, madePlace } from './testing/madeFinding';

describe('MeantToDiffer', () => {
  const places = [madePlace('text.py', 'slugify'), madePlace('web.py', 'to_slug')];
  let kept: Map<string, unknown>;
  let meant: MeantToDiffer;

  beforeEach(() => {
    kept = new Map();
    meant = new MeantToDiffer({
      get: (key) => kept.get(key),
      update: async (key, value) => void kept.set(key, JSON.parse(JSON.stringify(value ?? null))),
    });
  });

  it('leaves out what is meant to differ, from both sides, wherever it moves', async () => {
    await meant.add(places);
    const back = madeFinding({
      tool: madePlace('web.py', 'to_slug', 3),
      others: [madePlace('text.py', 'slugify', 90)],
    });
    assert.deepEqual(meant.without([madeFinding(), back]), []);
  });

  it('goes on telling of others', async () => {
    await meant.add(places);
    const other = madePlace('new.py', 'slug');
    const [left] = meant.without([madeFinding({ others: [...madeFinding().others, other] })]);
    assert.deepEqual(left?.others, [other]);
  });

  it('tells again of what is taken back, and tells who listens', async () => {
    let heard = 0;
    const listening = meant.onChange(() => heard++);
    await meant.add([...places, madePlace('new.py', 'slug')]);
    assert.equal(meant.pairs.length, 3);
    await meant.takeBack(meant.pairs.filter((pair) => pair.includes('web.py#to_slug')));
    listening.dispose();
    assert.deepEqual(meant.pairs, [['new.py#slug', 'text.py#slugify']]);
    assert.equal(meant.without([madeFinding()]).length, 1);
    assert.equal(heard, 2);
  });

  it('goes with files and folders that get another name', async () => {
    await meant.add([madePlace('a/text.py', 'slugify'), madePlace('b/web.py', 'to_slug')]);
    await meant.renamed('a/text.py', 'z/text.py');
    assert.deepEqual(meant.pairs, [['b/web.py#to_slug', 'z/text.py#slugify']]);
    await meant.renamed('b', 'c');
    await meant.renamed('z/te', 'y');
    assert.deepEqual(meant.pairs, [['c/web.py#to_slug', 'z/text.py#slugify']]);
  });

  it('does not keep a pair twice, whatever its order', async () => {
    await meant.add(places);
    await meant.add([...places].reverse());
    assert.equal(meant.pairs.length, 1);
  });

  it('takes no harm from what else stands in the memory', () => {
    kept.set('whetstone.toolLibrary.meantToDiffer', [['one'], 3, ['a', 'b']]);
    assert.deepEqual(meant.pairs, [['a', 'b']]);
    kept.set('whetstone.toolLibrary.meantToDiffer', 'nonsense');
    assert.equal(meant.without([madeFinding()]).length, 1);
  });
});
