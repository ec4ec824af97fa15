import type { GenerateEvent, GenerateRequest } from '../../../runtime/gateway/types';
import { stateFolder } from '../../../runtime/store/stateFolder';
import type { CommandOutput } from '../../core/commandOutput';

export interface CliGateway {
  generate(request: GenerateRequest, signal: AbortSignal): AsyncIterable<GenerateEvent>;
  close(): Promise<void>;
}

/** The gateway in this process, with the books and the learnt router of this machine. */
export async function openCliGateway(configFile: string | undefined, output: CommandOutput): Promise<CliGateway> {
  const { readGatewayConfig } = await import('../../../runtime/gateway/gatewayConfigFile');
  const { openGateway } = await import('../../../runtime/gateway/openGateway');
  const { openLedger } = await import('../../../runtime/gateway/ledger');
  const { LearningRouter, openRouterStore } = await import('../../../runtime/gateway/router');
  const config = await readGatewayConfig(configFile, process.env);
  const folder = stateFolder();
  const log = (message: string) => output.log(`whetstone: ${message}`);
  const ledger = await openLedger({ folder, onWarning: ({ message }) => log(message) });
  const store = await openRouterStore(folder);
  for (const notice of store.notices) log(notice);
  const router = new LearningRouter({ store, policy: config.policy });
  const gateway = openGateway({ config, ledger, router, onProblem: log });
  return {
    generate: (request, signal) => gateway.generate(request, signal),
    close: async () => {
      await gateway.dispose();
      router.close();
      await ledger.close();
    },
  };
}
