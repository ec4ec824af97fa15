import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { extractTools } from '../extraction';
import { groupId } from '../grouping';
import { DuplicateFollower } from './duplicateFollower';
import type { DuplicateFinding, LearntResults } from './types';

const slug = `def slugify(text: str) -> str:
    """Turn a text into a slug."""
    return "-".join(text.lower().split())
`;
const copy = `import os


def to_slug(value: str) -> str:
    """Turn a text into a slug for addresses."""
    return "-".join(value.lower().split())
`;
const tax = (name: string, rate: string) => `def ${name}(price: float, count: int = 1) -> float:
    """Price of some goods with the tax of ${name}."""
    total = price * count
    return round(total + total * ${rate}, 2)
`;

describe('DuplicateFollower', function () {
  this.timeout(30_000);
  const { signal } = new AbortController();
  let root: string;
  let follower: DuplicateFollower;
  let results: LearntResults | undefined;

  beforeEach(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'whetstone-duplicates-'));
    await write({ 'text.py': slug, 'more/strings.py': copy });
    follower = new DuplicateFollower({ root, closing: signal });
    results = undefined;
  });
  afterEach(() => rm(root, { recursive: true }));

  async function write(files: Readonly<Record<string, string>>): Promise<void> {
    for (const [file, text] of Object.entries(files)) {
      await mkdir(path.dirname(path.join(root, file)), { recursive: true });
      await writeFile(path.join(root, file), text);
    }
  }
  async function ask(file: string, text?: string, touched: readonly string[] = []) {
    const query = { open: [{ path: file, text }], touched, all: false };
    const answer = await follower.answer(query, () => results, signal);
    return answer.files[0]!.findings;
  }
  const shown = (findings: readonly DuplicateFinding[]) =>
    findings.map(({ kind, tool, others }) => [
      kind,
      tool.name,
      ...others.map(({ path: file, name }) => `${file}#${name}`),
    ]);
  const found = [['same-code', 'slugify', 'more/strings.py#to_slug']];

  it('finds code that is the same but for names and documentation, and where both stand', async () => {
    const [finding] = await ask('text.py');
    assert.deepEqual(shown([finding!]), found);
    assert.deepEqual([finding?.tool.line, finding?.tool.character, finding?.others[0]?.line], [0, 4, 3]);
    assert.equal(finding?.mergeable.length, 1);
  });

  it('goes by what is not saved, and by the file again when that is given up', async () => {
    await ask('text.py');
    assert.deepEqual(await ask('text.py', slug.replace('lower', 'upper')), []);
    assert.deepEqual(shown(await ask('text.py')), found);
  });

  it('follows files that are made, moved and deleted', async () => {
    await ask('text.py');
    await rm(path.join(root, 'more/strings.py'));
    assert.deepEqual(await ask('text.py', undefined, ['more/strings.py']), []);
    await write({ 'new/one.py': copy });
    assert.deepEqual(shown(await ask('text.py', undefined, ['new/one.py'])), [
      ['same-code', 'slugify', 'new/one.py#to_slug'],
    ]);
    await rename(path.join(root, 'new'), path.join(root, 'newer'));
    assert.deepEqual(shown(await ask('text.py', undefined, ['new', 'newer'])), [
      ['same-code', 'slugify', 'newer/one.py#to_slug'],
    ]);
  });

  it('tells of constants that differ, and of what stands in their place', async () => {
    await write({ 'tax.py': `${tax('standard', '0.2')}\n\n${tax('reduced', '0.1')}` });
    const [finding] = await ask('tax.py');
    assert.deepEqual([finding?.kind, finding?.constants], ['same-code-but-constants', [{ own: '0.2', other: '0.1' }]]);
    assert.deepEqual(finding?.mergeable, []);
  });

  it('says nothing of short forms, adapters, tests, and what Git leaves out', async () => {
    await write({
      '.gitignore': 'out/\n',
      'out/built.py': slug,
      'test_text.py': slug,
      'old.py': slug.replace('"""Turn', '"""Deprecated: use another one. Turn').replace('slugify', 'old_slug'),
      'more/strings.py': `${copy}\n\ndef slug(value: str) -> str:\n    """A slug."""\n    return to_slug(value)\n`,
    });
    assert.deepEqual(shown(await ask('text.py')), found);
    assert.deepEqual(shown(await ask('more/strings.py')), [['same-code', 'to_slug', 'text.py#slugify']]);
  });

  it('does not take the same code for the same where it calls other helpers', async () => {
    const helped = (name: string, by: string) =>
      `def _help(text):\n    return text + "${by}"\n\n\ndef ${name}(text: str) -> str:\n    """Mark a text."""\n    return _help(text)\n`;
    await write({ 'a.py': helped('mark', '!'), 'b.py': helped('mark_it', '?') });
    assert.deepEqual(await ask('a.py'), []);
  });

  it('ends where nobody waits any more, and goes on for the next one', async () => {
    const gone = new AbortController();
    const first = follower.answer({ open: [], touched: [], all: true }, () => undefined, gone.signal);
    const next = ask('text.py');
    gone.abort();
    await assert.rejects(first, { name: 'AbortError' });
    assert.deepEqual(shown(await next), found);
  });

  describe('after tools were run', () => {
    const longer = 'words = value.lower().split()\n    return "-".join(words)';
    const other = copy.replace('return "-".join(value.lower().split())', longer);
    const marked = (file: string) => file.replace('"-".join', '_mark("-").join');
    const helper = '\n\ndef _mark(text: str) -> str:\n    return text\n';

    /** As if all tools of these files had answered alike, as a comparison of the page tells it. */
    async function compared(relation: 'duplicates' | 'possibleBug', files: Readonly<Record<string, string>>) {
      await write(files);
      const { tools } = await extractTools({ root });
      const members = tools.map(({ id }) => id);
      results = {
        texts: new Map(Object.entries(files)),
        groups: [{ id: groupId(members), relation, members, cases: 64 }],
        behaviours: new Map(members.map((id) => [id, 'same'])),
      };
    }
    const kinds = (findings: readonly DuplicateFinding[]) => findings.map(({ kind }) => kind);

    it('tells how many cases gave identical results, as long as both are as they were', async () => {
      await compared('duplicates', { 'text.py': slug, 'more/strings.py': other });
      const [finding] = await ask('text.py');
      assert.deepEqual([finding?.kind, finding?.cases, finding?.group], ['same-results', 64, results?.groups[0]?.id]);
      assert.deepEqual(await ask('text.py', slug.replace('"-"', '"_"')), []);
      assert.deepEqual(kinds(await ask('text.py', `# first\n${slug}`)), ['same-results']);
    });

    it('tells of what may be a mistake, and offers no merge of it', async () => {
      await compared('possibleBug', { 'text.py': slug, 'more/strings.py': other });
      const [finding] = await ask('text.py');
      assert.deepEqual([finding?.kind, finding?.mergeable], ['possible-mistake', []]);
    });

    it('says it no longer when a helper has changed', async () => {
      const files = { 'text.py': `${marked(slug)}${helper}`, 'more/strings.py': other };
      await compared('duplicates', files);
      assert.deepEqual(kinds(await ask('text.py')), ['same-results']);
      assert.deepEqual(
        kinds(await ask('text.py', `${files['text.py']}\n\ndef more(n: int) -> int:\n    return n + 1\n`)),
        ['same-results'],
      );
      assert.deepEqual(await ask('text.py', files['text.py'].replace('return text', 'return text + "!"')), []);
    });

    it('says it no longer when a file that is imported has changed', async () => {
      const imports = `from marks import _mark\n\n\n${marked(slug)}`;
      const marks = helper.trimStart();
      await compared('duplicates', { 'text.py': imports, 'marks.py': marks, 'more/strings.py': other });
      assert.deepEqual(kinds(await ask('text.py')), ['same-results']);
      await write({ 'marks.py': marks.replace('return text', 'return text * 2') });
      assert.deepEqual(await ask('text.py', undefined, ['marks.py']), []);
    });

    it('does not call code the same whose results differ', async () => {
      await compared('duplicates', { 'text.py': slug, 'more/strings.py': copy });
      const [first = '', second = ''] = results?.groups[0]?.members ?? [];
      results = {
        ...results!,
        groups: [],
        behaviours: new Map([
          [first, 'one'],
          [second, 'another'],
        ]),
      };
      assert.deepEqual(await ask('text.py'), []);
    });
  });
});
