/** Makes a VSIX and looks into it. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { installNode } from '../vscode/harnessInstall';
import { inProject, readManifest, root } from '../vscode/projectPaths';
import { runOrThrow } from '../vscode/run';
import { placeLlamaBinaries, removeLlamaBinaries } from './llamaBinaries';
import { allowedFiles, nativePatterns, requiredFiles, type Target } from './targets';

/** Where a target's VSIX is put by default. */
export function vsixPath(target: Target): string {
  const { name, version } = readManifest();
  return inProject('.cache', 'vsix', `${name}-${target}-${version}.vsix`);
}

/** Bundles for production and writes the VSIX. */
export async function buildVsix(target: Target, file: string): Promise<void> {
  await runOrThrow(process.execPath, [inProject('esbuild.mjs'), '--production'], { cwd: root });
  await placeLlamaBinaries(target);
  const ignoreFile = inProject('.cache', 'vsix', `vscodeignore-${target}`);
  await mkdir(path.dirname(ignoreFile), { recursive: true });
  const base = await readFile(inProject('.vscodeignore'), 'utf8');
  await writeFile(ignoreFile, `${base}${nativePatterns(target).join('\n')}\n`);
  await mkdir(path.dirname(file), { recursive: true });
  // vsce asks for a newer Node than the rest of the project does.
  try {
    await runOrThrow(
      installNode(),
      [
        ...[inProject('node_modules', '@vscode', 'vsce', 'vsce'), 'package', '--target', target, '--out', file],
        ...['--ignoreFile', ignoreFile, '--allow-missing-repository', '--no-rewrite-relative-links'],
      ],
      { cwd: root },
    );
  } finally {
    await removeLlamaBinaries();
  }
}

async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'));
}

export interface Contents {
  /** Files that have no business in the package. */
  readonly unexpected: readonly string[];
  /** Patterns of files that must be in the package and are not. */
  readonly missing: readonly string[];
}

/** Compares an installed extension's folder with what its target may and must hold. */
export async function inspectInstalled(folder: string, target: Target): Promise<Contents> {
  // VS Code writes the manifest of the installation itself.
  const files = (await filesBelow(folder)).filter((file) => file !== '.vsixmanifest');
  const allowed = allowedFiles(target);
  return {
    unexpected: files.filter((file) => !allowed.some((pattern) => pattern.test(file))),
    missing: requiredFiles(target)
      .filter((pattern) => !files.some((file) => pattern.test(file)))
      .map((pattern) => pattern.source),
  };
}
