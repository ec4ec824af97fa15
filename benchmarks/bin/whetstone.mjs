#!/usr/bin/env node
/** Launches the `whetstone` command from the project's build. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');
const bundle = path.join(root, 'dist', 'cli.cjs');

if (existsSync(bundle)) {
  createRequire(import.meta.url)(bundle);
} else {
  console.error(`whetstone is not built yet. Build it once, in ${root}:\n\n    npm run build\n`);
  process.exitCode = 1;
}
