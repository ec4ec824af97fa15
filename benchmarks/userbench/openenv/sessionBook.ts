import type { Environment } from '../environments/types';
import { OpenEnvError } from './openEnvError';
import { Session } from './session';

export interface SessionBookOptions {
  readonly open: () => Environment;
  readonly capacity: number;
  readonly idleMs: number;
}

/** The sessions that are open, no more than fit; those that nobody uses are closed. */
export class SessionBook {
  private readonly sessions = new Map<string, { readonly session: Session; readonly onClose: () => void }>();
  private readonly timer: NodeJS.Timeout;

  constructor(private readonly options: SessionBookOptions) {
    this.timer = setInterval(() => this.closeIdle(), Math.max(20, Math.min(30_000, options.idleMs / 2)));
    this.timer.unref();
  }

  get size(): number {
    return this.sessions.size;
  }

  /**
   * @param onClose told when the session ends otherwise than by `close`
   * @throws OpenEnvError CAPACITY_REACHED, FACTORY_ERROR
   */
  open(id?: string, onClose: () => void = () => undefined): Session {
    if (this.sessions.size >= this.options.capacity) {
      const message = `All ${this.options.capacity} sessions are in use. Close one, or try again later.`;
      throw new OpenEnvError('CAPACITY_REACHED', message);
    }
    let session: Session;
    try {
      session = new Session(this.options.open(), id);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      throw new OpenEnvError('FACTORY_ERROR', `No environment could be made: ${message}`, { cause: error });
    }
    this.sessions.set(session.id, { session, onClose });
    return session;
  }

  find(id: string): Session | undefined {
    return this.sessions.get(id)?.session;
  }

  async close(id: string): Promise<void> {
    const found = this.sessions.get(id);
    this.sessions.delete(id);
    await found?.session.close();
  }

  async dispose(): Promise<void> {
    clearInterval(this.timer);
    await Promise.all([...this.sessions.keys()].map((id) => this.close(id)));
  }

  private closeIdle(): void {
    for (const [id, { session, onClose }] of this.sessions) {
      if (session.idleMs < this.options.idleMs) continue;
      onClose();
      void this.close(id);
    }
  }
}
