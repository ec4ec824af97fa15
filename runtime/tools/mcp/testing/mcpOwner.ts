/**
 * A process that is there to be killed: starts a server whose tool `spawn` starts another process, and prints the numbers of
 * both.
 *
 *     mcpOwner.ts CONFIGURATION_OF_THE_SERVER
 */
import type { McpServerConfig } from '../../../agent/protocol';
import { openFixture, textOf } from './mcpFixture';

async function main(): Promise<void> {
  const server = JSON.parse(process.argv[2] ?? '') as McpServerConfig;
  const fixture = await openFixture({ s: server });
  console.log(textOf(await fixture.call('s', 'spawn')), /started (\d+)/.exec(fixture.log.join())?.[1]);
  setInterval(() => undefined, 1000);
}

void main();
