import type { Gateway } from '../../../runtime/gateway/gateway';
import type { SqliteLedger } from '../../../runtime/gateway/ledger';
import { modelFacts, type ModelAccess, type RunBooks } from './modelAccess';

/** Models through a gateway in this process. */
export function gatewayModels(gateway: Gateway): ModelAccess {
  return {
    generate: (request, signal) => gateway.generate(request, signal),
    facts: async (models, signal) => modelFacts(await gateway.models(signal), models),
  };
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
