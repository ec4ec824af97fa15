/** VS Code's variables in the texts of a server's configuration. */
import os from 'node:os';
import path from 'node:path';
import { McpServerError } from './mcpServerError';

export interface Variables {
  /** The folder whose file names the server; the workspace's first for servers of the user. */
  readonly folder: string | undefined;
  readonly folders: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  /** @throws McpServerError where nobody answers */
  readonly input: (id: string) => Promise<string>;
}

const variable = /\$\{([^}]*)\}/g;

/**
 * Each variable is filled in once: what an input or the environment says is never read as a variable again.
 * @throws McpServerError for a variable that is not known or has no value
 */
export async function fillVariables(text: string, variables: Variables): Promise<string> {
  let filled = '';
  let end = 0;
  for (const match of text.matchAll(variable)) {
    filled += text.slice(end, match.index) + (await valueOf(match[1] ?? '', variables));
    end = match.index + match[0].length;
  }
  return filled + text.slice(end);
}

async function valueOf(name: string, variables: Variables): Promise<string> {
  const [kind, argument] = splitOnce(name);
  switch (kind) {
    case 'workspaceFolder':
      return folderOf(argument, variables);
    case 'workspaceFolderBasename':
      return path.basename(folderOf(argument, variables));
    case 'userHome':
      return os.homedir();
    case 'pathSeparator':
    case '/':
      return path.sep;
    case 'env':
      return environmentOf(argument ?? '', variables.environment);
    case 'input':
      return variables.input(argument ?? '');
    default:
      throw new McpServerError(
        `\${${name}} is not known here. Known are \${workspaceFolder}, \${userHome}, \${pathSeparator}, \${env:NAME} and \${input:ID}.`,
      );
  }
}

function splitOnce(name: string): [string, string | undefined] {
  const colon = name.indexOf(':');
  return colon === -1 ? [name, undefined] : [name.slice(0, colon), name.slice(colon + 1)];
}

function folderOf(name: string | undefined, { folder, folders }: Variables): string {
  const found = name === undefined ? folder : folders.find((each) => path.basename(each) === name);
  if (found !== undefined) return found;
  throw new McpServerError(
    name === undefined
      ? '${workspaceFolder} has no value, as no folder is open. Open one, or write the path.'
      : `\${workspaceFolder:${name}}: no folder of the workspace has this name.`,
  );
}

/** As in VS Code a variable that is not set is empty; ours hold tokens and are for no server. */
function environmentOf(name: string, environment: NodeJS.ProcessEnv): string {
  if (/^WHETSTONE_/i.test(name)) throw new McpServerError(`\${env:${name}} is not given to servers. Use another name.`);
  return environment[name] ?? '';
}
