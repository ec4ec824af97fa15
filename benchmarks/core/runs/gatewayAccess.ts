import { statSync } from 'node:fs';
import type { Gateway } from '../../../runtime/gateway/gateway';
import type { SqliteLedger } from '../../../runtime/gateway/ledger';
import type { GatewayConfig, ModelEntry } from '../../../runtime/gateway/protocol';
import type { ModelAccess, ModelFacts, RunBooks } from './modelAccess';

/** Models through a gateway in this process. @param config that the gateway was opened with; tells endpoints of one name apart */
export function gatewayModels(
  gateway: Gateway,
  config: Pick<GatewayConfig, 'providers'>,
  fileOf: (model: string) => string | undefined,
): ModelAccess {
  return {
    generate: (request, signal) => gateway.generate(request, signal),
    facts: async (models, signal) => {
      const entries = new Map((await gateway.models(signal)).map((entry) => [entry.model.id, entry]));
      return new Map(
        models.flatMap((id): readonly (readonly [string, ModelFacts])[] => {
          const entry = entries.get(id);
          return entry === undefined ? [] : [[id, factsOf(entry, endpointOf(entry, config, fileOf(id)))]];
        }),
      );
    },
  };
}

function factsOf({ model, problem }: ModelEntry, endpoint: string): ModelFacts {
  const { id, locality, price, contextTokens, maxOutputTokens } = model;
  return { id, endpoint, locality, price, contextTokens, maxOutputTokens, problem };
}

function endpointOf({ model }: ModelEntry, config: Pick<GatewayConfig, 'providers'>, file: string | undefined): string {
  if (file !== undefined) {
    const { size, mtimeMs } = statSync(file);
    return `${file} ${size} ${mtimeMs}`;
  }
  const provider = config.providers.find(({ id }) => id === model.provider);
  return provider?.baseUrl ?? provider?.kind ?? model.provider;
}

/** The user's books in this process. */
export function ledgerBooks(open: () => Promise<SqliteLedger>): RunBooks {
  return {
    setBudget: async (task, limit) => {
      const scope = { kind: 'task', task } as const;
      await (await open()).setBudget({ scope, period: 'total', unit: 'usd', limit, warnAt: [] });
    },
    spent: async (task, since) => (await open()).spentOn(task, since),
    headroom: async (task, provider) => {
      const states = await (await open()).states({ purpose: 'evaluation', task, provider });
      const left = states.filter(({ budget }) => budget.unit === 'usd').map(({ headroom }) => headroom);
      return left.length === 0 ? undefined : Math.min(...left);
    },
  };
}
