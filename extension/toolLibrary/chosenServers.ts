import type * as vscode from 'vscode';
import type { ServerTools } from '../../runtime/toolLibrary/protocol';

const key = 'whetstone.toolLibrary.servers';

/** The agent's servers: one process of each, one consent, and one place for what they ask the user. */
export interface ServersOfAgent {
  /** @returns undefined: nothing was decided */
  chooseServers(chosen: readonly string[]): Promise<readonly string[] | undefined>;
  serverTools(names: readonly string[]): Promise<readonly ServerTools[]>;
}

/** MCP servers whose tools belong to the library, by the folder that it is of. */
export class ChosenServers {
  constructor(
    private readonly memory: vscode.Memento,
    private readonly servers: ServersOfAgent,
    private readonly folder: () => string | undefined,
  ) {}

  /** Names. */
  get all(): readonly string[] {
    return this.kept[this.folder() ?? ''] ?? [];
  }

  /** @param ask default: the user @returns whether something was decided */
  async choose(ask = (chosen: readonly string[]) => this.servers.chooseServers(chosen)): Promise<boolean> {
    const names = await ask(this.all);
    if (names === undefined) return false;
    await this.memory.update(key, { ...this.kept, [this.folder() ?? '']: names });
    return true;
  }

  /** Nothing is asked or started where none is chosen. */
  async tools(): Promise<readonly ServerTools[]> {
    return this.all.length === 0 ? [] : this.servers.serverTools(this.all);
  }

  private get kept(): Readonly<Record<string, readonly string[]>> {
    return this.memory.get<Readonly<Record<string, readonly string[]>>>(key) ?? {};
  }
}
