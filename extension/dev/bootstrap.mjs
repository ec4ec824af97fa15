/**
 * What must happen before any of the project's own TypeScript can run: check Node, install the dependencies, build.
 * Plain JavaScript with Node's built-ins only, because on a fresh machine there is nothing else.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { installNode24, isNewEnough, replaceBy } from './node24.mjs';

/** The project's folder. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');

const oldestNode = [20, 19];

function fail(message) {
  console.error(message);
  process.exit(1);
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [oldestMajor, oldestMinor] = oldestNode;
  if (major < oldestMajor || (major === oldestMajor && minor < oldestMinor)) {
    fail(
      `Whetstone needs Node ${oldestNode.join('.')} or newer; this is ${process.versions.node}. See https://nodejs.org.`,
    );
  }
}

/** Runs npm with this very Node, so that a PATH with another Node first does not matter. */
function npm(cwd, args) {
  const env = { ...process.env, ONNXRUNTIME_NODE_INSTALL: 'skip' };
  const cli = process.env.npm_execpath;
  const [command, leading, shell] = cli?.endsWith('.js')
    ? [process.execPath, [cli], false]
    : ['npm', [], process.platform === 'win32'];
  const result = spawnSync(command, [...leading, ...args], { cwd, env, stdio: 'inherit', shell });
  if (result.error) fail(`npm could not be started: ${result.error.message}. Install npm (it comes with Node).`);
  return result.status ?? 1;
}

/**
 * Whether node_modules holds what package-lock.json asks for. npm writes `node_modules/.package-lock.json` as the last
 * step of an install, so an interrupted install is noticed too. Packages for other platforms are optional and absent.
 */
function dependenciesInstalled() {
  const installedFile = path.join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installedFile)) return false;
  const wanted = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')).packages;
  const installed = JSON.parse(readFileSync(installedFile, 'utf8')).packages;
  return Object.entries(wanted).every(
    ([name, entry]) => name === '' || entry.optional || installed[name]?.version === entry.version,
  );
}

function installDependencies() {
  if (dependenciesInstalled()) return;
  console.log('Installing the dependencies (npm ci) ...');
  for (let attempt = 1; attempt <= 2; attempt++) {
    if (npm(root, ['ci', '--no-audit', '--no-fund']) === 0) return;
    if (attempt === 1) console.error('npm ci failed; trying once more.');
  }
  fail('npm ci failed. The npm registry must be reachable (npm config get registry).');
}

function build() {
  const result = spawnSync(process.execPath, [path.join(root, 'esbuild.mjs')], { cwd: root, stdio: 'inherit' });
  if (result.status !== 0) fail('The build failed; see the messages above.');
}

/** The ledger is kept by `node:sqlite`: an older Node hands over to one from npm. */
function useNewNode() {
  if (isNewEnough()) return;
  try {
    replaceBy(installNode24(root, npm), process.argv.slice(1), process.cwd());
  } catch (error) {
    fail(error.message);
  }
}

/** Checks Node, installs what is missing, builds. Ends the process with a message when one of them fails. */
export function prepare() {
  checkNode();
  useNewNode();
  installDependencies();
  build();
}

/**
 * Brings the project to a state in which its own programs run, then runs one of extension/dev/*.ts.
 *
 * @param program the file's name without `.ts`
 */
export function bootstrap(program) {
  prepare();
  process.chdir(root);
  createRequire(import.meta.url)(path.join(root, 'dist', 'dev', `${program}.cjs`));
}
