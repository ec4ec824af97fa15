import type { WhetstoneCommands } from '../contributions/commandMap';
import type { BudgetFeature } from './budgetFeature';
import { telling } from './gatewayProblem';

type BudgetCommand = Extract<keyof WhetstoneCommands, `whetstone.budget.${string}` | `whetstone.gateway.${string}`>;

/** What the commands about budget and routing do, but for the models of VS Code, which belong to the chat. */
export function budgetCommands(
  budget: BudgetFeature,
): Pick<WhetstoneCommands, Exclude<BudgetCommand, 'whetstone.gateway.useEditorModels'>> {
  return {
    'whetstone.budget.show': () => budget.show(),
    'whetstone.budget.set': (target) => budget.setBudget(target),
    'whetstone.budget.remove': (target) => budget.removeBudget(target),
    'whetstone.budget.export': () => budget.export(),
    'whetstone.gateway.addProvider': () => budget.adding.add(),
    'whetstone.gateway.removeProvider': () => budget.adding.remove(),
    'whetstone.gateway.setKey': (target) => budget.setKey(target),
    'whetstone.gateway.clearKey': (target) => budget.clearKey(target),
    'whetstone.gateway.resetRouter': () => budget.resetRouter(),
    'whetstone.gateway.startServer': () => telling(() => budget.server.start()),
    'whetstone.gateway.stopServer': () => telling(() => budget.server.stop()),
    'whetstone.gateway.copyServerToken': () => budget.server.copyToken(),
    'whetstone.gateway.toggleLocalOnly': () => budget.toggleLocalOnly(),
  };
}
