import * as vscode from 'vscode';
import { commandReference } from '../contributions/commandRegistry';
import type { Silence } from '../infill/suggestionGate';

/** Says for the file in the editor why it gets no suggestions, where VS Code shows such things: at the language in the status bar. */
export class FileStatus implements vscode.Disposable {
  private readonly item = vscode.languages.createLanguageStatusItem('whetstone.file', '*');
  private readonly subscription = vscode.window.onDidChangeActiveTextEditor(() => this.render(undefined));

  constructor() {
    this.item.name = vscode.l10n.t('Whetstone Suggestions');
    this.render(undefined);
  }

  /** The latest decision for a document. */
  decided(document: vscode.TextDocument, silence: Silence | undefined): void {
    if (vscode.window.activeTextEditor?.document === document) this.render(silence);
  }

  dispose(): void {
    this.subscription.dispose();
    this.item.dispose();
  }

  private render(silence: Silence | undefined): void {
    // Passes with the next key: to offer the settings for it would only puzzle.
    const lasting = silence !== undefined && silence.kind !== 'justAccepted' && silence.kind !== 'withheld';
    this.item.text = lasting ? vscode.l10n.t('No suggestions here') : vscode.l10n.t('Suggestions on');
    this.item.detail = silence ? reasonFor(silence) : '';
    this.item.command = lasting
      ? commandReference('whetstone.openSettings', vscode.l10n.t('Settings'))
      : commandReference('whetstone.infill.toggleLanguage', vscode.l10n.t('Turn Off for This Language'));
  }
}

/** Why nothing is written here, as the end of a sentence. */
export function reasonFor(silence: Silence): string {
  switch (silence.kind) {
    case 'off':
      return vscode.l10n.t('turned off for this language');
    case 'onDemand':
      return vscode.l10n.t('only on demand');
    case 'readOnly':
      return vscode.l10n.t('the file cannot be written');
    case 'excluded':
      return vscode.l10n.t('excluded by the pattern {0}', silence.pattern);
    case 'severalCursors':
      return vscode.l10n.t('several cursors');
    case 'justAccepted':
      return vscode.l10n.t('the next one comes when you type');
    case 'comment':
      return vscode.l10n.t('inside a comment');
    case 'string':
      return vscode.l10n.t('inside a string');
    case 'binary':
      return vscode.l10n.t('not a text file');
    case 'withheld':
      return vscode.l10n.t('the last one was held back: {0} % likely', silence.percent);
  }
}
