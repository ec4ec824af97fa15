/** `whetstone route`: which model would answer a request, and why; nothing is called and nothing reserved. */
import type { Command } from 'commander';
import { z } from 'zod';
import type { GatewayConfig, ProviderConfig } from '../../runtime/gateway/protocol';
import type { GenerateRequest, RouteDecision } from '../../runtime/gateway/types';
import { stateFolder } from '../../runtime/store/stateFolder';
import { BadInputError } from '../core/badInputError';
import type { CommandOutput } from '../core/commandOutput';
import { readUserFile } from '../core/userFile';

const LARGEST_REQUEST = 64 * 2 ** 20;

interface RouteOptions {
  readonly request: string;
  readonly config?: string;
  readonly json?: true;
}

export function addRouteCommand(program: Command, output: CommandOutput, signal: AbortSignal): void {
  program
    .command('route')
    .description('say which model would answer a request, and why; nothing is called')
    .requiredOption('--request <file>', "FILE.json: a request of the gateway, or of OpenAI's chat completions")
    .option('--config <file>', 'settings of the gateway (JSON); default: the vendors whose keys are set, and Ollama')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      '\nExample: {"model": "auto", "purpose": "chat", "messages": [{"role": "user", "content": [{"type": "text", "text": "Why?"}]}]}',
    )
    .action(async (options: RouteOptions) => {
      const { readGatewayConfig } = await import('../../runtime/gateway/gatewayConfigFile');
      const { openGateway } = await import('../../runtime/gateway/openGateway');
      const { openLedger } = await import('../../runtime/gateway/ledger');
      const { LearningRouter, openRouterStore } = await import('../../runtime/gateway/router');
      const { knownModels } = await import('../../runtime/gateway/prices');
      const request = await readRequest(options.request);
      const config = withKnownModels(await readGatewayConfig(options.config, process.env), knownModels);
      const folder = stateFolder();
      const log = (message: string) => output.log(`whetstone: ${message}`);
      const ledger = await openLedger({ folder });
      const store = await openRouterStore(folder);
      for (const notice of store.notices) log(notice);
      // The seed makes the same question give the same answer while nothing is learnt in between.
      const router = new LearningRouter({ store, policy: config.policy, seed: 0 });
      const gateway = openGateway({ config, ledger, router, onProblem: log });
      try {
        const decision = await gateway.route(request, signal);
        output.answer(options.json === true, decision, () => textOf(decision));
      } finally {
        await gateway.dispose();
        router.close();
        await ledger.close();
      }
    });
}

/**
 * Nothing is called, so a vendor whose list cannot be asked for now is looked at with the models that the price tables
 * have of it.
 */
function withKnownModels(config: GatewayConfig, known: (vendor: string) => readonly string[]): GatewayConfig {
  const isVendor = ({ kind, baseUrl, models }: ProviderConfig) =>
    kind !== 'openai-compatible' && (baseUrl ?? '') === '' && (models ?? []).length === 0;
  const providers = config.providers.map((provider) =>
    isVendor(provider) ? { ...provider, models: known(provider.kind).map((name) => ({ name })) } : provider,
  );
  return { ...config, providers };
}

async function readRequest(file: string): Promise<GenerateRequest> {
  const text = (await readUserFile(file, LARGEST_REQUEST)).toString('utf8');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new BadInputError(`${file} is not JSON: ${why}. Correct it.`, { cause: error });
  }
  const { generateRequestSchema } = await import('../../runtime/gateway/requestSchema');
  const own = generateRequestSchema.safeParse(value);
  if (own.success) return own.data;
  const { chatCompletionSchema } = await import('../../runtime/gateway/server/chatCompletionSchema');
  const { toGenerateRequest } = await import('../../runtime/gateway/server/toGenerateRequest');
  const completion = chatCompletionSchema.safeParse(value);
  if (completion.success) return toGenerateRequest(completion.data, {});
  throw new BadInputError(`${file} is not a request of the gateway:\n${z.prettifyError(own.error)}`);
}

function textOf({ model, mode, then, taskType, candidates, lambda, reasons }: RouteDecision): string {
  const dollars = (micros: number) => `$${(micros / 1e6).toFixed(6)}`;
  return [
    `${model}${then === undefined ? '' : `, then ${then} if a check fails`} (${mode}, ${taskType})`,
    ...reasons.map((reason) => `  ${reason}`),
    '',
    ...candidates.map(
      ({ model: id, success, deviation, expectedCost, worstCost, excluded }) =>
        `${id.padEnd(36)} success ${success.toFixed(2)} ± ${deviation.toFixed(2)}, about ${dollars(expectedCost)}, at most ${dollars(worstCost)}${excluded === undefined ? '' : `; out: ${excluded}`}`,
    ),
    `Price of money: a dollar counts as ${(1 + lambda).toFixed(2)}.`,
  ].join('\n');
}
