/** The one place where commands are registered and run: both typed by `commandMap.ts`. */
import * as vscode from 'vscode';
import type { CommandId, CoreCommands, WhetstoneCommands } from './commandMap';

type AllCommands = WhetstoneCommands & CoreCommands;

/** Registers a handler for every command; a missing one does not compile. */
export function registerCommands(handlers: WhetstoneCommands): vscode.Disposable {
  const ids = Object.keys(handlers) as CommandId[];
  return vscode.Disposable.from(...ids.map((id) => vscode.commands.registerCommand(id, handlers[id])));
}

export function runCommand<K extends keyof AllCommands>(
  id: K,
  ...args: Parameters<AllCommands[K]>
): Thenable<Awaited<ReturnType<AllCommands[K]>>> {
  return vscode.commands.executeCommand(id, ...args);
}

/** A command for buttons and completion items. */
export function commandReference<K extends keyof AllCommands>(
  id: K,
  title: string,
  ...args: Parameters<AllCommands[K]>
): vscode.Command {
  return { command: id, title, arguments: args };
}

/** A `command:` link for Markdown that is trusted for this command. */
export function commandLink<K extends keyof AllCommands>(
  id: K,
  label: string,
  ...args: Parameters<AllCommands[K]>
): string {
  const query = args.length ? `?${encodeURIComponent(JSON.stringify(args))}` : '';
  return `[${label}](command:${id}${query})`;
}
