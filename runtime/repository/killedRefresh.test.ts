import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openRepositoryIndex } from '.';

/** Ends itself as kill -9 would, after a batch was stored and before the last one. */
const program = `
const [entry, root, folder] = process.argv.slice(1);
require(entry).openRepositoryIndex({
  root,
  folder,
  onProgress: ({ stage, done, total }) => {
    if (stage === 'parse' && done > 0 && done < total) process.kill(process.pid, 'SIGKILL');
  },
});
`;

describe('index whose refresh was killed', function () {
  this.timeout(60_000);

  it('keeps what was stored and is completed by the next refresh', async () => {
    const base = await mkdtemp(path.join(tmpdir(), 'whetstone-killed-'));
    try {
      const root = path.join(base, 'repository');
      const folder = path.join(base, 'db');
      await mkdir(root);
      const names = Array.from({ length: 250 }, (_, at) => `f${at}.ts`);
      await Promise.all(names.map((name, at) => writeFile(path.join(root, name), `export const v${at} = ${at};\n`)));
      const words = ['--require', 'tsx/cjs', '-e', program, path.join(__dirname, 'index.ts'), root, folder];
      assert.equal(spawnSync(process.execPath, words).signal, 'SIGKILL');
      const index = await openRepositoryIndex({ root, folder, refresh: false });
      try {
        const kept = index.files().length;
        assert.ok(kept > 0 && kept < names.length, `${kept} files`);
        assert.equal((await index.refresh()).added, names.length - kept);
        assert.ok(names.every((name, at) => index.symbols(name)[0]?.name === `v${at}`));
      } finally {
        await index.close();
      }
    } finally {
      await rm(base, { recursive: true, force: true });
    }
  });
});
