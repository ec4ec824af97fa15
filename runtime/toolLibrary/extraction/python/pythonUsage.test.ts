import assert from 'node:assert/strict';
import { extractTexts, toolNamed, toolOf } from '../testing/extractTexts';

const head = `
import math, os, random, subprocess, time, requests, uuid
import numpy as np
from datetime import datetime as dt
from pathlib import Path
from .other import far
CACHE = {}
LIMITS = {'a': 1}
`;

describe('Effects of Python functions', () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ['return math.sqrt(x) + np.sum([x]) + len(str(x).strip())', []],
    ['return LIMITS["a"] + x', []],
    ['y = [x]\n    y.append(1)\n    return sorted(y)', []],
    ['x = list(x)\n    x.sort()\n    return x', []],
    ['return [a for a in x if (lambda b: b)(a)]', ['unknown']],
    ['def inner(a): return a\n    return inner(x)', []],
    ['x.append(1)', ['state']],
    ['for row in x:\n        row["a"] = 1', ['state']],
    ['y = x\n    y[0] = 1', ['state']],
    ['y = x or []\n    y.append(1)', ['state']],
    ['CACHE[x] = 1', ['state']],
    ['return CACHE.get(x)', ['state']],
    ['global CACHE\n    CACHE = {}', ['state']],
    ['return open(x).read()', ['files', 'unknown']],
    ['return Path(x).read_text()', ['files']],
    ['return os.path.join("a", x)', []],
    ['return os.path.exists(x)', ['files']],
    ['return os.environ["A"]', ['state']],
    ['return requests.get(x).json()', ['network']],
    ['import urllib.request\n    return urllib.request.urlopen(x)', ['network']],
    ['return subprocess.run(x)', ['process']],
    ['return time.time()', ['clock']],
    ['return dt.now().isoformat()', ['clock']],
    ['return dt.fromisoformat(x).isoformat()', []],
    ['return random.random()', ['random']],
    ['return uuid.uuid4()', ['random']],
    ['return np.random.rand()', ['random']],
    ['return eval(x)', ['unknown']],
    ['return x(1)', ['unknown']],
    ['return x.frobnicate()', ['unknown']],
    ['return far(x)', ['unknown']],
    ['return [*map(open, x)]', ['files']],
    ['return isinstance(x, Path)', []],
    ['client = x\n    return client.get(1)', ['unknown']],
    ['return x.get(1)', []],
    ['raise ValueError(f"no {x}")', []],
  ];
  for (const [body, effects] of cases) {
    it(body.replace(/\s+/g, ' '), async () => {
      // Something has to change the cache for reading it to count.
      const text = `${head}\ndef f(x):\n    ${body}\ndef fill(k):\n    CACHE[k] = k\n`;
      assert.deepEqual((await toolOf('a.py', text, 'f')).effects, effects);
    });
  }

  it('are followed through helpers, with what they need', async () => {
    const text = `
import time, json
SIZE = 3
class Box:
    def __init__(self, v): self.v = v
    def late(self): return time.time()
def _a(x): return _b(x)
def _b(x): return Box(x).late() + SIZE
def f(x): return _a(x)
def g(x): return json.dumps(x)
`;
    const all = await extractTexts({ 'a.py': text });
    assert.deepEqual(toolNamed(all, 'f').effects, ['clock']);
    assert.deepEqual(toolNamed(all, 'f').dependencies, { helpers: ['Box', 'SIZE', '_a', '_b'], imports: ['time'] });
    assert.deepEqual(toolNamed(all, 'g').dependencies, { helpers: [], imports: ['json'] });
  });

  it('are followed into other files of the collection, also where they import each other', async () => {
    const files = {
      'pkg/__init__.py': '',
      'pkg/a.py': 'from .b import g\ndef f(x): return g(x)\ndef back(x): return x\n',
      'pkg/b.py': 'import random\nfrom pkg.a import back\ndef g(x): return back(x) + random.random()\n',
    };
    const all = await extractTexts(files);
    assert.deepEqual(toolNamed(all, 'f').effects, ['random']);
    assert.deepEqual(toolNamed(all, 'back').effects, []);
  });

  it('of a decorator that only registers do not count', async () => {
    const text =
      'REGISTRY = {}\ndef mark(fn):\n    REGISTRY[fn.__name__] = fn\n    return fn\n@mark\ndef f(x: int): return x\n';
    const tool = await toolOf('a.py', text, 'f');
    assert.deepEqual([tool.effects, tool.dependencies.helpers], [[], ['REGISTRY', 'mark']]);
  });
});
