import { existsSync } from 'node:fs';
import type { MessageConnection } from 'vscode-jsonrpc';
import { inputTokensAtMost, tokensAtMost } from '../../../runtime/gateway/calls/estimateTokens';
import { GatewayError } from '../../../runtime/gateway/gatewayError';
import { ParentModels } from '../../../runtime/gateway/host/parentModels';
import { worstCase } from '../../../runtime/gateway/prices';
import type { GenerateRequest } from '../../../runtime/gateway/types';
import { cancellable } from '../../../runtime/host/cancellable';
import { RuntimeError } from '../../../runtime/runtimeError';
import * as protocol from '../../../runtime/toolLibrary/protocol';
import type {
  LibraryModelFacts,
  ModelSpending,
  OpenedModel,
  SessionModels,
} from '../../../runtime/toolLibrary/session';
import { modelFacts } from '../../core/runs/modelAccess';
import { answerFile, askThroughGateway, maxOutputTokens, type AskedCall, type AskOptions } from '../askThroughGateway';

export interface LibraryModelsOptions {
  readonly connection: MessageConnection;
  /** Answers are kept here. */
  readonly folder: string;
  readonly config: () => protocol.LibraryConfig | undefined;
}

/** Where the gateway asks for less than we do because a budget is nearly empty, the answer ends below this share of the limit. */
const cutShare = 0.9;

/** Models of the parent's gateway for a library: each call under the user's budgets and the limit of the merge. */
export class LibraryModels implements SessionModels {
  readonly maxOutputTokens = maxOutputTokens;
  private readonly parent: ParentModels;

  constructor(private readonly options: LibraryModelsOptions) {
    this.parent = new ParentModels(options.connection, {
      generate: protocol.generateForLibrary,
      generateEvent: protocol.generateForLibraryEvent,
    });
  }

  tokensAtMost(text: string): number {
    return tokensAtMost(text);
  }

  async facts(model: string, signal: AbortSignal): Promise<LibraryModelFacts | undefined> {
    const { connection, config } = this.options;
    const entries = await cancellable(signal, (token) => connection.sendRequest(protocol.listModelsForLibrary, token));
    const found = modelFacts(entries, [model]).get(model);
    if (found === undefined || config()?.localOnly !== true || found.locality === 'local') return found;
    return { ...found, problem: 'It is not on this machine, and Whetstone may not leave it ("local only").' };
  }

  async isKept(...[model, role, prompt, attempt]: Parameters<SessionModels['isKept']>): Promise<boolean> {
    return existsSync(answerFile(this.options.folder, model, role, prompt, attempt));
  }

  async open(model: string, limit: number | undefined): Promise<OpenedModel> {
    const facts = await this.facts(model, new AbortController().signal);
    if (facts === undefined) {
      throw new RuntimeError('bad-request', `There is no model ${model} any more.`, 'Choose another one.');
    }
    const spent = { calls: 0, kept: 0, inputTokens: 0, outputTokens: 0, cost: 0 };
    const { localOnly, project } = this.options.config() ?? {};
    const ask = askThroughGateway({
      ...{ gateway: this.parent, model, folder: this.options.folder },
      also: { project, task: 'tool-library', localOnly: localOnly === true ? true : undefined },
      allowed: (request) => requireRoom(request, facts, spent, limit),
      told: (call) => add(spent, call, facts),
    } satisfies AskOptions);
    const inWords: OpenedModel['ask'] = (...asked) => ask(...asked).catch((error: unknown) => throwInWords(error));
    return {
      ask: inWords,
      // A role of merging names the answer on the disk, as on the command line; the questions are unlike all others.
      askTopic: (turns, signal) => inWords('reviewer', { system: '', turns }, 0, signal),
      spent: () => ({ ...spent }),
    };
  }
}

type Spent = { -readonly [Key in keyof ModelSpending]: ModelSpending[Key] };

/** @throws RuntimeError where the answer ended early because a budget was nearly empty: half a module is no use, and would be kept */
function add(spent: Spent, { kept, usage, finish, cost }: AskedCall, facts: LibraryModelFacts): void {
  if (kept) spent.kept += 1;
  else spent.calls += 1;
  spent.cost += cost;
  spent.inputTokens += usage?.inputTokens ?? 0;
  spent.outputTokens += usage?.outputTokens ?? 0;
  const limit = Math.min(maxOutputTokens, facts.maxOutputTokens ?? Infinity);
  const written = usage?.source === 'provider' ? usage.outputTokens : undefined;
  if (finish !== 'length' || written === undefined || written >= cutShare * limit || priceless(facts)) return;
  throw new RuntimeError(
    'bad-request',
    'An answer was cut short, because a budget did not hold the longest one.',
    'Raise the budget, and merge again: what was answered before is kept and not paid again.',
  );
}

function priceless({ price }: LibraryModelFacts): boolean {
  return price === undefined || (price.perRequest === 0 && price.rates.input === 0 && price.rates.output === 0);
}

/** @throws RuntimeError where the next call may cost more than is left of the limit of this merge */
function requireRoom(
  request: GenerateRequest,
  { price, maxOutputTokens: most = Infinity }: LibraryModelFacts,
  { cost }: ModelSpending,
  limit: number | undefined,
): void {
  if (limit === undefined || price === undefined) return;
  const worst = worstCase(price, inputTokensAtMost(request), Math.min(maxOutputTokens, most));
  if (cost + worst <= limit) return;
  throw new RuntimeError(
    'bad-request',
    `The limit of ${dollars(limit)} does not hold the next call, which may cost ${dollars(worst)}; ${dollars(cost)} were paid.`,
    'Raise the limit, and merge again: what was answered is kept and not paid again.',
  );
}

/** Errors of the gateway in the form in which they cross the border; others are left as they are. */
function throwInWords(error: unknown): never {
  if (!(error instanceof GatewayError)) throw error;
  const kind = error.kind === 'refused' || error.kind === 'bad-request' ? 'bad-request' : 'unavailable';
  const kept = 'What was answered before is kept: merging again goes on from there.';
  throw new RuntimeError(kind, error.message, `${error.action} ${kept}`, { cause: error });
}

const dollars = (micro: number): string => `$${(micro / 1e6).toFixed(6).replace(/(\.\d\d\d*?)0+$/, '$1')}`;
