/** `whetstone serve`: the gateway as an OpenAI-compatible server on this machine. */
import { Option, type Command } from 'commander';
import { once } from 'node:events';
import type { Gateway } from '../../runtime/gateway/gateway';
import { RuntimeError } from '../../runtime/runtimeError';
import { stateFolder } from '../../runtime/store/stateFolder';
import type { CommandOutput } from '../core/commandOutput';
import { integer } from './optionValues';

interface ServeOptions {
  readonly port: number;
  readonly config?: string;
  readonly json?: true;
}

export function addServeCommand(program: Command, output: CommandOutput, signal: AbortSignal): void {
  program
    .command('serve')
    .description('serve all models, and “auto” within the budgets, to programs that speak OpenAI’s protocol')
    .option('--port <n>', 'port on 127.0.0.1; 0: any that is free', integer(0, 65_535), 0)
    .option('--config <file>', 'settings of the gateway (JSON); default: the vendors whose keys are set, and Ollama')
    .addOption(
      new Option('--token <token>', 'token that clients have to send; default: a new one').env('WHETSTONE_TOKEN'),
    )
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      '\nKeys come from the environment: OPENAI_API_KEY, ANTHROPIC_API_KEY, GOOGLE_GENERATIVE_AI_API_KEY, ID_API_KEY.',
    )
    .action(async (options: ServeOptions & { readonly token?: string }) => {
      const { readGatewayConfig } = await import('../../runtime/gateway/gatewayConfigFile');
      const { openGateway } = await import('../../runtime/gateway/openGateway');
      const { LocalServer } = await import('../../runtime/gateway/server/localServer');
      const { BooksOpener } = await import('../../runtime/gateway/host/books');
      const { OnDemandLedger } = await import('../../runtime/gateway/onDemandLedger');
      const { LearningRouter, openRouterStore } = await import('../../runtime/gateway/router');
      const config = await readGatewayConfig(options.config, process.env);
      const folder = stateFolder();
      const log = (message: string) => output.log(`whetstone: ${message}`);
      const books = new BooksOpener({ folder, onWarning: ({ message }) => log(message), onChange: () => undefined });
      await books.open().catch((error: unknown) => {
        log(error instanceof RuntimeError ? `${error.message} ${error.action}` : String(error));
        log('Until the ledger can be opened, only models of this machine that cost nothing are served.');
      });
      const ledger = new OnDemandLedger(() => books.open());
      const store = await openRouterStore(folder);
      for (const notice of store.notices) log(notice);
      const router = new LearningRouter({ store, policy: config.policy });
      const gateway = openGateway({ config, ledger, router, onProblem: log });
      try {
        const { port, token } = options;
        const server = await LocalServer.start({ gateway: () => gateway, port, token, onProblem: log });
        const answer = { url: server.url, token: server.token };
        output.answer(options.json === true, answer, () => `${server.url}\ntoken ${server.token}`);
        void logProblems(gateway, log, signal);
        log('Serving. Ctrl+C ends it.');
        if (!signal.aborted) await once(signal, 'abort');
        await server.close();
      } finally {
        await gateway.dispose();
        router.close();
        await books.close();
      }
    });
}

/** What of the settings cannot be used; the server does not wait for endpoints that are slow to tell. */
async function logProblems(gateway: Gateway, log: (message: string) => void, signal: AbortSignal): Promise<void> {
  try {
    const [providers, models] = await Promise.all([gateway.problems(signal), gateway.models(signal)]);
    for (const { title, problem } of providers) log(`${title}: ${problem}`);
    const told = new Set(providers.map(({ provider }) => provider));
    for (const { model, problem } of models) {
      if (problem !== undefined && !told.has(model.provider)) log(`${model.id}: ${problem}`);
    }
  } catch (error) {
    if (!signal.aborted) log(`The models cannot be listed: ${String(error)}`);
  }
}
