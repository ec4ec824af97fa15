import { gatewayEnvironment } from '../budget/gatewayEnvironment';

/** What programs that MCP servers are started with need to find themselves; no variable that may hold a secret. */
const kept = ['USER', 'LOGNAME', 'SHELL', 'TERM', 'APPDATA', 'PROGRAMFILES', 'PATHEXT', 'COMSPEC'] as const;

/**
 * Variables of the agent's process: how the network is reached, where the state of this user lies, and what the system needs to
 * start programs. What a program in the sandbox gets of it is the sandbox's matter: nothing.
 */
export function agentEnvironment(
  source: NodeJS.ProcessEnv,
  electron: boolean,
  proxy: string | undefined,
): NodeJS.ProcessEnv {
  const environment = gatewayEnvironment(source, electron, proxy);
  for (const name of kept) {
    if (source[name] !== undefined) environment[name] = source[name];
  }
  return environment;
}
