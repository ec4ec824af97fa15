/** Servers that tasks can be made of in a workspace, and the user's consent to start them. */
import { RuntimeError } from '../../runtime/runtimeError';
import { BadInputError } from '../core/badInputError';
import { configuredSources, type ConfiguredSource } from '../mcpEval/servers/configuredSources';
import { allowServers, serverHash, unallowedServers, whatRuns } from '../mcpEval/servers/serverConsent';
import { published, setupOf, type ServerSetup, type ServerSource } from '../mcpEval/servers/serverSetup';
import { mcpEvalSetForm, openTaskSet } from '../mcpEval/tasks/taskSet';
import type { EvaluationConfig, ToolServer } from './protocol';
import { formOfSet } from './otherSets';

interface Known {
  readonly server: ToolServer;
  readonly source: ServerSource;
  readonly setup: ServerSetup | undefined;
}

/** Those of the workspace first; nothing is started for it, and without trust its own are not even read. */
export async function toolServers(config: EvaluationConfig): Promise<readonly ToolServer[]> {
  return (await knownServers(config)).map(({ server }) => server);
}

/**
 * Sources of the servers that were chosen, each of which the user has agreed to, now or before.
 * @param consent hashes of configurations that were shown and agreed to
 * @throws RuntimeError bad-request
 */
export async function agreedServers(
  config: EvaluationConfig,
  ids: readonly string[],
  consent: readonly string[],
): Promise<readonly ServerSource[]> {
  const known = await knownServers(config);
  const chosen = ids.map((id) => {
    const found = known.find(({ server }) => server.id === id);
    if (found?.setup === undefined || found.server.problem !== undefined) {
      const why = found?.server.problem ?? 'It is not in the list any more.';
      throw new RuntimeError(
        'bad-request',
        `Tasks cannot be made of the server ${found?.server.name ?? id}. ${why}`,
        'Choose another one.',
      );
    }
    return { source: found.source, setup: found.setup };
  });
  await allowShown(
    chosen.map(({ setup }) => setup),
    false,
    consent,
  );
  // Two of one name are told apart in a set.
  return chosen.map(({ source }, index) => {
    const taken = chosen.slice(0, index).some((other) => other.source.name === source.name);
    return taken ? { ...source, name: `${source.name.slice(0, 28)}_${index + 1}` } : source;
  });
}

/** Servers of a set that nobody has agreed to yet; none of a set of another evaluation. @throws BadInputError */
export async function waitingServers(folder: string): Promise<readonly ToolServer[]> {
  if ((await formOfSet(folder)) !== mcpEvalSetForm) return [];
  const { set } = await openTaskSet(folder);
  const setups = await Promise.all(set.servers.map(setupOf));
  const waiting = await unallowedServers(setups, set.network);
  return Promise.all(
    waiting.map(async (setup) => ({
      ...{ id: `set:${setup.name}`, name: setup.name, from: 'set' as const, runs: whatRuns(setup) },
      ...{ hash: await serverHash(setup, set.network), allowed: false, problem: undefined },
    })),
  );
}

/** At the user's word, for what was shown. @throws RuntimeError denied where another one would be started */
export async function allowSetServers(folder: string, consent: readonly string[]): Promise<void> {
  const { set } = await openTaskSet(folder);
  await allowShown(await Promise.all(set.servers.map(setupOf)), set.network, consent);
}

async function allowShown(setups: readonly ServerSetup[], network: boolean, consent: readonly string[]): Promise<void> {
  const waiting = await unallowedServers(setups, network);
  for (const setup of waiting) {
    if (consent.includes(await serverHash(setup, network))) continue;
    throw new RuntimeError(
      'denied',
      `Nobody has agreed that the server ${setup.name} is started as it is configured now: ${whatRuns(setup)}`,
      'Look at it, and agree or choose another one.',
    );
  }
  await allowServers(waiting, network);
}

async function knownServers({ roots, trusted }: EvaluationConfig): Promise<readonly Known[]> {
  const own = trusted ? (await Promise.all(roots.map(configuredSources))).flat() : [];
  const [root] = trusted ? roots : [];
  const shared = [...published].map(([name, packaged]): ConfiguredSource => ({
    ...{ name, problem: undefined, source: { package: packaged, ...(root === undefined ? {} : { from: root }) } },
  }));
  return [
    ...(await Promise.all(own.map((each, index) => known(each, 'workspace', `workspace:${index}:${each.name}`)))),
    ...(await Promise.all(shared.map((each) => known(each, 'published', `published:${each.name}`)))),
  ];
}

async function known(
  { name, source, problem }: ConfiguredSource,
  from: ToolServer['from'],
  id: string,
): Promise<Known> {
  const plain = name.replace(/[^A-Za-z0-9_-]+/g, '_').slice(0, 32) || 'server';
  const named: ServerSource = { name: plain, source };
  try {
    const setup = await setupOf(named);
    const hash = await serverHash(setup, false);
    const allowed = (await unallowedServers([setup], false)).length === 0;
    return { source: named, setup, server: { id, name, from, runs: whatRuns(setup), hash, allowed, problem } };
  } catch (error) {
    if (!(error instanceof BadInputError)) throw error;
    const server = { id, name, from, runs: '', hash: '', allowed: false, problem: problem ?? error.message };
    return { source: named, setup: undefined, server };
  }
}
