import { randomUUID } from 'node:crypto';
import type { AgentTask, ResumeChanges, TraceRun } from '../types';
import { AgentRun } from './agentRun';
import type { AgentParts, RunWatch } from './agentParts';
import { systemText, titleOf } from './systemText';

/** Carries out tasks with models and tools. Any number of runs at once. */
export class Agent {
  constructor(private readonly parts: AgentParts) {}

  /**
   * @returns the run as it ended; also failures of models and tools end a run
   * @throws RuntimeError when the trace cannot be written
   */
  async run(task: AgentTask, watch: RunWatch): Promise<TraceRun> {
    const { registry, traces, workspace } = this.parts;
    const id = randomUUID();
    const system = systemText({ workspace });
    traces.begin({ id, title: titleOf(task), task, system });
    return this.carryOut({ id, task, system }, watch, () => registry.refresh(watch.signal));
  }

  /**
   * Goes on with a run that ended without an answer: interrupted, failed, cancelled, at its limit of steps.
   * @param changes what the user wants otherwise now
   * @throws RuntimeError bad-request: there is no such run, it is under way, or was answered
   */
  async resume(id: string, watch: RunWatch, changes: ResumeChanges = {}): Promise<TraceRun> {
    const { registry, traces } = this.parts;
    const stored = traces.adopt(id);
    const { model = stored.task.model, mode = stored.task.mode } = changes;
    const { maxSteps = stored.task.maxSteps, ceiling = stored.task.ceiling } = changes;
    const task = { ...stored.task, model, mode, maxSteps, ceiling };
    return this.carryOut({ id, task, system: stored.system, stored }, watch, () => registry.refresh(watch.signal));
  }

  private async carryOut(
    start: ConstructorParameters<typeof AgentRun>[0],
    watch: RunWatch,
    refresh: () => Promise<void>,
  ): Promise<TraceRun> {
    // Sources that cannot be asked are problems of the registry; a cancellation is for the run to tell.
    await refresh().catch((error: unknown) => {
      if (!watch.signal.aborted)
        watch.emit({ type: 'warning', message: `Tools could not be listed: ${String(error)}` });
    });
    return new AgentRun(start, this.parts, watch).toEnd();
  }
}
