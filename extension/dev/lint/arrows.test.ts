import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Linter } from 'eslint';
import tseslint from 'typescript-eslint';
import { arrows } from './arrows.mjs';

/** A project of empty files: one folder with a door, one without, and a protocol at each border. */
const files = [
  'runtime/protocol.ts',
  'runtime/diffusion/index.ts',
  'runtime/diffusion/sampler.ts',
  'runtime/host/rpc.ts',
  'benchmarks/cli.ts',
  'benchmarks/infilling/protocol.ts',
  'extension/main.ts',
  'webviews/activity/protocol.ts',
  'webviews/activity/main.ts',
];

describe('lint rule for the arrows between folders', () => {
  let root: string;

  before(() => {
    root = mkdtempSync(path.join(os.tmpdir(), 'whetstone-arrows-'));
    for (const file of files) {
      mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
      writeFileSync(path.join(root, file), 'export {};\n');
    }
  });

  after(() => {
    rmSync(root, { recursive: true });
  });

  /** Ids of the messages for a file with this code. */
  function lint(file: string, code: string): (string | undefined)[] {
    const linter = new Linter({ cwd: root });
    const messages = linter.verify(
      code,
      [
        {
          files: ['**/*.ts'],
          languageOptions: { parser: tseslint.parser },
          plugins: { whetstone: { rules: { arrows } } },
          rules: { 'whetstone/arrows': 'error' },
        },
      ],
      path.join(root, file),
    );
    return messages.map((message) => message.messageId ?? message.message);
  }

  const forbidden: readonly (readonly [string, string, string, string])[] = [
    ['vscode in the runtime', 'runtime/host/rpc.ts', "import * as vscode from 'vscode';", 'vscode'],
    ['a type of vscode in the runtime', 'runtime/host/rpc.ts', "import type { Uri } from 'vscode';", 'vscode'],
    ['vscode in a benchmark', 'benchmarks/cli.ts', "const vscode = require('vscode');", 'vscode'],
    ['vscode in a page', 'webviews/activity/main.ts', "export type A = import('vscode').Uri;", 'vscode'],
    ['runtime -> benchmarks', 'runtime/host/rpc.ts', "import '../../benchmarks/cli';", 'arrow'],
    [
      'runtime -> a protocol of benchmarks',
      'runtime/host/rpc.ts',
      "import '../../benchmarks/infilling/protocol';",
      'arrow',
    ],
    ['runtime -> extension, lazily', 'runtime/host/rpc.ts', "void import('../../extension/main');", 'arrow'],
    ['runtime -> webviews', 'runtime/host/rpc.ts', "export * from '../../webviews/activity/protocol';", 'arrow'],
    ['benchmarks -> extension', 'benchmarks/cli.ts', "import { x } from '../extension/main';", 'arrow'],
    ['benchmarks -> webviews', 'benchmarks/cli.ts', "export { x } from '../webviews/activity/protocol';", 'arrow'],
    ['extension -> the runtime proper', 'extension/main.ts', "import '../runtime/diffusion';", 'arrow'],
    ['extension -> benchmarks', 'extension/main.ts', "import '../benchmarks/cli';", 'arrow'],
    ['webviews -> extension', 'webviews/activity/main.ts', "import '../../extension/main';", 'arrow'],
    ['webviews -> runtime', 'webviews/activity/main.ts', "import '../../runtime/host/rpc';", 'arrow'],
    ['webviews -> benchmarks', 'webviews/activity/main.ts', "import type { X } from '../../benchmarks/cli';", 'arrow'],
    [
      'values of a protocol in a page',
      'webviews/activity/main.ts',
      "import { x } from '../../benchmarks/infilling/protocol';",
      'types',
    ],
    [
      'a type beside a value of a protocol in a page',
      'webviews/activity/main.ts',
      "import { type X, y } from '../../runtime/protocol';",
      'types',
    ],
    ['code behind a protocol', 'benchmarks/infilling/protocol.ts', "import { x } from '../cli';", 'types'],
    ['past a door', 'benchmarks/cli.ts', "import '../runtime/diffusion/sampler';", 'door'],
    ['past a door in the same house', 'runtime/host/rpc.ts', "import '../diffusion/sampler';", 'door'],
  ];

  for (const [what, file, code, messageId] of forbidden) {
    it(`reports ${what}`, () => {
      assert.deepEqual(lint(file, code), [messageId]);
    });
  }

  const allowed: readonly (readonly [string, string, string])[] = [
    ['vscode in the extension', 'extension/main.ts', "import * as vscode from 'vscode';"],
    [
      'extension -> protocols',
      'extension/main.ts',
      "import '../runtime/protocol'; import '../webviews/activity/protocol';",
    ],
    [
      'extension -> names of requests of benchmarks',
      'extension/main.ts',
      "import { request } from '../benchmarks/infilling/protocol';",
    ],
    [
      'webviews -> types of benchmarks',
      'webviews/activity/protocol.ts',
      "import type { X } from '../../benchmarks/infilling/protocol'; export type * from '../../benchmarks/infilling/protocol';",
    ],
    [
      'a protocol -> types, and values of another protocol',
      'benchmarks/infilling/protocol.ts',
      "import type { X } from '../cli'; import { y } from '../../runtime/protocol';",
    ],
    [
      'a protocol -> types past a door',
      'benchmarks/infilling/protocol.ts',
      "import type { X } from '../../runtime/diffusion/sampler';",
    ],
    ['extension tests -> runtime', 'extension/main.test.ts', "import '../runtime/diffusion';"],
    ['benchmarks -> runtime through the door', 'benchmarks/cli.ts', "import '../runtime/diffusion/index';"],
    ['webviews -> protocols', 'webviews/activity/main.ts', "import type { X } from '../../runtime/protocol';"],
    ['webviews tests -> extension', 'webviews/test/activity.test.ts', "import '../../extension/main';"],
    ['inside a folder past its own door', 'runtime/diffusion/index.ts', "export * from './sampler';"],
    ['a folder without a door', 'benchmarks/cli.ts', "import '../runtime/host/rpc';"],
    ['packages and built-ins', 'runtime/host/rpc.ts', "import 'node:fs'; import 'zod';"],
  ];

  for (const [what, file, code] of allowed) {
    it(`allows ${what}`, () => {
      assert.deepEqual(lint(file, code), []);
    });
  }
});
