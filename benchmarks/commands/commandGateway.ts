import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Gateway } from '../../runtime/gateway/gateway';
import { RuntimeError } from '../../runtime/runtimeError';
import { stateFolder } from '../../runtime/store/stateFolder';
import { BadInputError } from '../core/badInputError';
import type { CommandOutput } from '../core/commandOutput';

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
  const { readGatewayConfig } = await import('../../runtime/gateway/gatewayConfigFile');
  const { openGateway } = await import('../../runtime/gateway/openGateway');
  const { localModelNames } = await import('../../runtime/gateway/providers/localProvider');
  const { BooksOpener } = await import('../../runtime/gateway/host/books');
  const { OnDemandLedger } = await import('../../runtime/gateway/onDemandLedger');
  const { LearningRouter, openRouterStore } = await import('../../runtime/gateway/router');
  const file = /\.gguf$/i.test(wanted) ? path.resolve(wanted) : undefined;
  if (file !== undefined && !existsSync(file)) throw new BadInputError(`There is no file ${wanted}. Check the path.`);
  // Said here, it is bad input; said by the provider, it would be a call that failed.
  if (file !== undefined) await (await import('../../runtime/llama')).readGgufHead(file);
  const read = await readGatewayConfig(settings, process.env);
  const localModels = file === undefined ? read.localModels : [...new Set([...read.localModels, file])];
  const config = { ...read, localModels };
  const [name] = [...localModelNames(localModels)].find(([, each]) => each === file) ?? [];
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
    model: name === undefined ? wanted : `local/${name}`,
    file: file ?? localFile(localModelNames(localModels), wanted),
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
