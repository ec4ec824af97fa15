import type { ToolDefinition } from '../../gateway/types';
import type { ToolEntry, ToolRegistry } from '../../tools/types';
import type { AgentTask } from '../types';
import { findToolsTool, forgetResultsTool } from './ownTools';

/** Tools found later may add so many to those that a model is shown at once. */
const moreAtMost = 8;

export interface ShownOptions {
  /** In the mode of the task. */
  readonly registry: ToolRegistry;
  readonly task: Pick<AgentTask, 'prompt' | 'tools'>;
  readonly limit: number;
  readonly pinned: readonly string[];
}

/**
 * The tools that a model is shown: the relevant ones of all, those of earlier turns always among them and in the same order, so that
 * the beginning of the prompt stays what it was.
 */
export class ShownTools {
  private names: readonly string[] = [];
  private found: readonly string[] = [];
  private mayForget = false;

  constructor(private readonly options: ShownOptions) {}

  /** Tools that the task may use. */
  usable(): readonly ToolEntry[] {
    const { registry, task } = this.options;
    return registry
      .entries()
      .filter(({ name, disabled }) => disabled === undefined && (task.tools?.includes(name) ?? true));
  }

  /** @param said what the model said last: more tools may have become relevant */
  definitions(said = ''): readonly ToolDefinition[] {
    const { registry, task, limit, pinned } = this.options;
    const usable = new Map(this.usable().map((entry) => [entry.name, entry]));
    const all = [...usable.keys()];
    const wanted =
      task.tools !== undefined || all.length <= limit
        ? all
        : registry
            .select(`${task.prompt}\n${said}`, limit, [...pinned, ...this.names].slice(0, limit))
            .map(({ name }) => name);
    const more = wanted.filter((name) => usable.has(name) && !this.names.includes(name));
    const room = task.tools !== undefined ? more.length : Math.max(0, limit - this.names.length);
    this.names = [...this.names, ...more.slice(0, room)];
    const shown = [...new Set([...this.names, ...this.found])].flatMap((name) => usable.get(name) ?? []);
    const own = [
      ...(shown.length < usable.size ? [findToolsTool] : []),
      ...(this.mayForget ? [forgetResultsTool] : []),
    ];
    return [...shown.map(({ name, description, inputSchema }) => ({ name, description, inputSchema })), ...own];
  }

  /** Shows what fits a text, from now on. @returns what was found */
  find(query: string): readonly ToolEntry[] {
    const usable = new Set(this.usable().map(({ name }) => name));
    const found = this.options.registry.select(query, moreAtMost, []).filter(({ name }) => usable.has(name));
    const shown = new Set(this.names);
    const added = found.map(({ name }) => name).filter((name) => !shown.has(name));
    this.found = [...new Set([...added, ...this.found])].slice(0, moreAtMost);
    return found;
  }

  /** From now on the model may clean its own context. */
  offerForgetting(): void {
    this.mayForget = true;
  }
}
