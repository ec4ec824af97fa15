import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openRepositoryIndex, type RepositoryIndex } from '../../../../runtime/repository';
import { profileFolder } from './profileFolder';
import { facetOf } from './profileRepository';
import type { RepositoryProfile } from './types';
import { facetClass } from './votes';

describe('Profile of a repository', () => {
  let folder: string;
  let index: RepositoryIndex;
  let profile: RepositoryProfile;

  before(async () => {
    folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'whetstone-profile-')));
    const write = (file: string, text: string) => {
      const target = path.join(folder, 'repository', file);
      mkdirSync(path.dirname(target), { recursive: true });
      writeFileSync(target, text);
    };
    write('package.json', '{"devDependencies":{"a":"~1.0.0","b":"~1.0.0","c":"~1.0.0","d":"~1.0.0","e":"^1.0.0"}}\n');
    for (let at = 0; at < 20; at += 1) {
      write(
        `src/part-${at}.ts`,
        `export function readPart${at}(path: string): string {\n  if (path === '') throw new PartError('no path');\n  return path;\n}\n`,
      );
      write(
        `src/part-${at}.test.ts`,
        `import { describe, it } from 'node:test';\nimport { readPart${at} } from './part-${at}';\ndescribe('Part', () => { it('reads', () => { readPart${at}('a'); }); });\n`,
      );
    }
    write(
      'tools/read_all.py',
      'def read_all(path: str) -> str:\n    if not path:\n        return None\n    return path\n',
    );
    write('.env', 'PASSWORD=secret\n');
    index = await openRepositoryIndex({ root: path.join(folder, 'repository'), folder: path.join(folder, 'index') });
    profile = await profileFolder(index, new AbortController().signal);
  });

  after(async () => {
    await index.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const habits: readonly (readonly [string, string, string])[] = [
    ['function-case', 'camel', 'settled'],
    ['file-case', 'kebab', 'settled'],
    ['export', 'named', 'settled'],
    ['error-style', 'own-class', 'settled'],
    ['error-message', 'plain', 'settled'],
    ['test-framework', 'node-test', 'settled'],
    ['test-place', 'beside', 'settled'],
    ['test-suffix', 'dot-test', 'settled'],
    ['dependency-range', 'tilde', 'contested'],
  ];
  for (const [id, majority, how] of habits) {
    it(`says ${id}: ${majority}, ${how}`, () => {
      const facet = facetOf(profile, id, 'script');
      assert.deepEqual([facet?.majority, facet?.class], [majority, how]);
    });
  }

  it('shows where: real lines of several files', () => {
    const sites = facetOf(profile, 'error-style', 'script')?.sites ?? [];
    assert.equal(new Set(sites.map((site) => site.path)).size, 8);
    for (const { line, text } of sites)
      assert.deepEqual([line, text.startsWith('export function readPart')], [1, true]);
  });

  it('keeps languages apart', () => {
    assert.equal(facetOf(profile, 'function-case', 'python')?.majority, 'snake');
    assert.equal(facetOf(profile, 'error-style', 'python')?.class, 'silent');
  });

  it('has Wilson’s lower bound of the share', () => {
    const { n, share, bound } = facetOf(profile, 'function-case', 'script')!;
    assert.deepEqual([n, share], [20, 1]);
    assert.ok(Math.abs(bound - 0.8389) < 1e-3);
  });
});

describe('Classes of conventions', () => {
  it('follow number, share and bound', () => {
    assert.equal(facetClass(20, 1, 0.84), 'settled');
    assert.equal(facetClass(7, 1, 0.65), 'leaning');
    assert.equal(facetClass(10, 0.8, 0.49), 'contested');
    assert.equal(facetClass(3, 1, 0.44), 'silent');
  });
});
