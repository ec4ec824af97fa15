/** How a server is reached, with all variables filled in. */
import { readFile, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseEnv } from 'node:util';
import { localityOf } from '../../gateway/providers/locality';
import type { ConfiguredServer } from './consent';
import { McpServerError } from './mcpServerError';
import { fillVariables, type Variables } from './variables';

export interface StdioLaunch {
  readonly type: 'stdio';
  readonly command: string;
  readonly args: readonly string[];
  /** The whole environment of the program. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
}

export interface RemoteLaunch {
  readonly type: 'http' | 'sse';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
}

export type Launch = StdioLaunch | RemoteLaunch;

/** What programs need to run at all; nothing that is a secret by habit. (PATH finds node and python, HOME their caches.) */
const inherited =
  process.platform === 'win32'
    ? [
        'APPDATA',
        'COMSPEC',
        'HOMEDRIVE',
        'HOMEPATH',
        'LOCALAPPDATA',
        'PATH',
        'PATHEXT',
        'PROCESSOR_ARCHITECTURE',
      ].concat(['PROGRAMDATA', 'PROGRAMFILES', 'SYSTEMDRIVE', 'SYSTEMROOT', 'TEMP', 'TMP', 'USERNAME', 'USERPROFILE'])
    : ['HOME', 'LANG', 'LC_ALL', 'LC_CTYPE', 'LOGNAME', 'PATH', 'SHELL', 'TERM', 'TMPDIR', 'TZ', 'USER'];

/** @throws McpServerError with what is wrong in the configuration */
export async function launchOf(server: ConfiguredServer, variables: Variables, localOnly: boolean): Promise<Launch> {
  const { config } = server;
  const fill = (text: string) => fillVariables(text, variables);
  if (config.type !== 'stdio') {
    const url = urlOf(await fill(config.url));
    if (localOnly && localityOf(url) !== 'local') {
      throw new McpServerError(
        `${url.origin} is not on this machine, and “local only” is on. Turn it off, or run the server on this machine.`,
      );
    }
    return { type: config.type, url, headers: await fillAll(config.headers ?? {}, fill) };
  }
  const cwd = path.resolve(server.folder ?? os.homedir(), await fill(config.cwd ?? '.'));
  if (!(await isFolder(cwd))) throw new McpServerError(`Its folder ${cwd} does not exist. Correct "cwd".`);
  const args: string[] = [];
  for (const argument of config.args ?? []) args.push(await fill(argument));
  const env = new Map<string, string>();
  for (const name of inherited) {
    const value = variables.environment[name];
    // What begins like this is a function that an old shell would run.
    if (value !== undefined && !value.startsWith('()')) env.set(name, value);
  }
  if (config.envFile !== undefined) {
    const file = path.resolve(server.folder ?? os.homedir(), await fill(config.envFile));
    for (const [name, value] of await readEnvFile(file)) env.set(name, value);
  }
  for (const [name, value] of Object.entries(config.env ?? {})) {
    if (value === null) env.delete(name);
    else env.set(name, await fill(value));
  }
  return {
    type: 'stdio',
    command: await commandOf(await fill(config.command), cwd),
    args,
    env: Object.fromEntries(env),
    cwd,
  };
}

/** Beside the folder it is run in, not beside ours; a bare name is looked up in PATH. */
async function commandOf(command: string, cwd: string): Promise<string> {
  const home = command.startsWith('~/') ? path.join(os.homedir(), command.slice(2)) : command;
  return /[\\/]/.test(home) ? path.resolve(cwd, home) : home;
}

function urlOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url;
  throw new McpServerError(`"${text}" is no address. Write one that begins with http:// or https:// as "url".`);
}

async function fillAll(
  texts: Readonly<Record<string, string>>,
  fill: (text: string) => Promise<string>,
): Promise<Record<string, string>> {
  const filled: Record<string, string> = {};
  for (const [name, text] of Object.entries(texts)) filled[name] = await fill(text);
  return filled;
}

async function readEnvFile(file: string): Promise<readonly (readonly [string, string])[]> {
  try {
    const entries = Object.entries(parseEnv(await readFile(file, 'utf8')));
    return entries.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new McpServerError(`Its "envFile" cannot be read: ${reason}.`);
  }
}

const isFolder = (folder: string) =>
  stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  );
