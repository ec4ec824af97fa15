import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Gateway } from '../../runtime/gateway/gateway';
import type { SqliteLedger } from '../../runtime/gateway/ledger';
import { RuntimeError } from '../../runtime/runtimeError';
import { stateFolder } from '../../runtime/store/stateFolder';
import { BadInputError } from '../core/badInputError';
import type { CommandOutput } from '../core/commandOutput';

/** The user's gateway for a command that calls several models. */
export interface CommandModels {
  readonly gateway: Gateway;
  /** Ids of the models that were asked for, in their order. */
  readonly models: readonly string[];
  readonly openBooks: () => Promise<SqliteLedger>;
  /** GGUF file of a model of this machine. */
  readonly fileOf: (model: string) => string | undefined;
  readonly close: () => Promise<void>;
}

export interface CommandGateway {
  readonly gateway: Gateway;
  /** Id of the model that was asked for. */
  readonly model: string;
  /** Its GGUF file, where it is one that was named by its path. */
  readonly file: string | undefined;
  readonly close: () => Promise<void>;
}

/**
 * The user's gateway, with books and router, for a command that calls one model.
 * @param wanted id of a model of the gateway, `auto`, `local`, or the path of a GGUF file
 * @throws BadInputError for a file that is not there, RuntimeError model-corrupt for one that is no whole GGUF file
 */
export async function openCommandGateway(
  wanted: string,
  settings: string | undefined,
  output: CommandOutput,
): Promise<CommandGateway> {
  const { models, fileOf, gateway, close } = await openCommandModels([wanted], settings, output);
  const [model = wanted] = models;
  return { gateway, model, file: fileOf(model), close };
}

/**
 * The user's gateway, with books and router.
 * @param wanted ids of models of the gateway, or paths of GGUF files
 * @throws BadInputError for a file that is not there, RuntimeError model-corrupt for one that is no whole GGUF file
 */
export async function openCommandModels(
  wanted: readonly string[],
  settings: string | undefined,
  output: CommandOutput,
): Promise<CommandModels> {
  const { readGatewayConfig } = await import('../../runtime/gateway/gatewayConfigFile');
  const { openGateway } = await import('../../runtime/gateway/openGateway');
  const { localModelNames } = await import('../../runtime/gateway/providers/localProvider');
  const { BooksOpener } = await import('../../runtime/gateway/host/books');
  const { OnDemandLedger } = await import('../../runtime/gateway/onDemandLedger');
  const { LearningRouter, openRouterStore } = await import('../../runtime/gateway/router');
  const files = new Map<string, string>();
  for (const name of wanted.filter((each) => /\.gguf$/i.test(each))) {
    const file = path.resolve(name);
    if (!existsSync(file)) throw new BadInputError(`There is no file ${name}. Check the path.`);
    // Said here, it is bad input; said by the provider, it would be a call that failed.
    await (await import('../../runtime/llama')).readGgufHead(file);
    files.set(name, file);
  }
  const read = await readGatewayConfig(settings, process.env);
  const config = { ...read, localModels: [...new Set([...read.localModels, ...files.values()])] };
  const names = localModelNames(config.localModels);
  const idOf = (name: string) => {
    const [id] = [...names].find(([, file]) => file === files.get(name)) ?? [];
    return id === undefined ? name : `local/${id}`;
  };
  const log = (message: string) => output.log(`whetstone: ${message}`);
  const folder = stateFolder();
  const books = new BooksOpener({ folder, onWarning: ({ message }) => log(message), onChange: () => undefined });
  await books.open().catch((error: unknown) => {
    log(error instanceof RuntimeError ? `${error.message} ${error.action}` : String(error));
  });
  const ledger = new OnDemandLedger(() => books.open());
  const store = await openRouterStore(folder);
  for (const notice of store.notices) log(notice);
  const router = new LearningRouter({ store, policy: config.policy });
  const gateway = openGateway({ config, ledger, router, onProblem: log });
  return {
    gateway,
    models: wanted.map(idOf),
    openBooks: () => books.open(),
    fileOf: (model) => localFile(names, model),
    close: async () => {
      await gateway.dispose();
      router.close();
      await books.close();
    },
  };
}

function localFile(names: ReadonlyMap<string, string>, id: string): string | undefined {
  return id.startsWith('local/') ? names.get(id.slice('local/'.length)) : undefined;
}
