import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { RepositoryState } from '../../grading/state/repositoryState';
import { makeSet } from '../../grading/testing/madeSet';
import type { Question } from '../../scenarios';
import { readAnswer } from './readAnswer';

const ADD = 'export function add(a, b) {\n  return a - b;\n}\n\nexport function twice(a) {\n  return add(a, a);\n}\n';
const LONG = Array.from({ length: 40 }, (_, n) => `export const value${n} = ${n};`).join('\n') + '\n';
const FILES = {
  'src/add.js': ADD,
  'src/long.js': LONG,
  'src/windows.js': 'const a = 1;\r\nconst b = 2;\r\n',
  'README.md': '# Made\n',
  'src/two.py': 'def f():\n    x = 1\n    return x\n\ndef g():\n    x = 1\n    return x\n',
};
const FIXED = ADD.replace('a - b', 'a + b');
const F = '```';

describe('readAnswer', () => {
  let folder: string;
  let base: RepositoryState;
  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'answers-'));
    base = RepositoryState.ofSnapshot(await makeSet(folder, FILES, {}));
  });
  after(() => rmSync(folder, { recursive: true }));

  const read = (text: string, questions: readonly Question[] = []) =>
    readAnswer(text, { base, wantsFiles: true, questions });
  const files = (text: string) => {
    const answer = read(text);
    assert.deepEqual(answer.problems, []);
    return Object.fromEntries(answer.files.map(({ path: file, content }) => [file, content]));
  };
  const problem = (text: string) => {
    const answer = read(text);
    assert.deepEqual(answer.files, []);
    return answer.problems[0]?.kind;
  };

  describe('whole files', () => {
    const named: Readonly<Record<string, string>> = {
      'path= in the info string': `${F}js path=src/add.js\n${FIXED}${F}`,
      'title="…"': `${F}js title="src/add.js"\n${FIXED}${F}`,
      'language:path': `${F}js:src/add.js\n${FIXED}${F}`,
      'the path alone': `${F}src/add.js\n${FIXED}${F}`,
      'a bold path in the line before': `Here it is.\n\n**\`src/add.js\`**\n\n${F}js\n${FIXED}${F}\nDone.`,
      'a heading': `### src/add.js\n${F}javascript\n${FIXED}${F}`,
      'a numbered heading with quotes': `## 1. \`src/add.js\` (modified)\n${F}\n${FIXED}${F}`,
      'File:': `File: src/add.js\n${F}\n${FIXED}${F}`,
      'a comment in the first line': `${F}js\n// src/add.js\n${FIXED}${F}`,
      tildes: `src/add.js:\n~~~js\n${FIXED}~~~`,
      'a path with ./': `${F}js path=./src/add.js\n${FIXED}${F}`,
      'a bare name that only one file has': `${F}js path=add.js\n${FIXED}${F}`,
    };
    for (const [name, text] of Object.entries(named)) {
      it(`are found by ${name}`, () => assert.deepEqual(files(text), { 'src/add.js': FIXED }));
    }

    it('may hold fences that are shorter than their own', () => {
      const text = `# Made\n\n${F}js\nadd(1, 2)\n${F}\n`;
      assert.deepEqual(files(`${F}${F} path=README.md\n${text}${F}${F}\n`), { 'README.md': text });
    });

    it('keep what is escaped in them as it is', () => {
      const text = String.raw`const a = "\n\"\\n";` + '\n';
      assert.deepEqual(files(`${F}js path=src/new.js\n${text}${F}`), { 'src/new.js': text });
      assert.deepEqual(files(JSON.stringify({ files: { 'src/new.js': text } })), { 'src/new.js': text });
    });

    it('keep the line ends of the file', () => {
      assert.deepEqual(files(`${F}js path=src/windows.js\nconst a = 2;\nconst b = 2;\n${F}`), {
        'src/windows.js': 'const a = 2;\r\nconst b = 2;\r\n',
      });
    });

    it('are no fragments of files', () => {
      assert.equal(problem(`${F}js path=src/add.js\n// ... existing code ...\nexport const x = 1;\n${F}`), 'ambiguous');
      assert.equal(problem(`${F}js path=src/long.js\nexport const other = 1;\n${F}`), 'ambiguous');
      const rewritten = 'export const value0 = 0;\n';
      assert.deepEqual(files(`${F}js path=src/long.js\n${rewritten}${F}`), { 'src/long.js': rewritten });
    });

    it('that end with the answer are not taken', () => {
      assert.equal(problem(`${F}js path=src/add.js\nexport function add(`), 'does-not-apply');
    });

    it('without a name are told, examples with a name of their own are not files', () => {
      assert.equal(problem(`Use this:\n${F}js\n${FIXED}${F}`), 'ambiguous');
      assert.equal(problem(`Run it:\n${F}js\n// example.js\nadd(1, 2);\n${F}`), 'ambiguous');
    });

    it('can be deleted', () => {
      assert.deepEqual(files('Delete: src/add.js'), { 'src/add.js': null });
      assert.equal(problem('Delete: src/none.js'), 'does-not-apply');
    });
  });

  describe('unified diffs', () => {
    const body = ' export function add(a, b) {\n-  return a - b;\n+  return a + b;\n }\n';
    const right: Readonly<Record<string, string>> = {
      'of git': `${F}diff\ndiff --git a/src/add.js b/src/add.js\nindex 1..2 100644\n--- a/src/add.js\n+++ b/src/add.js\n@@ -1,3 +1,3 @@\n${body}${F}`,
      'without a fence': `--- a/src/add.js\n+++ b/src/add.js\n@@ -1,3 +1,3 @@\n${body}`,
      'without line numbers': `${F}diff\n--- src/add.js\n+++ src/add.js\n@@ @@\n${body}${F}`,
      'with wrong numbers and counts': `${F}diff\n--- a/src/add.js\n+++ b/src/add.js\n@@ -41,9 +50,2 @@ function\n${body}${F}`,
      'with context that is not quite right': `${F}diff\n--- a/src/add.js\n+++ b/src/add.js\n@@ -1,4 +1,4 @@\n // adds\n${body}${F}`,
      'with blanks lost at the ends of lines': `${F}diff\n--- a/src/add.js\n+++ b/src/add.js\n@@ -3,3 +3,3 @@\n-  return a - b;   \n+  return a + b;\n }\n\n${F}`,
      'below a heading with the path, without a head': `**src/add.js**\n${F}diff\n@@ -1,3 +1,3 @@\n${body}${F}`,
    };
    for (const [name, text] of Object.entries(right)) {
      it(`apply ${name}`, () => assert.deepEqual(files(text), { 'src/add.js': FIXED }));
    }

    it('make, delete and rename files', () => {
      const text = (lines: string) => `${F}diff\n${lines}\n${F}`;
      assert.deepEqual(files(text('--- /dev/null\n+++ b/src/new.js\n@@ -0,0 +1,2 @@\n+a\n+b')), {
        'src/new.js': 'a\nb\n',
      });
      assert.deepEqual(files(text('--- a/src/add.js\n+++ /dev/null\n@@ -1,7 +0,0 @@\n-export')), {
        'src/add.js': null,
      });
      const renamed =
        'diff --git a/src/add.js b/src/sum.js\nsimilarity index 90%\nrename from src/add.js\nrename to src/sum.js\n';
      assert.deepEqual(
        files(text(renamed + '--- a/src/add.js\n+++ b/src/sum.js\n@@ -2 +2 @@\n-  return a - b;\n+  return a + b;')),
        {
          'src/add.js': null,
          'src/sum.js': FIXED,
        },
      );
    });

    it('of several files and hunks', () => {
      const text = `${F}diff\n--- a/src/add.js\n+++ b/src/add.js\n@@ -2 +2 @@\n-  return a - b;\n+  return a + b;\n@@ -6 +6 @@\n-  return add(a, a);\n+  return 2 * a;\n--- a/README.md\n+++ b/README.md\n@@ -1 +1,2 @@\n # Made\n+More\n${F}`;
      assert.deepEqual(files(text), {
        'src/add.js': FIXED.replace('add(a, a)', '2 * a'),
        'README.md': '# Made\nMore\n',
      });
    });

    it('that match nothing, or two places, are not guessed', () => {
      const diff = (lines: string, file = 'src/add.js') =>
        `${F}diff\n--- a/${file}\n+++ b/${file}\n@@ @@\n${lines}\n${F}`;
      assert.equal(problem(diff('-  return a * b;\n+  return a + b;')), 'does-not-apply');
      assert.equal(problem(diff('-    x = 1\n+    x = 2', 'src/two.py')), 'ambiguous');
      assert.equal(problem(diff('-a\n+b', 'src/none.js')), 'does-not-apply');
    });
  });

  describe('search and replace', () => {
    const block = (search: string, replace: string) =>
      `<<<<<<< SEARCH\n${search}\n=======\n${replace}\n>>>>>>> REPLACE`;
    it('in a fence below a path, with the path inside, and without a fence', () => {
      const fix = block('  return a - b;', '  return a + b;');
      for (const text of [
        `src/add.js\n${F}js\n${fix}\n${F}`,
        `${F}\nsrc/add.js\n${fix}\n${F}`,
        `${F}js path=src/add.js\n${fix}\n${F}`,
        `src/add.js\n${fix}`,
      ]) {
        assert.deepEqual(files(text), { 'src/add.js': FIXED }, text);
      }
    });
    it('several for a file, one after the other', () => {
      const text = `src/add.js\n${block('a - b', 'x').replace('a - b', '  return a - b;').replace('\nx\n', '\n  return a * b;\n')}\n\nsrc/add.js\n${block('  return a * b;', '  return a + b;')}`;
      assert.deepEqual(files(text), { 'src/add.js': FIXED });
    });
    it('takes the indentation of the file where it was lost', () => {
      assert.deepEqual(files(`src/add.js\n${block('return a - b;', 'return a + b;')}`), { 'src/add.js': FIXED });
    });
    it('makes a file by looking for nothing', () => {
      assert.deepEqual(files(`src/new.js\n${block('', 'const a = 1;')}`), { 'src/new.js': 'const a = 1;\n' });
    });
    it('is refused where lines are missing, stand twice, or have no file', () => {
      assert.equal(problem(`src/add.js\n${block('nothing like it', 'x')}`), 'does-not-apply');
      assert.equal(problem(`src/two.py\n${block('    x = 1', '    x = 2')}`), 'ambiguous');
      assert.equal(problem(block('  return a - b;', 'x')), 'ambiguous');
      assert.equal(problem(`src/add.js\n<<<<<<< SEARCH\n  return a - b;\n=======\n  return`), 'does-not-apply');
    });
  });

  describe('paths outside', () => {
    for (const place of [
      '../evil.js',
      '/etc/passwd',
      'C:\\evil.js',
      '.git/hooks/pre-commit',
      'src/../../evil.js',
      'node_modules/a/index.js',
      '~/.ssh/x.pub',
      'a/.GIT/config',
    ]) {
      it(`${place} is refused in every form`, () => {
        for (const text of [
          `${F}js path=${place}\nx\n${F}`,
          `${F}diff\n--- /dev/null\n+++ b/${place}\n@@ -0,0 +1 @@\n+x\n${F}`,
          JSON.stringify({ files: { [place]: 'x' } }),
        ]) {
          assert.equal(problem(text), 'path-outside', text);
        }
      });
    }
  });

  it('tells empty answers, prose and other forms apart, and takes none of them', () => {
    assert.equal(problem(' \n'), 'empty');
    assert.equal(problem('I would change the function `add` in src/add.js so that it adds.'), 'no-answer');
    assert.equal(problem('{"files": {"src/add.js": "export function add('), 'broken-json');
    assert.equal(problem('{"files": {"src/add.js": {"code": 1}}}'), 'broken-json');
    assert.equal(problem('x'.repeat(16 * 1024 * 1024 + 1)), 'too-large');
  });

  it('reads files in a JSON object, as a record and as a list', () => {
    assert.deepEqual(files(`${F}json\n${JSON.stringify({ approach: 'x', files: { 'src/add.js': FIXED } })}\n${F}`), {
      'src/add.js': FIXED,
    });
    assert.deepEqual(files(JSON.stringify({ files: [{ path: 'src/add.js', content: FIXED }] })), {
      'src/add.js': FIXED,
    });
    assert.deepEqual(files(JSON.stringify({ 'src/add.js': FIXED })), { 'src/add.js': FIXED });
    // Answers may stand in the same object.
    assert.deepEqual(files(JSON.stringify({ files: { 'src/add.js': FIXED }, answers: { q: 1 } })), {
      'src/add.js': FIXED,
    });
    // A package's own manifest is a file, no list of files.
    const manifest = '{ "name": "x", "files": ["dist/a.js"] }\n';
    assert.deepEqual(files(`${F}json path=package.json\n${manifest}${F}`), { 'package.json': manifest });
  });

  it('gets through long texts of braces and fences', () => {
    assert.equal(problem('{'.repeat(100_000) + '`'.repeat(100_000)), 'no-answer');
    assert.equal(problem(`${F}js\n`.repeat(50_000)), 'ambiguous');
  });

  describe('answers to questions', () => {
    const question = (id: string): Question => ({ id, text: '', weight: 0.5, answer: { form: 'text', expected: '' } });
    const answers = (text: string) =>
      readAnswer(text, { base, wantsFiles: false, questions: [question('q1'), question('q2')] });
    const right: Readonly<Record<string, string>> = {
      fenced: `Because.\n${F}json\n{"answers": {"q1": "a", "q2": ["b"]}}\n${F}`,
      bare: 'So: {"answers": {"q1": "a", "q2": ["b"]}} That is all.',
      'without a frame': '{"q1": "a", "q2": ["b"]}',
      'with single quotes and trailing commas': "{'answers': {'q1': 'a', 'q2': ['b',],},}",
      'with comments': '{"answers": {\n  // first\n  "q1": "a",\n  "q2": ["b"] }}',
      'after a draft': '{"answers": {"q1": "x", "q2": 1}}\nNo:\n{"answers": {"q1": "a", "q2": ["b"]}}',
      'after other braces': 'The function f() { return {a: 1}; } is it. {"q1": "a", "q2": ["b"]}',
    };
    for (const [name, text] of Object.entries(right)) {
      it(`are read ${name}`, () => {
        const { answers: given, problems } = answers(text);
        assert.deepEqual([given, problems], [{ q1: 'a', q2: ['b'] }, []]);
      });
    }
    it('keep quotes and values of Python', () => {
      assert.deepEqual(answers(`{'q1': 'it\\'s "x"', 'q2': True}`).answers, { q1: `it's "x"`, q2: true });
    });
    it('are what is there of an answer that was cut, and a problem where nothing is', () => {
      assert.deepEqual(answers('{"answers": {"q1": "a", "q2": ["b"').answers.q1, 'a');
      assert.equal(answers('It is a.').problems[0]?.kind, 'no-answer');
      assert.equal(answers('{"other": 1}').problems[0]?.kind, 'broken-json');
    });
    it('stand beside files', () => {
      const both = read(`${F}js path=src/add.js\n${FIXED}${F}\n${F}json\n{"answers": {"q1": "a"}}\n${F}`, [
        question('q1'),
      ]);
      assert.deepEqual([both.files.length, both.answers, both.problems], [1, { q1: 'a' }, []]);
      assert.deepEqual(both.forms, ['whole-file', 'json']);
    });
  });
});
