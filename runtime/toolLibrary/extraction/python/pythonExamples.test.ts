import assert from 'node:assert/strict';
import { extractTexts, toolNamed, toolOf } from '../testing/extractTexts';

describe('Examples of Python functions', () => {
  it('are read from doctests and lines of a docstring', async () => {
    const text = `
def area(w: float, h: float = 2) -> float:
    """Area.

    >>> area(2, 3)
    6
    >>> area(w=1.5)
    3.0
    >>> area(
    ...     4)
    8

    Examples:
        area(5, 5) -> 25
    """
    return w * h
`;
    assert.deepEqual((await toolOf('a.py', text, 'area')).examples, [
      { arguments: { w: 2, h: 3 }, origin: 'docstring', expected: '6' },
      { arguments: { w: 1.5 }, origin: 'docstring', expected: '3' },
      { arguments: { w: 4 }, origin: 'docstring', expected: '8' },
      { arguments: { w: 5, h: 5 }, origin: 'docstring', expected: '25' },
    ]);
  });

  it('are read from tests and call sites in other files, under other names too', async () => {
    const all = await extractTexts({
      'lib/texts.py': 'def slug(text: str, *, sep="-"): return text\ndef pair(a): return a\n',
      'tests/test_texts.py': `
from lib.texts import slug as s
import lib.texts
import unittest
def test_slug():
    assert s("A b") == "a-b"
    assert s("x", sep="_") == "x"
    assert s(name()) == 1
class T(unittest.TestCase):
    def test(self):
        self.assertEqual(lib.texts.pair((1, 2)), [1, 2])
`,
      'main.py': 'from lib import texts\ntexts.slug("call")\n',
    });
    assert.deepEqual(toolNamed(all, 'slug').examples, [
      { arguments: { text: 'A b' }, origin: 'test', expected: '"a-b"' },
      { arguments: { text: 'x', sep: '_' }, origin: 'test', expected: '"x"' },
      { arguments: { text: 'call' }, origin: 'callSite' },
    ]);
    assert.deepEqual(toolNamed(all, 'pair').examples, [
      { arguments: { a: [1, 2] }, origin: 'test', expected: '[1,2]' },
    ]);
  });

  it('go to the function of the file that was imported, not to one of the same name', async () => {
    const all = await extractTexts({
      'one.py': 'def f(x): return 1\n',
      'two.py': 'def f(x): return 2\n',
      'test_f.py': 'from two import f\ndef test(): assert f(3) == 2\n',
    });
    assert.deepEqual(
      all.tools.map(({ source, examples }) => [source?.path, examples.length]),
      [
        ['one.py', 0],
        ['two.py', 1],
      ],
    );
  });

  it('that do not fit the parameters are none', async () => {
    const all = await extractTexts({ 'a.py': 'def f(x): return x\nf()\nf(1, 2)\nf(y=1)\nf(object())\nf(3)\n' });
    assert.deepEqual(toolNamed(all, 'f').examples, [{ arguments: { x: 3 }, origin: 'callSite' }]);
  });
});
