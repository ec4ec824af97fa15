import assert from 'node:assert/strict';
import { editedTree, openSyntax, parse } from './index';

describe('trees of edited texts', () => {
  const text = 'const a = [1, 2];\nfunction f(x: number) {\n  return x + 1; // ü\n}\nexport const b = f(a[0]!);\n';
  const edits = [
    ['one word', 'x + 1', 'x - 1'],
    ['several lines', 'return x + 1;', 'if (x > 1) {\n    return 2;\n  }\n  return 3;'],
    ['nothing left', '  return x + 1; // ü\n', ''],
    ['something broken', 'x + 1', 'x +'],
    ['the end', 'export const b = f(a[0]!);\n', 'export {};'],
  ] as const;

  for (const [name, before, after] of edits) {
    it(`are those of the whole text: ${name}`, async () => {
      const syntax = await openSyntax('typescript');
      const tree = await parse('typescript', text);
      const start = text.indexOf(before);
      const changed = text.slice(0, start) + after + text.slice(start + before.length);
      const moved = editedTree(tree, text, { start, end: start + before.length, after });
      const again = syntax.parse(changed, moved);
      const whole = syntax.parse(changed);
      assert.equal(again.rootNode.toString(), whole.rootNode.toString());
      assert.equal(again.rootNode.text, changed);
      assert.equal(tree.rootNode.text, text);
      for (const each of [tree, moved, again, whole]) each.delete();
    });
  }
});
