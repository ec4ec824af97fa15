import * as vscode from 'vscode';
import type { McpInput } from '../../runtime/agent/protocol';

const prefix = 'whetstone.mcp.input';
const namesKey = 'whetstone.mcp.inputs';

/**
 * Values of `${input:...}` in configurations of MCP servers: asked once a workspace, secret ones kept in VS Code's secret
 * storage and never anywhere else.
 */
export class McpInputs {
  constructor(
    private readonly secrets: vscode.SecretStorage,
    private readonly memory: vscode.Memento,
    /** Tells workspaces apart in the secret storage, which all windows share. */
    private readonly workspace: () => string,
  ) {}

  /** @returns null when the user gave none */
  async value(server: string, input: McpInput): Promise<string | null> {
    const key = `${prefix}.${this.workspace()}.${server}.${input.id}`;
    const known = input.password ? await this.secrets.get(key) : this.memory.get<string>(key);
    if (known !== undefined) return known;
    const value = await ask(server, input);
    if (value === undefined) return null;
    if (input.password) await this.secrets.store(key, value);
    else await this.memory.update(key, value);
    const names = this.memory.get<readonly string[]>(namesKey) ?? [];
    await this.memory.update(namesKey, [...new Set([...names, key])]);
    return value;
  }

  /** Forgets what was entered for a server; it is asked again when the server starts. */
  async forget(server: string): Promise<void> {
    const names = this.memory.get<readonly string[]>(namesKey) ?? [];
    const own = names.filter((key) => key.startsWith(`${prefix}.${this.workspace()}.${server}.`));
    for (const key of own) {
      await this.secrets.delete(key);
      await this.memory.update(key, undefined);
    }
    await this.memory.update(
      namesKey,
      names.filter((key) => !own.includes(key)),
    );
  }
}

function ask(server: string, { id, type, description, password, default: suggested, options }: McpInput) {
  const title = vscode.l10n.t('MCP server {0} asks for {1}', server, id);
  const prompt = description ?? id;
  if (type === 'pickString') {
    return vscode.window.showQuickPick([...(options ?? [])], { title, placeHolder: prompt, ignoreFocusOut: true });
  }
  return vscode.window.showInputBox({
    ...{ title, prompt, password: password ?? false, ignoreFocusOut: true },
    ...(suggested === undefined ? {} : { value: suggested }),
  });
}
