import assert from 'node:assert/strict';
import { parseKept } from './parseKept';

describe('trees that are kept', () => {
  it('are what the text says, each taker with its own', async () => {
    const first = await parseKept('typescript', 'const a = 1;');
    const second = await parseKept('typescript', 'const a = 1;');
    first.delete();
    assert.equal(second.rootNode.toString(), (await parseKept('typescript', 'const a = 1;')).rootNode.toString());
    assert.equal(second.rootNode.text, 'const a = 1;');
    second.delete();
  });

  it('are of a language', async () => {
    const script = await parseKept('javascript', 'a = 1');
    const python = await parseKept('python', 'a = 1');
    assert.deepEqual([script.rootNode.type, python.rootNode.type], ['program', 'module']);
  });

  it('go when there are many, and come again', async () => {
    const text = (number: number) => `const n${number} = '${'x'.repeat(300_000)}';`;
    for (let number = 0; number < 12; number++) {
      const tree = await parseKept('javascript', text(number));
      assert.equal(tree.rootNode.endIndex, text(number).length);
      tree.delete();
    }
    assert.equal((await parseKept('javascript', text(0))).rootNode.text, text(0));
  });
});
