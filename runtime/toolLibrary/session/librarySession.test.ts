import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Library } from '../protocol';
import { LibrarySession } from './librarySession';
import type { MeasuredLibrary } from './measuredLibrary';
import type { SessionParts } from './sessionParts';

const texts = `def slugify(text: str) -> str:
    """Turn a text into a slug.

    >>> slugify("A b")
    'a-b'
    """
    return "-".join(text.lower().split())


def to_slug(value: str) -> str:
    """Turn a text into a slug for addresses."""
    words = value.lower().split()
    return "-".join(words)


def count_words(text: str) -> int:
    """Count the words of a text."""
    return len(text.split())
`;

describe('Session of a tool library', function () {
  this.timeout(60_000);
  const { signal } = new AbortController();
  let folder: string;
  let root: string;
  let allowed: boolean;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'whetstone-session-'));
    root = path.join(folder, 'repository');
    await mkdir(root);
    await writeFile(path.join(root, 'texts.py'), texts);
    allowed = true;
  });
  afterEach(() => rm(folder, { recursive: true }));

  const counter = async () => (text: string) => text.split(/\b/).length;
  const restored = async () => {
    const later = session();
    await later.restore();
    return later.library();
  };
  const session = (more: Partial<SessionParts> = {}) =>
    new LibrarySession({
      ...{ root, state: path.join(folder, 'state'), mayExecute: () => allowed, progress: () => undefined },
      measure: () => Promise.reject(new Error('not here')),
      ...more,
    });
  const duplicates = ({ groups }: Library) => groups?.equal.filter(({ relation }) => relation === 'duplicates') ?? [];

  it('lists tools with where they are, and runs nothing', async () => {
    const { inventory, groups } = await session().takeInventory(signal);
    assert.deepEqual(
      inventory?.tools.map(({ signature, line, run }) => [signature, line, run.status]),
      [
        ['slugify(text: str) -> str', 1, 'waiting'],
        ['to_slug(value: str) -> str', 10, 'waiting'],
        ['count_words(text: str) -> int', 16, 'waiting'],
      ],
    );
    assert.equal(groups, undefined);
  });

  it('lists what servers say beside it, and groups both', async () => {
    const tool = { name: 'slugify_text', description: 'Turn a text into a slug.' };
    const inputSchema = { type: 'object', properties: { text: { type: 'string' } }, required: ['text'] };
    const opened = session();
    const { inventory } = await opened.takeInventory(signal, [
      {
        server: 'texts',
        tools: [
          { ...tool, inputSchema },
          { ...tool, inputSchema },
        ],
      },
      { server: 'other', tools: [{ ...tool, inputSchema }] },
      { server: 'gone', tools: [], problem: 'It does not run.' },
    ]);
    const served = inventory?.tools.filter(({ kind }) => kind === 'mcp') ?? [];
    assert.deepEqual(
      served.map(({ name, provenance, path: place }) => [name, provenance, place]),
      [
        ['slugify_text', 'mcp:texts', ''],
        ['slugify_text', 'mcp:other', ''],
      ],
    );
    assert.deepEqual(inventory?.problems, [{ path: 'mcp:gone', problem: 'It does not run.' }]);
    const { groups, inventory: compared } = await opened.compare(signal);
    assert.ok(served.every(({ id }) => groups?.groups.some(({ members }) => members.includes(id))));
    assert.ok(compared?.tools.every(({ kind, run }) => run.status === (kind === 'mcp' ? 'skipped' : 'run')));
    // Each server has a state of its own.
    assert.deepEqual(
      duplicates(await opened.library()).map(({ members }) => members.length),
      [2],
    );
  });

  it('takes what servers say of arguments as far as it can be read', async () => {
    const properties = { plain: { type: 'string' }, nothing: null, anything: true, list: [1] };
    const schemas: readonly Readonly<Record<string, unknown>>[] = [
      { properties },
      { properties: null },
      { properties: 'x' },
      {},
    ];
    const tools = schemas.map((inputSchema, at) => ({ name: `tool_${at}`, description: '', inputSchema }));
    const { inventory } = await session().takeInventory(signal, [{ server: 'odd', tools }]);
    assert.deepEqual(
      inventory?.tools.flatMap(({ kind, signature }) => (kind === 'mcp' ? [signature] : [])),
      ['tool_0(plain?: string, nothing?, anything?, list?)', 'tool_1()', 'tool_2()', 'tool_3()'],
    );
  });

  it('compares without running where running is not allowed, and does not merge then', async () => {
    allowed = false;
    const opened = session();
    await opened.takeInventory(signal);
    const { inventory } = await opened.compare(signal);
    assert.ok(inventory?.tools.every(({ run }) => run.status === 'skipped'));
    await assert.rejects(opened.refactor({ model: undefined, acceptWeak: false, seed: 1 }, signal), /not allowed/);
  });

  it('merges what does the same, applies what is accepted, and gives back what was', async () => {
    const opened = session();
    await opened.takeInventory(signal);
    await opened.compare(signal);
    const merged = await opened.refactor({ model: undefined, acceptWeak: false, seed: 2 }, signal);
    const [group] = duplicates(merged);
    assert.deepEqual(
      [group?.outcome.state, group?.outcome.verdict, group?.outcome.into],
      ['merged', 'identical', 'texts.py#slugify'],
    );
    assert.deepEqual([merged.summary?.before, merged.summary?.after], [3, 2]);
    const detail = await opened.group(group!.id);
    assert.match(detail.files[0]?.after ?? '', /def to_slug/);
    await assert.rejects(opened.planApply(3, signal), /No group is accepted/);
    await opened.decide(group!.id, true);
    const edit = await opened.planApply(3, signal);
    for (const { path: file, after } of edit.files) await writeFile(path.join(root, file), after ?? '');
    assert.deepEqual((await opened.library()).history, []);
    // The process that planned it may be lost meanwhile.
    const [entry] = (await session().applied(edit.id)).history;
    await assert.rejects(session().applied(edit.id), /No such change/);
    assert.deepEqual([entry?.tools, entry?.files, entry?.touched, entry?.reverted], [1, ['texts.py'], [], undefined]);
    // Another process finds it, too.
    const later = session();
    assert.equal((await later.library()).history.length, 1);
    const back = await later.planRevert(edit.id);
    for (const { path: file, after } of back.files) await writeFile(path.join(root, file), after ?? '');
    assert.equal(await readFile(path.join(root, 'texts.py'), 'utf8'), texts);
    assert.ok((await later.reverted(edit.id)).history[0]?.reverted !== undefined);
    await assert.rejects(later.planRevert(edit.id), /nothing to revert/);
  });

  it('lets callers of old names call the library, as a change of its own', async () => {
    const caller =
      'from texts import to_slug\n\n\ndef link(title: str) -> str:\n    """Address of a page."""\n    return "/" + to_slug(title)\n';
    await writeFile(path.join(root, 'links.py'), caller);
    const opened = session();
    await opened.takeInventory(signal);
    await opened.compare(signal);
    const merged = await opened.refactor({ model: undefined, acceptWeak: false, seed: 2 }, signal);
    await opened.decide(duplicates(merged)[0]!.id, true);
    const edit = await opened.planApply(3, signal);
    for (const { path: file, after } of edit.files) await writeFile(path.join(root, file), after ?? '');
    await opened.applied(edit.id);
    const { edit: inlined, ...counts } = await opened.planInline(edit.id, 4, signal);
    assert.equal(counts.inlined, 1);
    const links = inlined.files.find((file) => file.path === 'links.py') ?? assert.fail('nothing was rewritten');
    assert.equal(links.before, caller);
    assert.match(links.after ?? '', /"\/" \+ slugify\(title\)/);
  });

  it('merges what differs in constants, and applies of it what is accepted', async () => {
    const lines = (...all: readonly string[]) => `${all.join('\n    ')}\n`;
    const tax = (place: string, allowance: number, rate: number) =>
      lines(
        `def tax_in_${place}(income: float, children: int, months: int) -> float:`,
        `"""Income tax of the ${place}."""`,
        'if income < 0 or children < 0 or not 0 < months <= 12:',
        '    raise ValueError("no such income")',
        'yearly = income / months * 12',
        `allowance = ${allowance} + 500 * min(children, 4)`,
        'taxable = max(0.0, yearly - allowance)',
        `due = taxable * ${rate} / 12 * months`,
        'relief = min(due, 25.0 * children)',
        'return round(due - relief, 2)',
      );
    const fee = (kind: string, base: number, share: number) =>
      lines(
        `def fee_for_${kind}(amount: float, urgent: bool, copies: int) -> float:`,
        `"""Fee for a ${kind}."""`,
        'if amount <= 0 or copies < 1:',
        '    raise ValueError("no such amount")',
        `part = amount * ${share}`,
        `whole = max(${base}, part)`,
        'if urgent:',
        '    whole = whole * 2 + 1',
        'paper = 0.1 * (copies - 1) + 0.05 * (copies // 10)',
        'total = whole + min(paper, whole / 2)',
        'return round(total, 2)',
      );
    const family = [
      ...[tax('north', 9000, 0.24), tax('south', 12_500, 0.2), tax('east', 11_000, 0.22)],
      ...[fee('transfer', 1.5, 0.01), fee('withdrawal', 3.5, 0.03), fee('exchange', 2.5, 0.02)],
    ].join('\n\n');
    await writeFile(path.join(root, 'money.py'), family);
    await writeFile(
      path.join(root, 'tools.json'),
      JSON.stringify([{ name: 'search', description: 'Search.', inputSchema: { type: 'object', properties: {} } }]),
    );
    let measured: MeasuredLibrary | undefined;
    const opened = session({
      tokens: counter,
      measure: async (given) => {
        measured = given;
        return { queries: 0, controls: 0, rows: [] };
      },
    });
    await opened.takeInventory(signal);
    await opened.compare(signal);
    const merged = await opened.refactor({ model: undefined, acceptWeak: false, seed: 2 }, signal);
    const alike = merged.groups?.equal.filter(({ relation }) => relation === 'constants') ?? [];
    assert.deepEqual(
      alike.map(({ members, outcome }) => [members.length, outcome.state, outcome.verdict]),
      [
        [3, 'merged', 'identical'],
        [3, 'merged', 'identical'],
      ],
      JSON.stringify(alike),
    );
    const { summary } = merged;
    // Six become two new functions, and of two that do the same one is left.
    assert.deepEqual([summary?.before, summary?.merged, summary?.after], [10, 7, 5]);
    await opened.measure('queries.json', signal);
    const offered = measured?.merged?.after.filter(({ deprecated }) => deprecated !== true).map(({ name }) => name);
    assert.deepEqual(
      offered?.toSorted(),
      [...alike.map(({ topic }) => topic), 'count_words', 'search', 'slugify'].toSorted(),
      'the tools of a list, and what stands for others, are there',
    );
    const taxes = alike.find(({ topic }) => topic.startsWith('tax_')) ?? assert.fail(JSON.stringify(alike));
    const detail = await opened.group(taxes.id);
    assert.match(detail.files[0]?.after ?? '', new RegExp(`def ${taxes.topic}\\(income: float, .*\\*, `));
    // Of the other family nothing is written.
    assert.doesNotMatch(detail.files[0]?.after ?? '', /def fee_by/);
    await opened.decide(taxes.id, true);
    const edit = await opened.planApply(3, signal);
    assert.deepEqual(
      edit.files.map((file) => [file.path, file.after]),
      detail.files.map((file) => [file.path, file.after]),
    );
    // Another process knows them, too.
    assert.deepEqual(
      (await restored()).groups?.equal.map(({ id }) => id),
      merged.groups?.equal.map(({ id }) => id),
    );
  });

  it('overwrites nothing that was changed since', async () => {
    const opened = session();
    await opened.takeInventory(signal);
    await opened.compare(signal);
    const [group] = duplicates(await opened.refactor({ model: undefined, acceptWeak: false, seed: 2 }, signal));
    await opened.decide(group!.id, true);
    await writeFile(path.join(root, 'texts.py'), `${texts}\n# mine\n`);
    await assert.rejects(opened.planApply(3, signal), /texts\.py was changed since/);
  });
});
