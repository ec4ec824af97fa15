import assert from 'node:assert/strict';
import { TouchedFiles } from './touchedFiles';

describe('TouchedFiles', () => {
  it('tells each file once, and again when it was not heard', () => {
    const touched = new TouchedFiles();
    touched.add('a.py');
    touched.add('a.py');
    const taken = touched.take();
    assert.deepEqual([taken, touched.take()], [['a.py'], []]);
    touched.add('b.py');
    touched.giveBack(taken);
    assert.deepEqual([...touched.take()].sort(), ['a.py', 'b.py']);
  });

  it('tells the folders of very many files', () => {
    const touched = new TouchedFiles();
    for (let at = 0; at < 2001; at++) touched.add(`${at % 2 === 0 ? 'one' : 'two'}/sub/${at}.ts`);
    assert.deepEqual(touched.take(), ['one', 'two']);
  });
});
