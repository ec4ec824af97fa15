import type { WhetstoneCommands } from '../contributions/commandMap';
import type { AgentFeature } from './agentFeature';

type AgentCommand = Extract<keyof WhetstoneCommands, `whetstone.agent.${string}` | `whetstone.traces.${string}`>;

/** What the commands of the agent and of its traces do. */
export function agentCommands(agent: AgentFeature): Pick<WhetstoneCommands, AgentCommand> {
  const { traces } = agent;
  return {
    'whetstone.agent.ask': () => agent.ask(),
    'whetstone.agent.answerApproval': (choice) => agent.answer(choice),
    'whetstone.agent.showChanges': (target) => agent.showChanges(target),
    'whetstone.agent.manageApprovals': () => agent.manageApprovals(),
    'whetstone.agent.chooseTools': () => agent.chooseTools(),
    'whetstone.agent.manageServers': () => agent.manageServers(),
    'whetstone.agent.toggleReadOnly': () => agent.toggleReadOnly(),
    'whetstone.traces.show': (target) => traces.show(target),
    'whetstone.traces.resume': (target) => traces.resume(target),
    'whetstone.traces.export': (target) => traces.export(target === undefined ? undefined : [target.id]),
    'whetstone.traces.delete': (target) => traces.delete(target === undefined ? undefined : [target.id]),
  };
}
