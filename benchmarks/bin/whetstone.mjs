#!/usr/bin/env node
/** Launches the `whetstone` command from the project's build, by Node 24 from npm where this Node is too old. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');
const bundle = path.join(root, 'dist', 'cli.cjs');

/** Node from `npm start` or `npm test`, if this one cannot keep the ledger (`node:sqlite`) and that one is there. */
async function newerNode() {
  const file = path.join(root, 'extension', 'dev', 'node24.mjs');
  if (!existsSync(file)) return undefined;
  const { isNewEnough, nodeExecutable } = await import(pathToFileURL(file).href);
  const { executable } = nodeExecutable(root);
  return !isNewEnough() && existsSync(executable) ? executable : undefined;
}

if (!existsSync(bundle)) {
  console.error(`whetstone is not built yet. Build it once, in ${root}:\n\n    npm run build\n`);
  process.exitCode = 1;
} else {
  const node = await newerNode();
  if (node === undefined) {
    createRequire(import.meta.url)(bundle);
  } else {
    const child = spawn(node, [bundle, ...process.argv.slice(2)], { stdio: 'inherit' });
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
    child.on('error', (error) => {
      console.error(error.message);
      process.exitCode = 1;
    });
    child.on('exit', (code) => {
      process.exitCode = code ?? 1;
    });
  }
}
