import assert from 'node:assert/strict';
import { draftsOf } from './testing/draftsOf';

const kind = 'rename-symbol';

const repositories: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  rust: {
    'Cargo.toml': '[package]\nname = "a"\nversion = "0.1.0"\n',
    'src/lib.rs': 'pub mod numbers;\npub mod user;\n',
    'src/numbers.rs': 'pub fn reckon_all(a: u32) -> u32 {\n    a\n}\n',
    'src/user.rs': 'use crate::numbers::reckon_all;\n\npub fn twice() -> u32 {\n    reckon_all(2)\n}\n',
  },
  c: {
    'numbers.h': 'int reckon_all(int a);\n',
    'numbers.c': '#include "numbers.h"\n\nint reckon_all(int a) {\n  return a;\n}\n',
    'main.c': '#include "numbers.h"\n\nint main(void) {\n  return reckon_all(0);\n}\n',
  },
  php: {
    'src/Numbers.php': '<?php\nnamespace App;\n\nclass ReckonAll\n{\n    public int $a = 1;\n}\n',
    'src/User.php':
      '<?php\nnamespace App;\n\nuse App\\ReckonAll;\n\nclass User\n{\n    public function f(): ReckonAll\n    {\n        return new ReckonAll();\n    }\n}\n',
  },
  go: {
    'go.mod': 'module example.org/a\n',
    'numbers.go': 'package a\n\nfunc ReckonAll(a int) int {\n\treturn a\n}\n',
    'user.go': 'package a\n\nfunc Twice() int {\n\treturn ReckonAll(2)\n}\n',
  },
  csharp: {
    'Numbers.cs': 'namespace App;\n\npublic class ReckonAll\n{\n}\n',
    'User.cs': 'namespace App;\n\npublic class User\n{\n    public ReckonAll Make() => new ReckonAll();\n}\n',
  },
};

const texts: Readonly<Record<string, Readonly<Record<string, RegExp>>>> = {
  rust: { 'src/user.rs': /^use crate::numbers::NEW;\n[^]* NEW\(2\)/, 'src/numbers.rs': /^pub fn NEW\(/ },
  c: { 'numbers.h': /^int NEW\(int a\);/, 'numbers.c': /\nint NEW\(int a\) \{/, 'main.c': /return NEW\(0\)/ },
  go: { 'user.go': /return NEW\(2\)/, 'numbers.go': /func NEW\(/ },
};

describe('A name that a repository defines once', function () {
  this.timeout(20_000);

  for (const [language, expected] of Object.entries(texts)) {
    it(`is renamed in every place of ${language}`, async () => {
      const { drafts } = await draftsOf(repositories[language]!);
      const draft = drafts.find((each) => each.kind === kind);
      assert.ok(draft?.verification.kind === 'change');
      const name = /to (\S+)$/.exec(draft.title)?.[1] ?? '';
      const changed = draft.verification.reference.map(
        ({ path, content }) => [path, content?.replaceAll(name, 'NEW')] as const,
      );
      assert.deepEqual(new Set(changed.map(([path]) => path)), new Set(Object.keys(expected)));
      for (const [path, text] of changed) assert.match(text ?? '', expected[path]!);
    });
  }

  for (const language of ['php', 'csharp']) {
    it(`is refused in ${language}, where the index does not say what it means`, async () => {
      const { drafts, rejects } = await draftsOf(repositories[language]!);
      assert.deepEqual(drafts, []);
      assert.ok(rejects.some(({ detail }) => detail.includes('not certain what the name means')));
    });
  }

  it('is refused where a local variable of Go has it', async () => {
    const { drafts } = await draftsOf({
      ...repositories.go!,
      'other.go': 'package a\n\nfunc Other() int {\n\tReckonAll := 2\n\treturn ReckonAll\n}\n',
    });
    assert.deepEqual(drafts, []);
  });
});
