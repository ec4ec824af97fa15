import { access } from 'node:fs/promises';
import { CancellationToken, Emitter, type Disposable } from 'vscode-jsonrpc';
import type {
  ConfidenceParams,
  ConfidenceResult,
  InfillParams,
  InfillResult,
  LoadModelParams,
  ModelInfo,
  ProvidersParams,
  ProvidersResult,
  RewriteParams,
  RewriteResult,
  RuntimeStatus,
  SourceFile,
} from '../runtime/protocol';
import { fromAnswer } from './runtimeProcess/answerError';
import type { RuntimeClient, RuntimeClientOptions, RuntimeState } from './runtimeProcess/client';
import { RequestCancelledError, RuntimeRequestError } from './runtimeProcess/errors';
import { JobQueue, type Job } from './runtimeProcess/jobQueue';
import { RestartBudget } from './runtimeProcess/restartBudget';
import { RuntimeChild, type ChildExit } from './runtimeProcess/runtimeChild';

export type { RuntimeClient, RuntimeClientOptions, RuntimeState } from './runtimeProcess/client';
export { RequestCancelledError, RuntimeRequestError } from './runtimeProcess/errors';

type Defaulted = 'idleMs' | 'handshakeMs' | 'loadMs' | 'cancelGraceMs' | 'restartDelaysMs' | 'restartWindowMs';

const DEFAULTS: Required<Pick<RuntimeClientOptions, Defaulted>> = {
  idleMs: 5 * 60_000,
  handshakeMs: 20_000,
  loadMs: 120_000,
  cancelGraceMs: 2000,
  restartDelaysMs: [100, 1000, 4000],
  restartWindowMs: 60_000,
};

const RESTART_ACTION = 'Run "Whetstone: Restart Runtime"; if it happens again, please report it with the log.';

/** The client of a runtime child that it starts when needed, watches, and starts again after a crash. */
export class RuntimeProcess implements RuntimeClient {
  private current: RuntimeState = { kind: 'stopped' };
  private readonly states = new Emitter<RuntimeState>();
  private readonly queue = new JobQueue();
  private readonly budget: RestartBudget;
  private readonly options: typeof DEFAULTS & RuntimeClientOptions;
  private child: RuntimeChild | undefined;
  private active: Job | undefined;
  private graceTimer: NodeJS.Timeout | undefined;
  private working = false;
  private disposed = false;
  /** When the next start after a crash is due, in milliseconds of `performance.now()`. */
  private restartAt = 0;
  /** Provider that a child was lost with. */
  private suspect: RuntimeChild['gpu'];
  /** Ends the wait before a restart. */
  private wake: () => void = () => undefined;

  constructor(options: RuntimeClientOptions) {
    this.options = { ...DEFAULTS, ...options };
    this.budget = new RestartBudget(this.options.restartDelaysMs, this.options.restartWindowMs);
  }

  get state(): RuntimeState {
    return this.current;
  }

  infill(params: InfillParams, token: CancellationToken): Promise<InfillResult> {
    return this.enqueue((child) => child.infill(params, token), token);
  }

  rewrite(params: RewriteParams, token: CancellationToken): Promise<RewriteResult> {
    return this.enqueue((child) => child.rewrite(params, token), token);
  }

  tokenConfidence(params: ConfidenceParams, token: CancellationToken): Promise<ConfidenceResult> {
    return this.enqueue((child) => child.tokenConfidence(params, token), token);
  }

  loadModel(params: LoadModelParams): Promise<ModelInfo> {
    return this.enqueue((child) => child.load(params), CancellationToken.None);
  }

  closeSession(session: string): void {
    if (this.current.kind === 'ready') {
      this.child?.closeSession(session);
    }
  }

  putSources(files: readonly SourceFile[]): void {
    if (this.current.kind === 'ready') {
      this.child?.putSources(files);
    }
  }

  dropSources(paths: readonly string[] | 'all'): void {
    if (this.current.kind === 'ready') {
      this.child?.dropSources(paths);
    }
  }

