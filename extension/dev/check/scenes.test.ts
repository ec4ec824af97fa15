import assert from 'node:assert/strict';
import { isPresentable, type Scene } from './scenes';

const scene: Scene = {
  file: 'a.py',
  before: 'def area(width, height):\n    return width * height\n\n\ndef double(width, height):\n    ',
  typed: 'return 2 * ',
  after: '\n',
};

describe('scenes', () => {
  it('a suggestion that completes the line with names of the file is fit for a picture', () => {
    assert.ok(isPresentable(scene, 'area(width, height)'));
  });
  it('one that leaves a bracket open, is a single word, or makes up names is not', () => {
    for (const ghost of ['area(width, ', 'area', '(width, height)):', 'perimeter(width)', '   ']) {
      assert.equal(isPresentable(scene, ghost), false, ghost);
    }
  });
});
