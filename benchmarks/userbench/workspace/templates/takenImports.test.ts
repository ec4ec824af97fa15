import assert from 'node:assert/strict';
import { takenImports } from './takenImports';

/** Of a module `src/text/trim.ts` whose function is the last thing in it. */
function taken(source: string, needed: readonly string[], target = 'src/shared/trim-end.ts') {
  const start = source.indexOf('export function moved');
  return takenImports({ source, folder: 'src/text', neededImports: needed }, start, source.length, target);
}

const moved = 'export function moved() {}\n';

describe('imports that move with a function', () => {
  it('are repeated from the new place, and left out of the old one', () => {
    const source = `import path from 'node:path';\nimport { a, type B } from '../core/a';\nimport { c } from './c.js';\n\n${moved}`;
    assert.deepEqual(taken(source, ['path', 'a', 'B', 'c']), {
      lines: [
        "import path from 'node:path';",
        "import { a, type B } from '../core/a';",
        "import { c } from '../text/c.js';",
      ],
      before: '\n',
    });
  });

  it('stay where something else needs them', () => {
    const source = `import { a, b, c as d } from './a';\n\nexport const e = b(d);\n${moved}`;
    assert.deepEqual(taken(source, ['a', 'd']), {
      lines: ["import { a, c as d } from '../text/a';"],
      before: "import { b, c as d } from './a';\n\nexport const e = b(d);\n",
    });
  });

  it('may be whole modules, and what is required', () => {
    const source = `const utils = require('./utils');\nvar { has: owns } = require("../has");\nconst formats = require('./formats');\n\nformats.x;\n${moved}`;
    assert.deepEqual(taken(source, ['utils', 'owns'], 'src/text/own/moved.js'), {
      lines: ["const utils = require('../utils');", 'var { has: owns } = require("../../has");'],
      before: "const formats = require('./formats');\n\nformats.x;\n",
    });
    assert.deepEqual(taken(`import * as a from '../a';\n${moved}`, ['a'])?.lines, ["import * as a from '../a';"]);
  });

  it('are none where nothing is needed, and nothing changes', () => {
    const source = `import { a } from './a';\n\na();\n${moved}`;
    assert.deepEqual(taken(source, []), { lines: [], before: "import { a } from './a';\n\na();\n" });
  });

  it('are refused in forms that cannot be taken over', () => {
    for (const head of [
      "import a, { b } from './a';\n",
      "const { a: { b } } = require('./a');\n",
      "const b = require('./a').b;\n",
      "const { a = 1, b } = require('./a');\n",
      "const b = wrapped(require('./a'));\n",
      '',
    ]) {
      assert.equal(taken(head + moved, ['b']), undefined, head);
    }
    assert.equal(taken(`${moved}import { b } from './a';\n`, ['b']), undefined);
  });
});
