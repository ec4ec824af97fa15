import type { McpInput } from '../../../agent/protocol';
import type { McpServers } from '../../../tools/mcp';
import type { ToolRecord } from '../../types';
import type { NamedServers } from './namedServers';
import { serverTools, type ListedTools } from './serverTools';
import { keyFilter, serverText } from './serverText';

export interface LiveServersOptions {
  readonly named: NamedServers;
  /** Absolute; what `${workspaceFolder}` means for servers that are not of a workspace's own file. */
  readonly folder: string;
  /** Hashes of configurations that the user allowed to start. */
  readonly allowed: readonly string[];
  /** No server that is elsewhere is connected to. */
  readonly localOnly: boolean;
  /** @returns undefined where nobody answers */
  readonly askInput: (server: string, input: McpInput) => Promise<string | undefined>;
  /** Lines of servers, without keys. */
  readonly log: (line: string) => void;
  /** Told before others are started what nobody allowed yet; @returns hashes that are allowed from now on */
  readonly agree?: ((waiting: readonly WaitingServer[]) => Promise<readonly string[]>) | undefined;
  readonly signal: AbortSignal;
}

export interface WaitingServer {
  readonly name: string;
  /** What would be started or asked, without keys. */
  readonly runs: string;
  /** Stands for the configuration as it is now. */
  readonly hash: string;
}

export interface LiveTools extends ListedTools {
  /** Servers that were not started, as nobody allowed it. */
  readonly waiting: readonly WaitingServer[];
}

/**
 * Tools of running servers. Only what was allowed is started, and all of it has ended when this returns.
 * @throws McpServerError; AbortError
 */
export async function liveServerTools(options: LiveServersOptions): Promise<LiveTools> {
  const { named, folder, allowed, localOnly, askInput, log, signal } = options;
  const answers: string[] = [];
  const parts: LiveTools[] = [];
  const clean = (): ((text: string) => string) => keyFilter(Object.values(named.servers), answers);
  const settings = (roots: readonly string[], userServers: NamedServers['servers']) => ({
    ...{ roots, trusted: true, userServers, allowed, localOnly },
    askInput: async (server: string, input: McpInput) => {
      const answer = await askInput(server, input);
      if (answer !== undefined) answers.push(answer);
      return answer;
    },
    log: (server: string, line: string) => log(clean()(`${server}: ${line}`)),
  });
  const groups = [
    ...(Object.keys(named.servers).length === 0 ? [] : [{ root: folder, own: named.servers, from: 'user' as const }]),
    ...named.workspaces.map((root) => ({ root, own: {}, from: 'workspace' as const })),
  ];
  // Loaded only where somebody names a server.
  const { openMcpServers } = await import('../../../tools/mcp');
  for (const { root, own, from } of groups) {
    const servers = await openMcpServers(settings([root], own));
    try {
      const configs = servers.states().map(({ config }) => config);
      const found = await toolsOf(servers, from, options);
      const filter = keyFilter(configs, answers);
      parts.push({ ...found, problems: found.problems.map((each) => ({ ...each, problem: filter(each.problem) })) });
    } finally {
      await servers.dispose();
    }
    signal.throwIfAborted();
  }
  return {
    tools: distinct(parts.flatMap(({ tools }) => tools)),
    problems: parts.flatMap(({ problems }) => problems),
    waiting: parts.flatMap(({ waiting }) => waiting),
  };
}

async function toolsOf(
  servers: McpServers,
  from: 'user' | 'workspace',
  { agree, signal }: LiveServersOptions,
): Promise<LiveTools> {
  const own = () => servers.states().filter((state) => state.from === from);
  const waiting = () =>
    own().flatMap(({ name, config, status, hash }) =>
      status === 'not-allowed' && hash !== undefined ? [{ name, runs: serverText(config), hash }] : [],
    );
  const asked = waiting();
  const agreed = asked.length === 0 ? [] : ((await agree?.(asked)) ?? []);
  for (const { name, hash } of asked) {
    if (agreed.includes(hash)) await servers.control(name, 'allow', signal, hash);
  }
  const started = new Set(own().flatMap(({ name, status }) => (status === 'not-allowed' ? [] : [name])));
  const sources = servers.sources().filter(({ origin }) => started.has(origin.id));
  return { ...(await serverTools(sources, signal)), waiting: waiting() };
}

function distinct(tools: readonly ToolRecord[]): readonly ToolRecord[] {
  return [...new Map(tools.map((tool) => [tool.id, tool])).values()];
}
