/** Puts a gateway together from settings: for the child of VS Code and for the command line. */
import { createGateway, type Gateway, type GatewayLedger } from './gateway';
import { PriceBook, costOf, worstCase } from './prices';
import type { GatewayConfig } from './protocol';
import { EndpointProvider } from './providers/endpointProvider';
import { HostProvider, type CallHost } from './providers/hostProvider';
import { LocalProvider } from './providers/localProvider';
import type { Provider } from './providers/provider';
import type { CallPatience } from './calls/callPatience';
import type { GatewayRouter } from './decide';

export interface OpenGatewayOptions {
  readonly config: GatewayConfig;
  readonly ledger: GatewayLedger;
  readonly router?: GatewayRouter | undefined;
  /** undefined: there is no editor, so no models of it. */
  readonly callHost?: CallHost | undefined;
  /** Folder of local models' saved conversations; undefined: none are saved. */
  readonly states?: string | undefined;
  readonly patience?: Partial<CallPatience> | undefined;
  readonly onProblem?: ((message: string) => void) | undefined;
}

/** @throws GatewayError bad-request for an address that cannot be used */
export function openGateway({
  config,
  ledger,
  router,
  callHost,
  states,
  patience,
  onProblem,
}: OpenGatewayOptions): Gateway {
  const book = new PriceBook();
  return createGateway({
    ledger,
    router,
    patience,
    onProblem,
    policy: config.policy,
    prices: { priceOf: (provider, name) => book.priceOf(provider, name), costOf, worstCase },
    providers: providersOf(config, callHost, states),
  });
}

function providersOf(
  { providers, keys, hostModels, localModels, threads }: GatewayConfig,
  callHost: CallHost | undefined,
  states: string | undefined,
): readonly Provider[] {
  return [
    ...providers.map((provider) => {
      const key = keys[provider.id];
      return new EndpointProvider(provider, key === '' ? undefined : key);
    }),
    ...(localModels.length > 0 ? [new LocalProvider({ files: localModels, threads, states })] : []),
    ...(callHost && hostModels.length > 0 ? [new HostProvider(hostModels, callHost)] : []),
  ];
}
