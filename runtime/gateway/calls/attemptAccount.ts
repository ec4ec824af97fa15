import { GatewayError } from '../gatewayError';
import type { ProviderEvent, ReportedUsage } from '../providers/provider';
import type { BudgetWarning, FinishReason, Settlement, Usage, ReplyFacts } from '../types';
import { believableUsage, estimatedUsage, type BelievedUsage, type Counted } from './believableUsage';
import type { CallDependencies } from './callDependencies';
import { aboutOf, TokenCount } from './estimateTokens';
import type { CallPlan } from './executeCall';

/** One attempt: its id in the books, and which of the call's attempts it is, from 1. */
export interface Attempt extends CallPlan {
  readonly call: string;
  readonly attempt: number;
}

export interface AttemptEnd {
  readonly finish: FinishReason;
  readonly usage: Usage;
  /** Micro-dollars. */
  readonly cost: number;
  /** Why the provider's usage was not taken. */
  readonly doubt: string | undefined;
  readonly reply: ReplyFacts | undefined;
}

/** Tokens that may have been written after the last that came. */
const inFlight = 64;

/** What one attempt costs: reserved before, counted meanwhile, settled after. */
export class AttemptAccount {
  /** Micro-dollars that were reserved: the worst case. */
  readonly reservation: number;
  private readonly written = new TokenCount();
  private readonly began = performance.now();
  private reported: ReportedUsage | undefined;
  private finish: FinishReason | undefined;
  private reply: ReplyFacts | undefined;
  private firstTokenMs: number | undefined;
  /** The books could not be written, and the call goes on without them because it costs nothing. */
  private unwritten = false;

  constructor(
    private readonly attempt: Attempt,
    private readonly dependencies: Pick<CallDependencies, 'ledger' | 'prices'>,
  ) {
    const { model, inputTokens, maxOutputTokens } = attempt;
    this.reservation = dependencies.prices.worstCase(model.price, inputTokens, maxOutputTokens);
  }

  /**
   * @returns warnings to be told
   * @throws GatewayError refused
   */
  async reserve(): Promise<readonly Pick<BudgetWarning, 'message'>[]> {
    try {
      return await this.ask();
    } catch (error) {
      const { model } = this.attempt;
      const free = model.locality === 'local' && this.reservation === 0;
      const unavailable =
        error instanceof GatewayError && error.details.refusal?.reason === 'ledger-unavailable' ? error : undefined;
      if (!free || unavailable === undefined) throw error;
      this.unwritten = true;
      const message = `This answer of ${model.title} is not in the books, which cannot be written; it costs nothing. Calls that cost something are refused until they can be. ${unavailable.message} ${unavailable.action}`;
      return [{ message }];
    }
  }

  private async ask(): Promise<readonly BudgetWarning[]> {
    const { model, request, call, decision } = this.attempt;
    const answer = await this.dependencies.ledger
      .reserve({
        call,
        model: model.id,
        provider: model.provider,
        locality: model.locality,
        purpose: request.purpose,
        project: request.project,
        task: request.task,
        conversation: request.conversation,
        parentCall: request.parentCall,
        decision,
        cost: this.reservation,
        price: JSON.stringify(model.price),
        ceiling: request.ceiling,
      })
      .catch((error: unknown) => {
        throw ledgerUnavailable(error, model.id);
      });
    if (answer.kind === 'reserved') return answer.warnings;
    const { refusal } = answer;
    throw new GatewayError('refused', refusal.message, refusal.action, { model: model.id, call, refusal });
  }

  add(event: ProviderEvent): void {
    if (event.type !== 'warning' && event.type !== 'usage') this.firstTokenMs ??= performance.now() - this.began;
    switch (event.type) {
      case 'text':
      case 'reasoning':
      case 'tool-input':
        this.written.add(event.text);
        break;
      case 'usage':
        this.reported = event.usage;
        break;
      case 'finish':
        this.finish = event.finish;
        this.reply = event.reply;
        this.reported = event.usage;
        break;
      default:
        break;
    }
  }

  get finished(): boolean {
    return this.finish !== undefined;
  }

  /** Tokens of input and output that the provider counted; undefined when it told none. */
  get reportedTokens(): number | undefined {
    return this.reported && (this.reported.inputTokens ?? 0) + (this.reported.outputTokens ?? 0);
  }

