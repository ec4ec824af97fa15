import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openRepositoryIndex, type CodeLanguage } from '../../../../runtime/repository';
import { seededRandom } from '../../../core/seededRandom';
import { checkExpectations } from '../../grading/checks/expectationsCheck';
import { gradeAnswers } from '../../grading/answers/gradeAnswers';
import { scanWeaknesses } from '../../grading/weaknesses';
import { RepositoryState } from '../../grading/state/repositoryState';
import { referenceAnswer } from '../admission/knownAnswers';
import { questionFault } from '../checks/questionFaults';
import type { Draft } from '../maker';
import type { FileChange, Reject } from '../types';
import { securityMaker } from './securityMaker';

/** Two small files a language. */
const FILES: Readonly<Record<string, string>> = {
  'src/notes.ts':
    "import { readFileSync } from 'node:fs';\nimport * as path from 'node:path';\n\nexport function isShort(text: string): boolean {\n  return text.length < 10;\n}\n\nexport function note(root: string, name: string): string {\n  const file = path.join(root, name);\n  if (!file.startsWith(root + path.sep)) {\n    throw new Error('outside');\n  }\n  return readFileSync(file, 'utf8');\n}\n",
  'src/page.ts':
    "const escapeHtml = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');\n\nexport function heading(title: string): string {\n  return `<h1>${escapeHtml(title)}</h1>`;\n}\n\nexport const two = (): number => 2;\n",
  'lib/old.js':
    "'use strict';\n\nvar max = 3;\n\nvar small = function (value) {\n    return value < max;\n};\n\nvar large = function (value) {\n    return !small(value) && typeof value === 'number' && value !== Infinity;\n};\n\nmodule.exports = { small: small, large: large };\n",
  'lib/other.js':
    "'use strict';\n\nvar names = ['a', 'b'];\n\nmodule.exports = function first() {\n    return names[0] || 'no name was found in the list that this file has got';\n};\n\nmodule.exports.all = function () {\n    return names.slice();\n};\n",
  'app/words.py':
    '"""Words of a text."""\nimport re\n\nWORD = re.compile(r"\\w+")\n\n\ndef words(text):\n    return WORD.findall(text)\n\n\ndef longest(text):\n    """The longest of its words."""\n    return max(words(text), key=len, default="")\n\n\ndef count(text):\n    return len(words(text))\n',
  'app/lines.py':
    'def lines(text):\n    return text.split("\\n")\n\n\ndef head(text, most=3):\n    """Its first lines, as one text again."""\n    return "\\n".join(lines(text)[:most])\n\n\ndef tail(text, most=3):\n    return "\\n".join(lines(text)[-most:])\n',
  'go/a.go':
    'package a\n\nimport "strings"\n\n// Upper is loud.\nfunc Upper(x string) string {\n\treturn strings.ToUpper(x)\n}\n\nfunc Twice(x string) string {\n\treturn x + x\n}\n\nfunc Thrice(x string) string {\n\treturn x + x + x\n}\n',
  'go/b.go':
    'package a\n\nfunc Add(x, y int) int {\n\treturn x + y\n}\n\nfunc Less(x, y int) bool {\n\treturn x < y\n}\n\nfunc Most(x, y int) int {\n\tif Less(x, y) {\n\t\treturn y\n\t}\n\treturn x\n}\n\nfunc Least(x, y int) int {\n\treturn Add(x, y) - Most(x, y)\n}\n',
  'java/A.java':
    'package a;\n\npublic class A {\n    private final int size;\n\n    public A(int size) {\n        this.size = size;\n    }\n\n    public int size() {\n        return size;\n    }\n\n    public boolean isEmpty() {\n        return size == 0;\n    }\n}\n',
  'java/B.java':
    'package a;\n\npublic class B {\n    public static int twice(int x) {\n        return x + x;\n    }\n\n    public static int half(int x) {\n        return x / 2;\n    }\n\n    public static boolean isEven(int x) {\n        return twice(half(x)) == x;\n    }\n}\n',
  'cs/A.cs':
    'namespace A;\n\npublic class One\n{\n    public int Twice(int x)\n    {\n        return x + x;\n    }\n\n    public int Half(int x)\n    {\n        return x / 2;\n    }\n\n    public bool IsEven(int x)\n    {\n        return Twice(Half(x)) == x;\n    }\n}\n',
  'cs/B.cs':
    'namespace A;\n\npublic class Two\n{\n    public string Name(string first, string last)\n    {\n        return first + " " + last;\n    }\n\n    public string Short(string first)\n    {\n        return first.Length < 10 ? first : first.Substring(0, 10);\n    }\n}\n',
  'php/a.php':
    '<?php\n\nfunction twice($x)\n{\n    return $x + $x;\n}\n\nfunction half($x)\n{\n    return $x / 2;\n}\n\nfunction is_even($x)\n{\n    // Whole numbers only; others are never even.\n    return is_int($x) && twice((int) half($x)) === $x;\n}\n',
  'php/b.php':
    "<?php\n\nfunction full_name($first, $last)\n{\n    return $first . ' ' . $last;\n}\n\nfunction short_name($first)\n{\n    // Ten letters are enough for the lists that show it.\n    return strlen($first) < 10 ? $first : substr($first, 0, 10);\n}\n\nfunction no_name()\n{\n    return '';\n}\n",
  'c/a.c':
    '#include <stdio.h>\n\nint twice(int x)\n{\n    return x + x;\n}\n\nint half(int x)\n{\n    return x / 2;\n}\n\nint is_even(int x)\n{\n    return twice(half(x)) == x;\n}\n\nint show(int x)\n{\n    return printf("%d is %s\\n", x, is_even(x) ? "even" : "odd");\n}\n',
  'c/b.c':
    '#include <string.h>\n\nint same(const char *a, const char *b)\n{\n    return strcmp(a, b) == 0;\n}\n\nint longer(const char *a, const char *b)\n{\n    return strlen(a) > strlen(b);\n}\n\nint shorter(const char *a, const char *b)\n{\n    return longer(b, a) && !same(a, b) && a != b;\n}\n',
};