  async status(): Promise<RuntimeStatus | undefined> {
    return this.current.kind === 'ready' ? await this.child?.status() : undefined;
  }

  async providers(params: ProvidersParams): Promise<ProvidersResult> {
    // The child is started in turn; the answer is not waited for there, because requests must not wait for it.
    const asked = await this.enqueue(
      async (child) => ({ answer: child.providers(params), child }),
      CancellationToken.None,
    );
    const ended = asked.child.exited.then((): never => {
      throw crashed('it ended while providers were tried');
    });
    // Nobody waits for it once there is an answer.
    ended.catch(() => undefined);
    try {
      const answer = await Promise.race([asked.answer, ended]);
      // Tried anew in processes of its own: what it did to ours is forgotten.
      if (params.probe === 'always') this.suspect = undefined;
      return answer;
    } catch (error) {
      throw error instanceof RuntimeRequestError ? error : fromAnswer(error);
    }
  }

  onState(listener: (state: RuntimeState) => void): Disposable {
    return this.states.event(listener);
  }

  restart(): void {
    this.budget.reset();
    const child = this.child;
    this.child = undefined;
    child?.end();
    this.setState({ kind: 'stopped' });
    this.wake();
    void this.work();
  }

  async dispose(): Promise<void> {
    this.disposed = true;
    this.wake();
    this.queue.rejectAll(() => new RequestCancelledError());
    this.active?.reject(new RequestCancelledError());
    clearTimeout(this.graceTimer);
    const child = this.child;
    this.child = undefined;
    child?.end();
    await child?.exited;
    this.states.dispose();
  }

  private async enqueue<T>(send: (child: RuntimeChild) => Promise<T>, token: CancellationToken): Promise<T> {
    if (this.disposed) {
      throw new RequestCancelledError();
    }
    if (this.current.kind === 'failed') {
      throw unavailable(this.current);
    }
    const answer = this.queue.add(send, token, (job) => this.onCancel(job));
    void this.work();
    return await answer;
  }

  /** Gives the waiting requests to the child, one at a time: so it is known which one a crash took along. */
  private async work(): Promise<void> {
    if (this.working) {
      return;
    }
    this.working = true;
    try {
      while (!this.disposed && this.queue.length > 0) {
        await this.step();
      }
    } finally {
      this.working = false;
    }
  }

  private async step(): Promise<void> {
    const child = await this.readyChild();
    const state = this.current;
    if (state.kind === 'failed') {
      this.queue.rejectAll(() => unavailable(state));
    }
    const job = child && this.queue.shift();
    if (job) {
      this.active = job;
      await this.runJob(job, child);
      this.active = undefined;
      clearTimeout(this.graceTimer);
    }
  }

  private async runJob(job: Job, child: RuntimeChild): Promise<void> {
    if ((await job.run(child)) === 'answered') {
      return;
    }
    // Where only the channel broke, the process is of no use any more.
    child.kill('its channel broke');
    const exit = await child.exited;
    if (exit.kind === 'crash') {
      job.reject(crashed(exit.reason));
    } else if (!job.cancelled() && !this.disposed) {
      // It went idle just then, or the user restarted it: the request was not the cause, so it is asked again.
      this.queue.unshift(job);
    }
  }

  /** A child that takes requests; undefined when this try failed (the state says how) or was interrupted. */
  private async readyChild(): Promise<RuntimeChild | undefined> {
    if (this.child?.alive && this.current.kind === 'ready') {
      return this.child;
    }
    await this.restartPause();
    const exists = !this.disposed && (await this.entryExists());
    // Asked after the waits: a client that was disposed meanwhile must not leave a process behind.
    return exists && !this.disposed ? await this.start() : undefined;
  }

  private async start(): Promise<RuntimeChild | undefined> {
    const { handshakeMs } = this.options;
    const child = this.launch();
    if (!child) {
      return undefined;
    }
    this.child = child;
    this.setState({ kind: 'starting', pid: child.pid });
    void child.exited.then((exit) => this.onExit(child, exit));
    const timer = setTimeout(() => child.kill(`it was not ready within ${handshakeMs} ms`), handshakeMs);
    await Promise.race([child.ready, child.exited]);
    clearTimeout(timer);
    if (!child.alive || this.child !== child || child.pid === undefined) {
      return undefined;
    }
    this.setState({ kind: 'ready', pid: child.pid });
    return child;
  }

