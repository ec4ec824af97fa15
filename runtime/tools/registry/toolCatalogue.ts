import type { ToolOrigin, ToolProblem, ToolSource } from '../types';
import { registeredTool, type RegisteredTool } from './registeredTool';
import { SourceWatch } from './sourceWatch';
import { identityOf, ToolNames } from './toolNames';

/** In this order names are given: what is ours keeps its plain names. */
const kinds: readonly ToolOrigin['kind'][] = ['workspace', 'mcp', 'editor', 'function'];
/** Schemas are compiled for so long before others get their turn. Milliseconds. */
const slice = 10;

/** The tools of all sources, made ready, as they were when the sources were asked last. */
export class ToolCatalogue {
  /** Another one whenever `tools` is. */
  version = 0;
  tools: readonly RegisteredTool[] = [];
  problems: readonly ToolProblem[] = [];
  private readonly names = new ToolNames();
  private watches: readonly SourceWatch[] = [];
  private readonly listeners = new Set<() => void>();
  private ready = new Map<string, { readonly text: string; readonly registered: RegisteredTool }>();
  private building: Promise<void> = Promise.resolve();

  constructor(sources: readonly ToolSource[]) {
    this.watches = this.watched(sources);
  }

  /** Those that stay are not asked again; those that are gone are ended. The same ones again are no change. */
  async setSources(sources: readonly ToolSource[]): Promise<void> {
    const kept = new Set(sources);
    if (kept.size === this.watches.length && this.watches.every(({ source }) => kept.has(source))) return;
    const gone = this.watches.filter(({ source }) => !kept.has(source));
    this.watches = this.watched(sources);
    this.tell();
    await Promise.allSettled(gone.map((watch) => watch.dispose()));
  }

  /** @throws AbortError */
  async refresh(signal: AbortSignal): Promise<void> {
    await Promise.all(this.watches.map((watch) => watch.refresh(signal)));
    this.building = this.building.then(() => this.build());
    await this.building;
    signal.throwIfAborted();
  }

  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  tell(): void {
    for (const listener of [...this.listeners]) listener();
  }

  async dispose(): Promise<void> {
    this.listeners.clear();
    await Promise.allSettled(this.watches.map((watch) => watch.dispose()));
  }

  private watched(sources: readonly ToolSource[]): readonly SourceWatch[] {
    const before = new Map(this.watches.map((watch) => [watch.source, watch]));
    return sources
      .map((source) => before.get(source) ?? new SourceWatch(source, () => this.tell()))
      .sort(
        (a, b) => order(a.source.origin) - order(b.source.origin) || compare(a.source.origin.id, b.source.origin.id),
      );
  }

  private async build(): Promise<void> {
    const tools: RegisteredTool[] = [];
    const problems: ToolProblem[] = [];
    const ready: typeof this.ready = new Map();
    let since = performance.now();
    for (const { source, tools: offered, problem } of this.watches) {
      const { origin } = source;
      if (problem !== undefined) problems.push({ origin, problem });
      for (const tool of offered) {
        const identity = identityOf(origin, tool.name);
        if (ready.has(identity)) {
          problems.push({ origin, tool: tool.name, problem: `There are two tools ${tool.name}; the first is used.` });
          continue;
        }
        const text = JSON.stringify([origin, tool.title, tool.description, tool.inputSchema, tool.risk]);
        const known = this.ready.get(identity);
        const same = known?.text === text ? known.registered : undefined;
        // What it says is the same; what it does may be another function.
        const registered = same
          ? { ...same, tool }
          : registeredTool(origin, this.names.nameOf(origin, tool.name), tool);
        ready.set(identity, { text, registered });
        tools.push(registered);
        const { disabled } = registered.entry;
        if (disabled !== undefined) problems.push({ origin, tool: tool.name, problem: disabled });
        if (performance.now() - since > slice) {
          await new Promise((resolve) => setImmediate(resolve));
          since = performance.now();
        }
      }
    }
    const differs = signature(tools, problems) !== signature(this.tools, this.problems);
    [this.tools, this.problems, this.ready] = [tools, problems, ready];
    if (!differs && this.version > 0) return;
    this.version++;
    this.tell();
  }
}

function order({ kind }: ToolOrigin): number {
  return kinds.indexOf(kind);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function signature(tools: readonly RegisteredTool[], problems: readonly ToolProblem[]): string {
  return JSON.stringify([tools.map(({ entry, approvalKey }) => [entry.name, entry.title, approvalKey]), problems]);
}
