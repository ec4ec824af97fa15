import { providerOf } from '../modelAccess';
import type { SampleJob, SampleOutcome, SampleQueue, WorkOptions } from '../types';

/**
 * Milliseconds between the first samples of a provider. Samples that begin at the same moment and wait equally long come back at the same
 * moment too, reply after reply, and each then waits for the work on all others while the process is idle in between. It is a little more than
 * the work on one reply takes.
 */
const apartMs = 1.5;

/**
 * Samples handed out within this process, provider by provider, each in the order in which they came. What is under way when the
 * process dies waits in the store, and is added again when the run is resumed; so nothing here needs a lease.
 */
export class InProcessQueue implements SampleQueue {
  readonly kind = 'in-process';
  private readonly lanes = new Map<string, SampleJob[]>();

  add(jobs: readonly SampleJob[]): Promise<void> {
    for (const job of jobs) {
      const provider = providerOf(job.model);
      const lane = this.lanes.get(provider);
      if (lane === undefined) this.lanes.set(provider, [job]);
      else lane.push(job);
    }
    return Promise.resolve();
  }

  /**
   * Ends when nothing is under way and nothing may be handed out: all is done, the signal came, or no provider takes anything. What is left
   * stays here.
   * @throws what a handler or `onOutcome` throws without the signal, once what was under way has ended
   */
  async work(
    handler: (job: SampleJob, signal: AbortSignal) => Promise<SampleOutcome>,
    { signal, concurrencyOf, onOutcome }: WorkOptions,
  ): Promise<void> {
    const failures: unknown[] = [];
    const taken = new Map<string, number>();
    const heads = new Map<string, number>();
    const began = performance.now();
    let underWay = 0;
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      const later = () => {
        timer ??= setTimeout(() => {
          timer = undefined;
          next();
        }, apartMs);
      };
      const next = () => {
        const due = 1 + Math.floor((performance.now() - began) / apartMs);
        for (const [provider, lane] of this.lanes) {
          for (;;) {
            const head = heads.get(provider) ?? 0;
            const job = lane[head];
            if (job === undefined || signal.aborted || failures.length > 0) break;
            const most = concurrencyOf(job.model);
            if ((taken.get(provider) ?? 0) >= most) break;
            if (head < most && head >= due && underWay > 0) {
              later();
              break;
            }
            heads.set(provider, head + 1);
            taken.set(provider, (taken.get(provider) ?? 0) + 1);
            underWay += 1;
            void one(job).finally(() => {
              taken.set(provider, (taken.get(provider) ?? 1) - 1);
              underWay -= 1;
              next();
            });
          }
        }
        if (underWay === 0 && timer === undefined) resolve();
      };
      const one = async (job: SampleJob) => {
        try {
          const outcome = await handler(job, signal);
          await onOutcome?.(outcome);
        } catch (error) {
          if (!signal.aborted) failures.push(error);
        }
      };
      next();
    });
    for (const [provider, head] of heads) this.lanes.get(provider)?.splice(0, head);
    if (failures.length > 0) throw failures[0];
  }

  close(): Promise<void> {
    this.lanes.clear();
    return Promise.resolve();
  }
}
