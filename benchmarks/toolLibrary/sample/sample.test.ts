import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { packageRoot } from '../../core/packageRoot';

const folder = path.join(packageRoot(), 'benchmarks/toolLibrary/sample');
const read = (file: string) => readFileSync(path.join(folder, file), 'utf8');

const lists = z.array(z.array(z.string()).min(2));
const groups = z
  .object({
    about: z.string(),
    duplicates: lists,
    nearDuplicates: lists,
    otherMeaning: lists,
    families: lists,
    impure: z.array(z.string()),
  })
  .parse(JSON.parse(read('groups.json')));

/** `path#name` of every function that can be called. */
function declared(language: 'python' | 'typescript', pattern: RegExp): readonly string[] {
  return readdirSync(path.join(folder, language))
    .filter((file) => /\.(py|ts)$/.test(file) && !file.includes('.test.'))
    .flatMap((file) =>
      [...read(`${language}/${file}`).matchAll(pattern)].map((match) => `${language}/${file}#${match[1]!}`),
    );
}
const python = declared('python', /^def (\w+)\(/gm);
const typescript = declared('typescript', /^export (?:async )?(?:function|const) (\w+)/gm);
const known = new Set([...python, ...typescript]);

describe('sample of tools', () => {
  it('is of the size that its documentation says', () => {
    assert.deepEqual([python.length, typescript.length], [150, 86]);
  });
  it('has no tool in groups.json that is not in a file', () => {
    const named = [
      ...[groups.duplicates, groups.nearDuplicates, groups.otherMeaning, groups.families].flat(2),
      ...groups.impure,
    ];
    assert.deepEqual(
      named.filter((tool) => !known.has(tool)),
      [],
    );
  });
  it('puts no tool into two groups of duplicates', () => {
    const all = groups.duplicates.flat();
    assert.equal(new Set(all).size, all.length);
  });
  it('never says of two tools that they are duplicates and that they are not', () => {
    const groupOf = new Map(groups.duplicates.flatMap((group, at) => group.map((tool) => [tool, at] as const)));
    for (const group of [groups.nearDuplicates, groups.families, groups.otherMeaning].flat()) {
      const found = group.map((tool) => groupOf.get(tool)).filter((at) => at !== undefined);
      assert.equal(new Set(found).size, found.length, group.join(', '));
    }
  });
  it('asks for tools that are there, in at least 150 queries', () => {
    const query = z.object({ query: z.string().min(1), tools: z.array(z.string()).min(1), calls: z.json().optional() });
    const queries = read('queries.jsonl')
      .trim()
      .split('\n')
      .map((line) => query.parse(JSON.parse(line)));
    assert.ok(queries.length >= 150);
    const bearers = (name: string) => [...known].filter((tool) => tool === name || tool.endsWith(`#${name}`));
    for (const name of queries.flatMap(({ tools }) => tools)) assert.equal(bearers(name).length, 1, name);
    assert.equal(new Set(queries.map((each) => each.query)).size, queries.length);
  });
  it('passes its own tests in Python', function () {
    if (spawnSync('python3', ['-c', 'import sys; sys.exit(sys.version_info < (3, 9))']).status !== 0) {
      console.log('        (no Python 3.9 or newer)');
      return this.skip();
    }
    execFileSync('python3', ['-B', '-m', 'unittest', 'discover', '-s', 'tests'], {
      cwd: path.join(folder, 'python'),
      stdio: 'pipe',
    });
  });
});
