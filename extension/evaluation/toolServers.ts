/** MCP servers of evaluations: none is started before the user has seen what would be started, and agreed. */
import * as protocol from '../../benchmarks/host/protocol';
import { RequestCancelledError } from '../runtimeProcess/errors';
import type { EvaluationClient } from './evaluationClient';
import type { SetMaker } from './setMaker';
import { askToStart } from './toolServerQuestion';

/** @throws RequestCancelledError where the user does not agree */
export async function makeToolSet(
  client: EvaluationClient,
  maker: SetMaker,
  asked: Omit<protocol.MakeToolSetParams, 'consent'>,
): Promise<protocol.OtherSet> {
  const chosen = (await client.listToolServers()).filter(({ id }) => asked.servers.includes(id));
  const waiting = chosen.filter(({ allowed, problem }) => !allowed && problem === undefined);
  if (!(await askToStart(waiting))) throw new RequestCancelledError();
  return maker.makeTools(client, { ...asked, consent: waiting.map(({ hash }) => hash) });
}

/**
 * Asks for servers of a set that nobody here has agreed to, e.g. one of another machine.
 * @returns whether it is a set of servers, so that nothing else has to be agreed to
 * @throws RequestCancelledError where the user does not agree
 */
export async function agreedToServers(client: EvaluationClient, folder: string): Promise<boolean> {
  const sets = await client.listOtherSets();
  if (!sets.some((set) => set.folder === folder && set.kind === 'mcp')) return false;
  const waiting = await client.ask(protocol.waitingServers, { folder });
  if (waiting.length === 0) return true;
  if (!(await askToStart(waiting))) throw new RequestCancelledError();
  await client.ask(protocol.allowServers, { folder, consent: waiting.map(({ hash }) => hash) });
  return true;
}
