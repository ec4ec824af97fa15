import { Option, type Command } from 'commander';
import { homedir } from 'node:os';
import path from 'node:path';
import { loadModelManager, type ModelManager } from '../../../runtime/models';
import { weightPrecisions } from '../../../runtime/models/protocol';
import { BadInputError } from '../../core/badInputError';
import { modelsFolder } from '../../core/packageRoot';

/** Options of every command that works on a folder of models. */
export interface FolderOptions {
  readonly modelsFolder: string;
  readonly json?: true;
}

/** Options of the commands that ask the hub. */
export interface HubOptions {
  readonly endpoint?: string;
  readonly proxy?: string;
  readonly tokenEnv?: string;
}

export function withFolder(command: Command): Command {
  return command
    .option('--models-folder <folder>', 'folder of models', path.join(homedir(), '.whetstone', 'models'))
    .option('--json', 'print one JSON document');
}

export function withHub(command: Command): Command {
  return command
    .option('--endpoint <url>', 'address of the hub or of a mirror; default: HF_ENDPOINT, else https://huggingface.co')
    .option('--proxy <url>', 'proxy; default: HTTPS_PROXY, HTTP_PROXY and NO_PROXY of the environment')
    .option('--token-env <name>', 'variable that holds a token, for private and gated repositories; default: HF_TOKEN');
}

export function quantiseOption(): Option {
  return new Option('--quantise <type>', 'format of the weights').choices([...weightPrecisions]).default('int8');
}

export async function openManager(options: FolderOptions & HubOptions): Promise<ModelManager> {
  const Manager = await loadModelManager();
  return new Manager({
    modelsFolder: path.resolve(options.modelsFolder),
    embedded: path.join(modelsFolder(), 'embedded'),
    endpoint: options.endpoint,
    proxy: options.proxy,
  });
}

/** Where a token is looked for when no variable is named: what the hub's own tools call it. */
const usualVariable = 'HF_TOKEN';

/**
 * A token never stands on a command line, where every process of the machine can read it, and is kept nowhere: whoever goes on with
 * a download has it in the environment again.
 */
export function tokenOf({ tokenEnv }: HubOptions): string | undefined {
  const token = process.env[tokenEnv ?? usualVariable];
  if (token !== undefined && token !== '') return token;
  if (tokenEnv === undefined) return undefined;
  throw new BadInputError(`The variable ${tokenEnv} is not set. Set it to a token, or leave --token-env out.`);
}

/** What to type where the hub wants a token, or refuses the one that it got. */
export function tokenAdvice({ tokenEnv = usualVariable }: HubOptions, command: string): string {
  const other = tokenEnv === usualVariable ? '' : ` --token-env ${tokenEnv}`;
  return (
    `Put a token into the variable ${tokenEnv} and call again; what is here of it stays, and the token is written nowhere:\n` +
    `  read -rs ${tokenEnv} && export ${tokenEnv} && whetstone ${command}${other}`
  );
}