  /** Undefined where the system refuses a process at once, e.g. for want of memory: that counts as a crash. */
  private launch(): RuntimeChild | undefined {
    try {
      return new RuntimeChild({ ...this.options, crashed: this.suspect });
    } catch (error) {
      this.lost(`it could not be started: ${error instanceof Error ? error.message : String(error)}`);
      return undefined;
    }
  }

  /** Runs before anything else that waits for the same child's end, because it is the first to ask for it. */
  private onExit(child: RuntimeChild, exit: ChildExit): void {
    if (this.child !== child) {
      return;
    }
    this.child = undefined;
    if (exit.kind === 'crash') {
      if (child.gpu !== undefined) this.suspects(child.gpu, exit.reason);
      this.lost(exit.reason);
    } else {
      this.setState({ kind: 'stopped' });
    }
  }

  /** A driver that ends the process would do so again: the next child leaves it alone. */
  private suspects(gpu: NonNullable<RuntimeProcess['suspect']>, reason: string): void {
    this.suspect = gpu;
    this.options.onNotice?.(`${gpu} seems to have ended the model's process (${reason}); the processor goes on.`);
  }

  private lost(reason: string): void {
    const now = performance.now();
    const retryMs = this.budget.crash(now);
    if (retryMs === undefined) {
      const times = this.options.restartDelaysMs.length + 1;
      const seconds = Math.round(this.options.restartWindowMs / 1000);
      const message = `The local model's process was lost ${times} times within ${seconds} s, the last time because ${reason}.`;
      this.setState({ kind: 'failed', message, action: RESTART_ACTION });
      this.options.log?.({ level: 'error', message });
    } else {
      this.restartAt = now + retryMs;
      const message = `The local model's process was lost: ${reason}.`;
      this.setState({ kind: 'crashed', message, action: 'It starts again by itself.', retryMs });
      this.options.log?.({ level: 'warn', message });
    }
  }

  /** The caller was told already; here the work itself is ended, softly at first. */
  private onCancel(job: Job): void {
    const child = this.child;
    if (job !== this.active || !child || child.loading) {
      return;
    }
    // A pass cannot be interrupted, and one of a large model takes seconds: twice that is no sign of a hang.
    const cancelGraceMs = Math.max(this.options.cancelGraceMs, 2 * child.longestPassMs);
    this.graceTimer = setTimeout(
      () => child.kill(`a cancelled request did not end within ${cancelGraceMs} ms`),
      cancelGraceMs,
    );
  }

  /** Waits until the restart after a crash is due, or `wake` is called. */
  private async restartPause(): Promise<void> {
    const rest = this.current.kind === 'crashed' ? this.restartAt - performance.now() : 0;
    if (rest > 0) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, rest);
        this.wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  private async entryExists(): Promise<boolean> {
    try {
      await access(this.options.entry);
      return true;
    } catch {
      this.setState({
        kind: 'failed',
        message: `A part of Whetstone is missing: ${this.options.entry}.`,
        action: 'Install the extension again.',
      });
      return false;
    }
  }

  private setState(state: RuntimeState): void {
    const same = state.kind === 'stopped' && this.current.kind === 'stopped';
    this.current = state;
    if (!same && !this.disposed) {
      this.states.fire(state);
    }
  }
}

function crashed(reason: string): RuntimeRequestError {
  return new RuntimeRequestError({
    kind: 'crashed',
    message: `The local model's process was lost during this request: ${reason}.`,
    action: 'It starts again by itself; ask for the suggestion again.',
  });
}

function unavailable(state: { readonly message: string; readonly action: string }): RuntimeRequestError {
  return new RuntimeRequestError({ kind: 'unavailable', message: state.message, action: state.action });
}
