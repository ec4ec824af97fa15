import type * as vscode from 'vscode';
import { currentProject } from './gatewaySettingsReader';

const key = 'whetstone.budget.projects';

/** Names of projects that were open on this machine, by the ids that the books know them by. The names stay here. */
export class ProjectNames {
  constructor(private readonly memory: vscode.Memento) {}

  get all(): Readonly<Record<string, string>> {
    const project = currentProject();
    const known = this.memory.get<Readonly<Record<string, string>>>(key) ?? {};
    return project ? { ...known, [project.id]: project.name } : known;
  }

  /** Remembers the open workspace; called when something is spent in it. */
  async remember(): Promise<void> {
    const project = currentProject();
    if (!project || this.memory.get<Readonly<Record<string, string>>>(key)?.[project.id] === project.name) return;
    await this.memory.update(key, this.all);
  }
}
