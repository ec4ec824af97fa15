/** llama.cpp's binaries for a package: from node_modules where npm has installed them, else fetched from npm once. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { inProject } from '../vscode/projectPaths';
import { runOrThrow } from '../vscode/run';
import { targets, type Target } from './targets';

/** Where the bundle of node-llama-cpp looks for them. */
const placed = inProject('dist', 'nodeLlama', 'bins');

/** Puts a target's binaries beside the bundle, and nothing of other targets. */
export async function placeLlamaBinaries(target: Target): Promise<void> {
  const { llama } = targets[target];
  const source = await packageFolder(llama);
  await removeLlamaBinaries();
  await cp(path.join(source, 'bins', llama), path.join(placed, llama), { recursive: true });
}

/** Without them the package in node_modules is used: those of another platform would be in the way. */
export async function removeLlamaBinaries(): Promise<void> {
  await rm(placed, { recursive: true, force: true });
}

const lockSchema = z.object({
  packages: z.record(z.string(), z.looseObject({ version: z.string().optional(), integrity: z.string().optional() })),
});

async function packageFolder(name: string): Promise<string> {
  const installed = inProject('node_modules', '@node-llama-cpp', name);
  if (existsSync(path.join(installed, 'bins', name))) return installed;
  const lock = lockSchema.parse(JSON.parse(await readFile(inProject('package-lock.json'), 'utf8')));
  const { version, integrity } = lock.packages[`node_modules/@node-llama-cpp/${name}`] ?? {};
  if (version === undefined || integrity === undefined) {
    throw new Error(`package-lock.json does not name @node-llama-cpp/${name}: run npm install.`);
  }
  const folder = inProject('.cache', 'llama', `${name}-${version}`);
  if (existsSync(path.join(folder, 'package', 'bins', name))) return path.join(folder, 'package');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  await runOrThrow(npm, ['pack', `@node-llama-cpp/${name}@${version}`, '--pack-destination', folder, '--silent'], {
    cwd: folder,
  });
  const file = path.join(folder, `node-llama-cpp-${name}-${version}.tgz`);
  const digest = createHash('sha512')
    .update(await readFile(file))
    .digest('base64');
  if (`sha512-${digest}` !== integrity) throw new Error(`${file} is not the package that package-lock.json names.`);
  await runOrThrow('tar', ['-xzf', file], { cwd: folder });
  await rm(file);
  return path.join(folder, 'package');
}
