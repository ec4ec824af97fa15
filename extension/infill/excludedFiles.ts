import * as vscode from 'vscode';
import { readSetting } from '../contributions/configuration';

/** Answers kept; more than the files of which sources are asked for at a time. */
const mostAnswers = 10_000;

/** Decides which files the model never sees. Patterns are VS Code's globs; answers are kept until a setting changes. */
export class ExcludedFiles implements vscode.Disposable {
  private readonly answers = new Map<string, string | undefined>();
  private readonly subscription = vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration('whetstone')) this.answers.clear();
  });

  /** @returns the pattern that excludes the document, or undefined */
  patternFor(document: vscode.TextDocument): string | undefined {
    return this.find(document.uri.toString(), document);
  }

  /** @returns the pattern that excludes a file that need not be open, or undefined */
  patternForUri(uri: vscode.Uri): string | undefined {
    // Patterns look at the URI only, and a document selector is the one place where VS Code matches globs.
    return this.find(uri.toString(), { uri, languageId: '' } as vscode.TextDocument);
  }

  dispose(): void {
    this.subscription.dispose();
  }

  private find(key: string, document: vscode.TextDocument): string | undefined {
    if (!this.answers.has(key)) {
      if (this.answers.size > mostAnswers) this.answers.clear();
      this.answers.set(key, findPattern(document));
    }
    return this.answers.get(key);
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
