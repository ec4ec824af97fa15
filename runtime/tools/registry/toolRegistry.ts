import { ToolIndex } from '../../functionCalling';
import type { Json } from '../../gateway/types';
import type {
  ApprovalMemory,
  ToolContext,
  ToolEntry,
  ToolMode,
  ToolProblem,
  ToolRegistry,
  ToolResult,
  ToolSettings,
  ToolSource,
} from '../types';
import { Approvals } from './approvals';
import { defaultResultLimits, type ResultLimits } from './boundResult';
import { callTool, checkCall } from './callTool';
import type { RegisteredTool } from './registeredTool';
import { ToolCatalogue } from './toolCatalogue';
import { Turns } from './turns';
import { abortReason } from './unlessAborted';

export interface RegistryOptions extends Partial<ToolSettings> {
  readonly sources: readonly ToolSource[];
  /** Where "for this workspace" is kept; default: nowhere. */
  readonly memory?: ApprovalMemory | undefined;
  /** What is not given is as in `defaultResultLimits`. */
  readonly limits?: Partial<ResultLimits> | undefined;
  /** Milliseconds that a tool may take without its own limit; default two minutes. */
  readonly timeoutMs?: number | undefined;
  /** Calls that run at once; default 8. */
  readonly concurrency?: number | undefined;
}

/**
 * The tools of all sources under one roof. Sources are asked at the first `refresh`; they belong to the registry from now on.
 *
 * @returns at once, without tools
 */
export function openToolRegistry(options: RegistryOptions): ToolRegistry {
  const { mode = 'ask', disabled = [], trusted = false, timeoutMs = 120_000, concurrency = 8 } = options;
  return new RegistryView(
    {
      catalogue: new ToolCatalogue(options.sources),
      approvals: new Approvals(options.memory ?? { has: () => false, add: async () => undefined }),
      places: new Turns(concurrency),
      turns: new Map(),
      limits: { ...defaultResultLimits, ...options.limits },
      timeoutMs,
      settings: { mode, disabled, trusted },
      generation: 0,
    },
    undefined,
  );
}

/** What all views of a registry share. */
interface Shared {
  readonly catalogue: ToolCatalogue;
  readonly approvals: Approvals;
  readonly places: Turns;
  /** By conversation, while somebody is waiting. */
  readonly turns: Map<string, { readonly turn: Turns; users: number }>;
  readonly limits: ResultLimits;
  readonly timeoutMs: number;
  settings: ToolSettings;
  /** Another one after `configure`. */
  generation: number;
}

/** What was worked out for one version of tools and settings. */
interface Ready {
  readonly stamp: string;
  readonly entries: readonly ToolEntry[];
  readonly offered: readonly RegisteredTool[];
  readonly byName: ReadonlyMap<string, { readonly entry: ToolEntry; readonly registered: RegisteredTool }>;
  index: ToolIndex | undefined;
}

class RegistryView implements ToolRegistry {
  private ready: Ready | undefined;

  constructor(
    private readonly shared: Shared,
    private readonly mode: ToolMode | undefined,
  ) {}

  async refresh(signal: AbortSignal): Promise<void> {
    if (signal.aborted) throw abortReason(signal);
    await this.shared.catalogue.refresh(signal);
  }

  entries(): readonly ToolEntry[] {
    return this.now().entries;
  }

  problems(): readonly ToolProblem[] {
    return this.shared.catalogue.problems;
  }

  find(name: string): ToolEntry | undefined {
    return this.now().byName.get(name)?.entry;
  }

  select(query: string, limit: number, pinned: readonly string[]): readonly ToolEntry[] {
    const ready = this.now();
    const { offered, byName } = ready;
    const wanted = new Set(pinned);
    const room = Math.max(0, limit - offered.filter(({ entry }) => wanted.has(entry.name)).length);
    // Pinned ones are found too; they do not take the room of others.
    ready.index ??= new ToolIndex(offered.map(({ definition }) => definition));
    const found = ready.index.find(query, limit + wanted.size).map(({ tool }) => tool.name);
    const rest = offered.map(({ entry }) => entry.name);
    // Words are not meaning: where none fits, the tools of the workspace are of use for most questions, and come first.
    const chosen = new Set(found.filter((name) => !wanted.has(name)).slice(0, room));
    for (const name of rest) {
      if (chosen.size >= room) break;
      if (!wanted.has(name)) chosen.add(name);
    }
    const all = [...new Set([...found, ...rest])].filter((name) => wanted.has(name) || chosen.has(name));
    return all.flatMap((name) => byName.get(name)?.entry ?? []);
  }

  async call(name: string, input: Json, context: ToolContext): Promise<ToolResult> {
    if (context.signal.aborted) throw abortReason(context.signal);
    const { offered, byName } = this.now();
    const found = byName.get(name);
    if (found?.entry.disabled !== undefined) {
      const text = `Error: nothing was run. ${name} cannot be used: ${found.entry.disabled}`;
      return {
        content: [{ type: 'text', text }],
        isError: true,
        changed: false,
        handled: { outcome: 'checked', input },
      };
    }
    const definitions = () => offered.map(({ definition }) => definition);
    const checked = checkCall(found?.registered, name, input, found === undefined ? definitions() : []);
    if ('content' in checked) return checked;
    const { approvals, places, limits, timeoutMs, settings, turns } = this.shared;
    const own = turns.get(context.conversation) ?? { turn: new Turns(1), users: 0 };
    turns.set(context.conversation, own);
    own.users++;
    try {
      const rules = { mode: this.mode ?? settings.mode, trusted: settings.trusted, turn: own.turn };
      return await callTool(checked, context, { ...rules, approvals, places, limits, timeoutMs });
    } finally {
      if (--own.users === 0) turns.delete(context.conversation);
    }
  }

  onChange(listener: () => void): () => void {
    return this.shared.catalogue.onChange(listener);
  }

  inMode(mode: ToolMode): ToolRegistry {
    return new RegistryView(this.shared, mode);
  }

  configure(settings: ToolSettings): void {
    this.shared.settings = settings;
    this.shared.generation++;
    this.shared.catalogue.tell();
  }

  setSources(sources: readonly ToolSource[]): Promise<void> {
    return this.shared.catalogue.setSources(sources);
  }

  forget(conversation: string): void {
    this.shared.approvals.forget(conversation);
  }

  async dispose(): Promise<void> {
    if (this.mode === undefined) await this.shared.catalogue.dispose();
  }

  private now(): Ready {
    const { catalogue, settings, generation } = this.shared;
    const stamp = `${catalogue.version} ${generation}`;
    if (this.ready?.stamp === stamp) return this.ready;
    const off = new Set(settings.disabled);
    const mode = this.mode ?? settings.mode;
    const all = catalogue.tools.map((registered) => {
      const disabled = registered.entry.disabled ?? reasonAgainst(registered.entry, off, mode);
      return { registered, entry: disabled === undefined ? registered.entry : { ...registered.entry, disabled } };
    });
    this.ready = {
      stamp,
      entries: all.map(({ entry }) => entry),
      offered: all.filter(({ entry }) => entry.disabled === undefined).map(({ registered }) => registered),
      byName: new Map(all.map((each) => [each.entry.name, each])),
      index: undefined,
    };
    return this.ready;
  }
}

function reasonAgainst({ name, risk }: ToolEntry, off: ReadonlySet<string>, mode: ToolMode): string | undefined {
  if (off.has(name)) return 'The user switched it off.';
  if (mode === 'read-only' && risk !== 'read') return 'Only tools that read are allowed now (read-only mode).';
  return undefined;
}