  /** Micro-dollars until now, as it mostly is. */
  get running(): number {
    const usage: Usage = {
      inputTokens: aboutOf(this.attempt.inputTokens),
      cacheReadTokens: 0,
      cacheWriteTokens: 0,
      outputTokens: this.written.tokensAbout,
      reasoningTokens: 0,
      source: 'estimated',
    };
    return this.dependencies.prices.costOf(this.attempt.model.price, usage);
  }

  /**
   * Books what the attempt cost; nothing, where it has been told already that the books cannot be written.
   * @param failure undefined: it went well, or the reader has gone
   * @returns what was booked, and whether that could be written; a reservation that could not be settled counts in full
   */
  async settle(failure: GatewayError | undefined): Promise<AttemptEnd & { readonly written: boolean }> {
    const { believed, outcome, cost } = this.judge(failure);
    const settlement: Settlement = {
      call: this.attempt.call,
      outcome,
      cost,
      usage: outcome === 'not-sent' || outcome === 'unknown' ? undefined : believed.usage,
      finish: this.finish,
      error: errorText(failure, believed.doubt),
      firstTokenMs: this.firstTokenMs === undefined ? undefined : Math.round(this.firstTokenMs),
      totalMs: Math.round(performance.now() - this.began),
    };
    const written =
      this.unwritten ||
      (await this.dependencies.ledger.settle(settlement).then(
        () => true,
        () => false,
      ));
    const { usage, doubt } = believed;
    return { finish: this.finish ?? 'error', usage, cost, doubt, reply: this.reply, written };
  }

  private judge(failure: GatewayError | undefined): {
    readonly believed: BelievedUsage;
    readonly outcome: Settlement['outcome'];
    readonly cost: number;
  } {
    const { reservation } = this;
    const believed = this.believed(failure);
    if (this.finish !== undefined && !failure) return { believed, outcome: 'done', cost: this.bill(believed) };
    const reached = failure?.details.reached;
    if (this.firstTokenMs === undefined && !this.reported) {
      if (reached === 'not-sent') return { believed, outcome: 'not-sent', cost: 0 };
      if (reached === 'turned-away') return { believed, outcome: 'failed', cost: 0 };
      // Sent, and never heard of again: it may have run to its end.
      if (failure && failure.kind !== 'aborted' && failure.kind !== 'refused') {
        return { believed, outcome: 'unknown', cost: reservation };
      }
    }
    const broken = failure && failure.kind !== 'aborted' && failure.kind !== 'refused';
    return { believed, outcome: broken ? 'failed' : 'aborted', cost: this.bill(believed) };
  }

  private believed(failure: GatewayError | undefined): BelievedUsage {
    const { inputTokens, maxOutputTokens, model } = this.attempt;
    const counted: Counted = {
      inputAtMost: inputTokens,
      outputAbout: this.written.tokensAbout,
      outputAtMost: Math.min(this.written.tokensAtMost + inFlight, maxOutputTokens),
      maxOutputTokens,
      thinks: model.capabilities.reasoning,
    };
    // What was told before the end of an answer that broke off does not count its end.
    const whole =
      !failure || this.reported === undefined || (this.reported.outputTokens ?? 0) >= this.written.tokensAbout;
    if (model.unit === 'requests') return { usage: estimatedUsage(counted) };
    return believableUsage(whole ? this.reported : undefined, counted);
  }

  /** An estimate is never above what was reserved; what a provider really counts is booked as it is. */
  private bill({ usage }: BelievedUsage): number {
    const cost = this.dependencies.prices.costOf(this.attempt.model.price, usage);
    return usage.source === 'estimated' ? Math.min(cost, this.reservation) : cost;
  }
}

/** For the books: kinds and figures, nothing that was said. */
function errorText(failure: GatewayError | undefined, doubt: string | undefined): string | undefined {
  const parts = [
    failure && `${failure.kind}${failure.details.status === undefined ? '' : ` (status ${failure.details.status})`}`,
    doubt,
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : parts.join('; ');
}

function ledgerUnavailable(error: unknown, model: string): GatewayError {
  if (error instanceof GatewayError) return error;
  const said = error instanceof Error ? error.message : String(error);
  const message = `The call was not sent, because it cannot be written into the ledger: ${said.replace(/\.$/, '')}.`;
  const action = 'Check that the disk is not full and that the folder of Whetstone may be written; then try again.';
  const refusal = { reason: 'ledger-unavailable' as const, message, action };
  return new GatewayError('refused', message, action, { model, refusal, cause: error });
}
