/**
 * Writes what the workspace's tools say of themselves into `agentToolDefinitions.ts`, from where package.json has it.
 *   npx tsx extension/contributions/testing/toolDefinitions.ts
 * `agentTools.test.ts` fails when that file differs from the tools.
 */
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { executionSource } from '../../../runtime/tools/execution';
import { fileWorkspaceHost, workspaceTools } from '../../../runtime/tools/workspace';

const file = path.resolve(__dirname, '..', 'agentToolDefinitions.ts');

export interface ToolDefinitions {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly risk: string;
  readonly inputSchema: unknown;
}

/** The tools as the agent has them. */
export async function presentDefinitions(): Promise<readonly ToolDefinitions[]> {
  const host = fileWorkspaceHost([tmpdir()], { trusted: true });
  const sources = [workspaceTools(host), executionSource({ host })];
  try {
    const all = await Promise.all(sources.map((source) => source.tools(new AbortController().signal)));
    return all
      .flatMap(({ tools }) => tools)
      .map(({ name, title, description, risk, inputSchema }) => ({
        ...{ name, title, description, risk },
        inputSchema: JSON.parse(JSON.stringify(inputSchema)) as unknown,
      }));
  } finally {
    for (const source of sources) await source.dispose?.();
  }
}

async function write(): Promise<void> {
  const source = `/** What the workspace's tools say of themselves. Written by testing/toolDefinitions.ts from the tools. */
export const agentToolDefinitions = ${JSON.stringify(await presentDefinitions(), null, 2)} as const;
`;
  const options = (await resolveConfig(file)) ?? {};
  writeFileSync(file, await format(source, { ...options, parser: 'typescript' }));
}

if (process.argv[1] && path.basename(process.argv[1]) === 'toolDefinitions.ts') void write();
