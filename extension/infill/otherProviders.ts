import * as vscode from 'vscode';
import { writeSetting } from '../contributions/configuration';
import { namesOfProviders } from './knownProviders';

/** Under this key the names that the user was asked about are kept. */
const askedKey = 'whetstone.askedAboutProviders';

/**
 * VS Code asks all providers at once, and they replace each other's suggestions. When another one is active the user is asked what
 * to do, once for each; nothing of the others is ever changed from here.
 */
export class OtherProviders {
  private asking = false;

  constructor(private readonly memory: vscode.Memento) {}

  /** Names of active extensions that suggest code too. */
  static active(): readonly string[] {
    const active = vscode.extensions.all.filter(({ id, isActive }) => isActive && !silencedCopilot(id));
    return namesOfProviders(active.map(({ id }) => id));
  }

  /** Asks when there is something new to ask about. Call when a suggestion was made: not before it matters. */
  async askOnce(): Promise<void> {
    if (this.asking) return;
    const asked = this.memory.get<readonly string[]>(askedKey, []);
    const others = OtherProviders.active().filter((name) => !asked.includes(name));
    if (others.length === 0) return;
    this.asking = true;
    await this.memory.update(askedKey, [...asked, ...others]);
    const both = vscode.l10n.t('Keep Both');
    const onDemand = vscode.l10n.t('Whetstone Only on Demand');
    const off = vscode.l10n.t('Turn Whetstone Off');
    const chosen = await vscode.window.showInformationMessage(
      vscode.l10n.t(
        '{0} suggests code too, and the suggestions of two extensions replace each other. What should Whetstone do?',
        others.join(', '),
      ),
      both,
      onDemand,
      off,
    );
    if (chosen === onDemand) await writeSetting('whetstone.infill.trigger', 'onDemand');
    if (chosen === off) await writeSetting('whetstone.infill.enable', false);
    this.asking = false;
  }
}

/** Copilot comes with VS Code and is also active for its chat alone. */
function silencedCopilot(id: string): boolean {
  const enabled: unknown = vscode.workspace.getConfiguration('github.copilot').get('enable');
  const everywhere = typeof enabled === 'object' && enabled !== null && '*' in enabled ? enabled['*'] : true;
  return /^github\.copilot/i.test(id) && everywhere === false;
}
