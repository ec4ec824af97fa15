import { randomUUID } from 'node:crypto';
import { EnvironmentError } from '../environments/environmentError';
import type { Environment } from '../environments/types';
import { actionText, resultOf, type ResetMessage, type StepMessage, type StepResult } from './messages';
import { OpenEnvError } from './openEnvError';

/** Longer than any judge takes that answers at all. */
const defaultTimeoutSeconds = 300;

/** One client's environment: what it asks for is done one after another. */
export class Session {
  readonly id: string;
  private episode: string | null = null;
  private stepCount = 0;
  private last: Promise<unknown> = Promise.resolve();
  private pending = 0;
  private used = performance.now();
  private readonly ending = new AbortController();

  constructor(
    private readonly environment: Environment,
    id: string | undefined,
  ) {
    this.id = id ?? randomUUID();
  }

  /** Milliseconds in which nothing was asked for; 0 while something is done. */
  get idleMs(): number {
    return this.pending > 0 ? 0 : performance.now() - this.used;
  }

  get state(): { readonly episode_id: string | null; readonly step_count: number; readonly session_id: string } {
    return { episode_id: this.episode, step_count: this.stepCount, session_id: this.id };
  }

  reset({ seed, task, episode_id: episode }: ResetMessage): Promise<StepResult> {
    return this.inTurn(async () => {
      const { observation } = await this.environment.reset({ seed: seed ?? undefined, task: task ?? undefined });
      this.episode = episode ?? randomUUID();
      this.stepCount = 0;
      // The model's prompts, so that whoever drives it needs nothing else.
      return resultOf(observation, undefined, { session_id: this.id, instructions: this.environment.instructions() });
    });
  }

  step(message: StepMessage): Promise<StepResult> {
    const text = actionText(message);
    const timeout = AbortSignal.timeout(1000 * (message.timeout_s ?? defaultTimeoutSeconds));
    return this.inTurn(async () => {
      const step = await this.environment.step(text, AbortSignal.any([timeout, this.ending.signal]));
      this.stepCount = step.observation.stepCount;
      const { request_id: request } = message;
      return resultOf(step.observation, step, request === null || request === undefined ? {} : { request_id: request });
    }, timeout);
  }

  async close(): Promise<void> {
    this.ending.abort();
    await this.last.catch(() => undefined);
    await this.environment.close();
  }

  private async inTurn<T>(work: () => Promise<T>, timeout?: AbortSignal): Promise<T> {
    if (this.ending.signal.aborted) throw new OpenEnvError('SESSION_ERROR', 'The session was closed. Begin a new one.');
    this.pending++;
    const run = this.last.then(work);
    this.last = run.catch(() => undefined);
    try {
      return await run;
    } catch (error) {
      throw told(error, timeout?.aborted === true);
    } finally {
      this.pending--;
      this.used = performance.now();
    }
  }
}

function told(error: unknown, late: boolean): OpenEnvError {
  if (error instanceof OpenEnvError) return error;
  if (late) {
    return new OpenEnvError('EXECUTION_ERROR', 'The step took longer than timeout_s. It does not count.', {
      ...{ cause: error, status: 504 },
    });
  }
  if (error instanceof EnvironmentError) {
    const code = error.kind === 'no-task' ? 'VALIDATION_ERROR' : 'SESSION_ERROR';
    return new OpenEnvError(code, error.message, { cause: error });
  }
  const message = error instanceof Error ? error.message : String(error);
  return new OpenEnvError('EXECUTION_ERROR', `The environment failed: ${message}`, { cause: error });
}
