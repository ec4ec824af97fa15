import type { BudgetData, BudgetRange } from '../../webviews/budget/protocol';
import { readSetting } from '../contributions/configuration';
import type { ApiKeys } from './apiKeys';
import { timeOf } from './budgetRange';
import type { GatewayClient } from './gatewayClient';
import { currentProject } from './gatewaySettingsReader';
import { namedProviders } from './providerAdding';
import { providerPresets } from './providerPresets';

export interface BudgetDataParts {
  readonly keys: ApiKeys;
  readonly projects: BudgetData['projects'];
  readonly server: string | undefined;
  readonly settingsProblems: () => readonly string[];
}

const qualities = Array.from({ length: 11 }, (_, quality) => quality);

/** Asks the gateway for everything that the page shows of a time. */
export async function loadBudgetData(
  client: GatewayClient,
  range: BudgetRange,
  parts: BudgetDataParts,
): Promise<BudgetData> {
  const time = timeOf(range, Date.now());
  const [states, report, points, models, providerProblems, router] = await Promise.all([
    client.budgets(),
    client.spendReport(time),
    client.whatIf(time, qualities),
    client.models(),
    client.problems(),
    client.routerSummary(),
  ]);
  const named = namedProviders();
  const keys = await parts.keys.of(named.map(({ id }) => id));
  return {
    ...{ range, budgets: states, report, whatIf: points, models, providerProblems, router },
    localOnly: readSetting('whetstone.privacy.localOnly'),
    quality: readSetting('whetstone.gateway.quality'),
    projects: parts.projects,
    project: currentProject()?.id,
    providers: named.map(({ id, title, kind }) => ({ id, title, hasKey: id in keys || !needsKey(id, kind) })),
    server: parts.server,
    settingsProblems: parts.settingsProblems(),
  };
}

/** Endpoints of vendors always do; of the others only those are known that *Add Provider* offers. */
function needsKey(id: string, kind: string): boolean {
  return kind !== 'openai-compatible' || providerPresets.some((preset) => preset.id === id && preset.key === 'needed');
}
