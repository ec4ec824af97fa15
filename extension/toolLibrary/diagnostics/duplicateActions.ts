import * as vscode from 'vscode';
import type { DuplicateFinding, DuplicatePlace } from '../../../runtime/toolLibrary/duplicates/protocol';
import { commandReference } from '../../contributions/commandRegistry';
import { diagnosticOf, type DuplicateDiagnostics } from './duplicateDiagnostics';
import { uriInFolder } from './followedDocuments';

/** Others that are offered by name; the page shows all of a group. */
const mostOffered = 3;

const { QuickFix, RefactorRewrite } = vscode.CodeActionKind;

/** What can be done about a function that doubles others. What cannot succeed is not offered. */
export class DuplicateActions implements vscode.CodeActionProvider {
  static readonly kinds: readonly vscode.CodeActionKind[] = [QuickFix, RefactorRewrite];

  constructor(private readonly diagnostics: DuplicateDiagnostics) {}

  provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
    { only }: vscode.CodeActionContext,
  ): vscode.CodeAction[] {
    const findings = this.diagnostics.at(document, range);
    // Asked for refactorings alone, e.g. by its menu: there merging is one.
    if (only !== undefined && (RefactorRewrite.contains(only) || only.contains(RefactorRewrite))) {
      return findings.flatMap((finding) => merges(finding, RefactorRewrite));
    }
    return findings.flatMap((finding) => [...merges(finding, QuickFix), ...looks(finding), dismissal(finding)]);
  }
}

function merges(finding: DuplicateFinding, kind: vscode.CodeActionKind): vscode.CodeAction[] {
  const { tool, others, mergeable } = finding;
  if (!vscode.workspace.isTrusted || hasUnsaved(tool)) return [];
  return others
    .filter((other) => mergeable.includes(other.id) && !hasUnsaved(other))
    .slice(0, mostOffered)
    .map((other) => {
      const title = vscode.l10n.t('Merge with {0}...', nameOf(other, tool));
      const action = new vscode.CodeAction(title, kind);
      action.command = commandReference('whetstone.toolLibrary.merge', title, [tool, other]);
      if (kind === QuickFix) action.diagnostics = [diagnosticOf(finding)];
      return action;
    });
}

function looks(finding: DuplicateFinding): vscode.CodeAction[] {
  const { tool, others, group } = finding;
  const compared = others.slice(0, mostOffered).map((other) => {
    const title = vscode.l10n.t('Compare Side by Side with {0}', nameOf(other, tool));
    return quickFix(finding, commandReference('whetstone.toolLibrary.compareSources', title, tool, other));
  });
  if (group === undefined) return compared;
  const title = vscode.l10n.t('Show in Tool Library');
  return [...compared, quickFix(finding, commandReference('whetstone.toolLibrary.show', title, { group }))];
}

function dismissal(finding: DuplicateFinding): vscode.CodeAction {
  const title = vscode.l10n.t('These Are Meant to Differ: Do Not Tell Again');
  const places = [finding.tool, ...finding.others];
  return quickFix(finding, commandReference('whetstone.toolLibrary.meantToDiffer', title, places));
}

function quickFix(finding: DuplicateFinding, command: vscode.Command): vscode.CodeAction {
  const action = new vscode.CodeAction(command.title, QuickFix);
  action.command = command;
  action.diagnostics = [diagnosticOf(finding)];
  return action;
}

function nameOf(other: DuplicatePlace, tool: DuplicatePlace): string {
  return other.path === tool.path ? other.name : vscode.l10n.t('{0} in {1}', other.name, other.path);
}

/** Merging goes by what is on the disk. */
function hasUnsaved({ path }: DuplicatePlace): boolean {
  const { fsPath } = uriInFolder(path);
  return vscode.workspace.textDocuments.some(({ uri, isDirty }) => isDirty && uri.fsPath === fsPath);
}