describe('Security reviews', function () {
  this.timeout(60_000);
  let root: string;
  let drafts: readonly Draft[];
  let rejects: readonly Reject[];
  let again: readonly Draft[];

  before(async () => {
    root = mkdtempSync(path.join(tmpdir(), 'whetstone-security-'));
    for (const [name, text] of Object.entries(FILES)) {
      mkdirSync(path.dirname(path.join(root, 'repository', name)), { recursive: true });
      writeFileSync(path.join(root, 'repository', name), text);
    }
    const index = await openRepositoryIndex({ root: path.join(root, 'repository'), folder: path.join(root, 'index') });
    try {
      await index.refresh();
      const make = async (most: number) => {
        const [made, refused]: [Draft[], Reject[]] = [[], []];
        const tools = { typeCheck: undefined, test: undefined, lint: undefined };
        const signal = new AbortController().signal;
        const input = {
          index,
          tools,
          random: seededRandom(1),
          reject: (reject: Reject) => refused.push(reject),
          signal,
        };
        for await (const draft of securityMaker.drafts(input)) {
          made.push(draft);
          if (made.length === most) break;
        }
        return [made, refused] as const;
      };
      [drafts, rejects] = await make(48);
      [again] = await make(6);
    } finally {
      await index.close();
    }
  });
  after(() => rmSync(root, { recursive: true, force: true }));

  it('are made in every language that there are patterns of', () => {
    const expected: readonly CodeLanguage[] = [
      'c',
      'csharp',
      'go',
      'java',
      'javascript',
      'php',
      'python',
      'typescript',
    ];
    assert.deepEqual(
      [...new Set(drafts.map(({ language }) => language))].sort(),
      expected,
      JSON.stringify(rejects, undefined, 1),
    );
  });

  it('are the same by the same seed', () => assert.deepEqual(again, drafts.slice(0, 6)));

  it('have two with a weakness to one without', () => {
    const clean = drafts.filter(({ kind }) => kind === 'clean-control').length;
    assert.ok(Math.abs(clean * 3 - drafts.length) <= 3, `${clean} of ${drafts.length}`);
  });

  it('have unique subjects and questions with one answer', () => {
    assert.equal(new Set(drafts.map(({ subject }) => subject)).size, drafts.length);
    for (const { verification, subject } of drafts) assert.equal(questionFault(verification), undefined, subject);
  });

  it('show the weakness in the base, at the place that is asked for, and nothing in the reference', async () => {
    for (const { base, verification, subject } of drafts) {
      if (verification.kind !== 'change-and-answers') continue;
      const [{ path: file, content }] = base as readonly [FileChange];
      const place = verification.questions.find(({ id }) => id === 'place')?.answer;
      assert.ok(place?.form === 'place');
      const found = (await scanWeaknesses(file, content ?? '')) ?? [];
      assert.ok(
        found.length > 0 && found.every(({ line }) => line >= place.lines[0] && line <= place.lines[1]),
        subject,
      );
      assert.deepEqual(await scanWeaknesses(file, verification.change.reference[0]?.content ?? ''), [], subject);
    }
  });

  it('have expectations that the reference meets and no stub does', async () => {
    for (const { base, verification, subject, stubs } of drafts) {
      if (verification.kind !== 'change-and-answers') continue;
      const texts = new Map(Object.entries(FILES));
      const state = (changes: readonly FileChange[]) => stateOf(texts, [...base, ...changes]);
      const met = async (changes: readonly FileChange[]) =>
        (await checkExpectations(state(changes), verification.change.expectations, scanWeaknesses)).every(
          (each) => each.met === true,
        );
      assert.ok(await met(verification.change.reference), subject);
      for (const stub of stubs) {
        // What only real code's tests could tell is left to them.
        if (
          stub.kind === 'emptied' &&
          verification.change.expectations.every(({ kind }) => kind !== 'references' && kind !== 'text')
        )
          continue;
        assert.equal(await met(stub.files), false, `${subject}: ${stub.kind}`);
      }
    }
  });

  it('give nothing for the same answer to all', () => {
    for (const { verification, stubs, subject, kind } of drafts) {
      if (verification.kind !== 'answers') continue;
      const grade = (answers: Readonly<Record<string, unknown>>) => gradeAnswers(verification.questions, answers).value;
      assert.equal(grade(referenceAnswer(verification).answers), 1, subject);
      const blind = stubs.find((stub) => stub.kind === (kind === 'clean-control' ? 'always-yes' : 'always-no'));
      assert.equal(grade(blind?.answers ?? assert.fail(subject)), 0, subject);
    }
  });

  it('ask in the same words with and without a weakness', () => {
    const words = (wanted: string) =>
      drafts
        .filter(({ kind, language }) => kind === wanted && language === 'typescript')
        .map(({ prompt }) => (typeof prompt === 'string' ? prompt : '').split('\n\n').slice(1).join('\n\n'));
    assert.deepEqual(new Set(words('clean-control')), new Set(words('seeded-review')));
  });

  it('are also about code that is there', () => {
    const real = drafts.filter(({ subject }) => /check-removed|cleaner-removed/.test(subject));
    assert.ok(real.length > 0, JSON.stringify(rejects, undefined, 1));
  });
});

function stateOf(texts: ReadonlyMap<string, string>, changes: readonly FileChange[]): RepositoryState {
  const files = [...texts].map(([name, content]) => ({ path: name, content }));
  return RepositoryState.ofSnapshot({ folder: '', set: { files: {} } }).with([...files, ...changes]);
}
