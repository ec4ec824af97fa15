import type { Command } from 'commander';
import type { CommandOutput } from '../core/commandOutput';

type AddCommand = (program: Command, output: CommandOutput, signal: AbortSignal) => void;

/**
 * What adds a command, by the word after `whetstone`, in the order of the help. Only the module of the command that runs is loaded:
 * all of them together take longer than many commands.
 */
export const commandModules: ReadonlyMap<string, () => Promise<AddCommand>> = new Map([
  ['infill', async () => (await import('./infill')).addInfillCommand],
  ['eval', async () => (await import('./eval')).addEvalCommands],
  ['locobench', async () => (await import('./locobench')).addLocobenchCommand],
  ['gym', async () => (await import('./gym')).addGymCommand],
  ['userbench', async () => (await import('./userbench')).addUserbenchCommand],
  ['mcpeval', async () => (await import('./mcpeval')).addMcpEvalCommand],
  ['worker', async () => (await import('./worker')).addWorkerCommand],
  ['repository', async () => (await import('./repository')).addRepositoryCommand],
  ['parity', async () => (await import('./parity')).addParityCommand],
  ['models', async () => (await import('./models')).addModelsCommand],
  ['route', async () => (await import('./route')).addRouteCommand],
  ['providers', async () => (await import('./providers')).addProvidersCommand],
  ['budget', async () => (await import('./budget')).addBudgetCommand],
  ['serve', async () => (await import('./serve')).addServeCommand],
  ['mcp-serve', async () => (await import('./mcpServe')).addMcpServeCommand],
  ['render-prompt', async () => (await import('./renderPrompt')).addRenderPromptCommand],
  ['agent', async () => (await import('./agent')).addAgentCommand],
  ['traces', async () => (await import('./traces')).addTracesCommand],
  ['tools', async () => (await import('./tools')).addToolsCommand],
  ['mcp', async () => (await import('./mcp')).addMcpCommand],
  ['chat', async () => (await import('./chat')).addChatCommand],
  ['bench', async () => (await import('./benchSpeed')).addBenchCommand],
]);
