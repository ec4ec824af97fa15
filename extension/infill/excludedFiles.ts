import * as vscode from 'vscode';
import { readSetting } from '../contributions/configuration';

/** Decides which files the model never sees. Patterns are VS Code's globs; answers are kept until a setting changes. */
export class ExcludedFiles implements vscode.Disposable {
  private readonly answers = new Map<string, string | undefined>();
  private readonly subscription = vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration('whetstone')) this.answers.clear();
  });

  /** @returns the pattern that excludes the document, or undefined */
  patternFor(document: vscode.TextDocument): string | undefined {
    const key = document.uri.toString();
    if (!this.answers.has(key)) {
      if (this.answers.size > 1000) this.answers.clear();
      this.answers.set(key, findPattern(document));
    }
    return this.answers.get(key);
  }

  dispose(): void {
    this.subscription.dispose();
  }
}

function findPattern(document: vscode.TextDocument): string | undefined {
  const secrets = readSetting('whetstone.privacy.exclude');
  const patterns = [
    ...Object.keys(secrets).filter((glob) => secrets[glob]),
    ...readSetting('whetstone.infill.exclude', document),
  ];
  return patterns.find((pattern) => pattern !== '' && vscode.languages.match({ pattern }, document) > 0);
}
