import * as vscode from 'vscode';
import { commandReference, runCommand } from '../contributions/commandRegistry';
import { modelsViewId } from '../contributions/views';
import type { ModelFacts } from './modelFacts';
import type { ModelStore } from './modelStore';
import { groupOf, treeTextOf, type ModelGroup } from './modelTreeText';

/** A node of the tree; commands of its menus get it as their argument. */
export type ModelNode =
  { readonly kind: 'group'; readonly id: ModelGroup } | { readonly kind: 'model'; readonly id: string };

const groups: readonly ModelGroup[] = ['downloads', 'installed', 'available'];

/** Changes of progress that come within this time are shown together. Milliseconds. */
const calmMs = 500;

/** The tree "Models" in the extension's side bar. */
export class ModelTree implements vscode.TreeDataProvider<ModelNode>, vscode.Disposable {
  private readonly changes = new vscode.EventEmitter<ModelNode | undefined>();
  readonly onDidChangeTreeData = this.changes.event;
  private readonly nodes = new Map<string, ModelNode>();
  private readonly view: vscode.TreeView<ModelNode>;
  private readonly registrations: readonly { dispose(): void }[];
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** Which models stand where, as last shown. */
  private shape = '';

  constructor(
    private readonly store: ModelStore,
    /** The tree is looked at, so it should be up to date. */
    onVisible: () => void,
  ) {
    this.view = vscode.window.createTreeView(modelsViewId, { treeDataProvider: this, showCollapseAll: false });
    this.registrations = [
      store.onChange(() => this.soon()),
      this.view.onDidChangeVisibility(({ visible }) => {
        if (visible) onVisible();
      }),
    ];
  }

  get visible(): boolean {
    return this.view.visible;
  }

  get badge(): number {
    return this.view.badge?.value ?? 0;
  }

  /** Labels and descriptions of the models, as the tree gives them out. */
  get labels(): readonly string[] {
    return this.store.models.map((facts) =>
      [facts.listing.title, treeTextOf(facts, vscode.l10n, vscode.env.language).description].join(' | '),
    );
  }

  async getChildren(node?: ModelNode): Promise<ModelNode[]> {
    if (!node) await this.store.load();
    const { models } = this.store;
    if (node?.kind === 'group') {
      const own = models.filter((facts) => groupOf(facts) === node.id);
      // The one in use first, then by name.
      own.sort((left, right) => Number(right.used) - Number(left.used) || byTitle(left, right));
      return own.map(({ listing }) => this.node('model', listing.id));
    }
    if (node) return [];
    this.shape = shapeOf(models);
    return groups
      .filter((group) => models.some((facts) => groupOf(facts) === group))
      .map((group) => this.node('group', group));
  }

  getTreeItem(node: ModelNode): vscode.TreeItem {
    return node.kind === 'group' ? groupItem(node.id) : this.modelItem(node.id);
  }

  getParent(node: ModelNode): ModelNode | undefined {
    const facts = node.kind === 'model' ? this.store.find(node.id) : undefined;
    return facts && this.node('group', groupOf(facts));
  }

  dispose(): void {
    clearTimeout(this.timer);
    for (const registration of this.registrations) registration.dispose();
    this.view.dispose();
    this.changes.dispose();
  }

  private modelItem(id: string): vscode.TreeItem {
    const facts = this.store.find(id);
    if (!facts) return new vscode.TreeItem(id);
    const text = treeTextOf(facts, vscode.l10n, vscode.env.language);
    const item = new vscode.TreeItem(facts.listing.title);
    item.id = `model:${id}`;
    item.description = text.description;
    item.iconPath = new vscode.ThemeIcon(
      text.icon,
      text.color === undefined ? undefined : new vscode.ThemeColor(text.color),
    );
    const tooltip = new vscode.MarkdownString();
    tooltip.appendMarkdown('**').appendText(facts.listing.title).appendMarkdown('**');
    for (const line of text.lines) tooltip.appendMarkdown('\n\n').appendText(line);
    item.tooltip = tooltip;
    item.contextValue = text.context;
    item.accessibilityInformation = { label: [facts.listing.title, text.description].join(', ') };
    item.command = commandReference('whetstone.models.show', vscode.l10n.t('Show Models'), { id });
    return item;
  }

  private node(kind: 'model', id: string): ModelNode;
  private node(kind: 'group', id: ModelGroup): ModelNode;
  private node(kind: ModelNode['kind'], id: string): ModelNode {
    // The same object for the same thing: VS Code keeps selection and focus by it.
    const key = `${kind}:${id}`;
    const known = this.nodes.get(key) ?? (kind === 'group' ? { kind, id: id as ModelGroup } : { kind, id });
    this.nodes.set(key, known);
    return known;
  }

  private soon(): void {
    this.showBadge();
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      void runCommand('setContext', 'whetstone.modelsFailed', this.store.state.kind === 'failed');
      this.refresh();
    }, calmMs);
  }

  private refresh(): void {
    const { models } = this.store;
    if (shapeOf(models) !== this.shape || this.store.state.kind !== 'ready') {
      this.changes.fire(undefined);
      return;
    }
    for (const { listing } of models) this.changes.fire(this.node('model', listing.id));
  }

  private showBadge(): void {
    const value = this.store.downloads.length;
    if (value === (this.view.badge?.value ?? 0)) return;
    this.view.badge =
      value === 0 ? undefined : { value, tooltip: vscode.l10n.t('{0} models are being downloaded', value) };
  }
}

function groupItem(group: ModelGroup): vscode.TreeItem {
  const labels: Readonly<Record<ModelGroup, string>> = {
    downloads: vscode.l10n.t('Downloads'),
    installed: vscode.l10n.t('Installed'),
    available: vscode.l10n.t('Available'),
  };
  const item = new vscode.TreeItem(labels[group], vscode.TreeItemCollapsibleState.Expanded);
  item.id = `group:${group}`;
  item.contextValue = 'group';
  return item;
}

function shapeOf(models: readonly ModelFacts[]): string {
  return models.map((facts) => `${facts.listing.id}=${groupOf(facts)}${facts.used ? '!' : ''}`).join(' ');
}

function byTitle(left: ModelFacts, right: ModelFacts): number {
  return left.listing.title.localeCompare(right.listing.title, vscode.env.language);
}
