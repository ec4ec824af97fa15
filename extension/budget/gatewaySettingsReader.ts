import { createHash } from 'node:crypto';
import * as vscode from 'vscode';
import type { GatewayConfig, HostModel, RoutingPolicy } from '../../runtime/gateway/protocol';
import { readSetting } from '../contributions/configuration';
import { allowedModels } from './allowedModels';
import type { ParsedProviders } from './providerConfig';

/** Sections whose change the gateway is to be told of. */
export const gatewaySections = [
  'whetstone.gateway.providers',
  'whetstone.gateway.localModels',
  'whetstone.gateway.editorModels',
  'whetstone.gateway.quality',
  'whetstone.gateway.defaultModel',
  'whetstone.gateway.routerModel',
  'whetstone.gateway.allowedModels',
  'whetstone.privacy.localOnly',
  'whetstone.privacy.keepConversations',
  'whetstone.runtime.threads',
] as const;

export function readPolicy(): RoutingPolicy {
  const router = readSetting('whetstone.gateway.routerModel').trim();
  const set = vscode.workspace.getConfiguration('whetstone').inspect<unknown>('gateway.allowedModels');
  return {
    localOnly: readSetting('whetstone.privacy.localOnly'),
    ...allowedModels({
      user: set?.globalValue,
      workspace: set?.workspaceValue,
      folder: set?.workspaceFolderValue,
    }),
    quality: readSetting('whetstone.gateway.quality'),
    defaultModel: readSetting('whetstone.gateway.defaultModel'),
    ...(router !== '' && { routerModel: router }),
  };
}

/** Everything that the child is told; zod is loaded only now. */
export async function readGatewayConfig(parts: {
  readonly keysOf: (providers: readonly string[]) => Promise<Readonly<Record<string, string>>>;
  readonly hostModels: () => Promise<readonly HostModel[]>;
  readonly onProblems: (problems: ParsedProviders['problems']) => void;
}): Promise<GatewayConfig> {
  const { parseProviders } = await import('./providerConfig');
  const { providers, problems } = parseProviders(readSetting('whetstone.gateway.providers'));
  parts.onProblems(problems);
  return {
    providers,
    keys: await parts.keysOf(providers.map(({ id }) => id)),
    hostModels: await parts.hostModels(),
    policy: readPolicy(),
    localModels: readSetting('whetstone.gateway.localModels'),
    threads: readSetting('whetstone.runtime.threads'),
    keepConversations: readSetting('whetstone.privacy.keepConversations'),
  };
}

/** Whether there is anything that could be called: without it no process is started for it. */
export function anyModelConfigured(): boolean {
  return (
    readSetting('whetstone.gateway.providers').length > 0 ||
    readSetting('whetstone.gateway.localModels').length > 0 ||
    Object.keys(readSetting('whetstone.gateway.editorModels')).length > 0
  );
}

/** Id of the open workspace in the books: stable, and without its name. undefined without a folder. */
export function currentProject(): { readonly id: string; readonly name: string } | undefined {
  const place = vscode.workspace.workspaceFile ?? vscode.workspace.workspaceFolders?.[0]?.uri;
  const { name } = vscode.workspace;
  if (place === undefined || name === undefined) return undefined;
  return { id: createHash('sha256').update(place.toString()).digest('hex').slice(0, 12), name };
}
