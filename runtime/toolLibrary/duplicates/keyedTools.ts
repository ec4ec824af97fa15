import type { KnownTool } from './knownTool';

/** Tools by a key that equal ones share, and what is worked out of each key, as long as nobody with that key comes or goes. */
export class KeyedTools<Worked> {
  private readonly tools = new Map<string, Map<string, KnownTool>>();
  private readonly worked = new Map<string, Promise<Worked>>();

  constructor(
    private readonly keyOf: (tool: KnownTool) => string | undefined,
    private readonly work: (tools: readonly KnownTool[]) => Promise<Worked>,
  ) {}

  add(tool: KnownTool): void {
    const key = this.keyOf(tool);
    if (key === undefined) return;
    const members = this.tools.get(key);
    if (members === undefined) this.tools.set(key, new Map([[tool.record.id, tool]]));
    else members.set(tool.record.id, tool);
    this.worked.delete(key);
  }

  remove(tool: KnownTool): void {
    const key = this.keyOf(tool);
    const members = key === undefined ? undefined : this.tools.get(key);
    if (key === undefined || members?.delete(tool.record.id) !== true) return;
    if (members.size === 0) this.tools.delete(key);
    this.worked.delete(key);
  }

  /** What was worked out of those that share the tool's key; undefined where it is alone. */
  of(tool: KnownTool): Promise<Worked> | undefined {
    const key = this.keyOf(tool);
    return key === undefined ? undefined : this.ofKey(key);
  }

  async all(): Promise<readonly Worked[]> {
    const found: Worked[] = [];
    for (const key of this.tools.keys()) {
      const worked = await this.ofKey(key);
      if (worked !== undefined) found.push(worked);
    }
    return found;
  }

  private ofKey(key: string): Promise<Worked> | undefined {
    const members = this.tools.get(key);
    if (members === undefined || members.size < 2) return undefined;
    const known = this.worked.get(key);
    if (known !== undefined) return known;
    const worked = this.work([...members.values()]);
    this.worked.set(key, worked);
    return worked;
  }
}
