import * as vscode from 'vscode';
import type { Attachment } from '../../runtime/agent/protocol';
import { workspaceRoots } from './agentConfig';
import { asWritten } from './workspacePaths';

/** Characters of one attachment, and of all together. */
const mostOfOne = 60_000;
const mostOfAll = 200_000;

/**
 * What the user attached to a question: files, selections, texts. Files that are never shown to models are named and left out.
 * @param excluded whether the privacy settings exclude a file
 */
export async function toAttachments(
  references: readonly vscode.ChatPromptReference[],
  excluded: (uri: vscode.Uri) => boolean,
): Promise<{ readonly attachments: readonly Attachment[]; readonly problems: readonly string[] }> {
  const attachments: Attachment[] = [];
  const problems: string[] = [];
  let room = mostOfAll;
  for (const { value, id, modelDescription } of references) {
    try {
      const attachment = await read(value, modelDescription ?? id, excluded);
      if (attachment === undefined) continue;
      if ('problem' in attachment) {
        problems.push(attachment.problem);
        continue;
      }
      const { title, text } = attachment;
      const kept = text.slice(0, Math.min(mostOfOne, room));
      room -= kept.length;
      if (kept.length < text.length) {
        problems.push(vscode.l10n.t('{0} is long: its first {1} characters are attached.', title, kept.length));
      }
      attachments.push({ title, text: kept });
    } catch (error) {
      problems.push(
        vscode.l10n.t('An attachment cannot be read: {0}', error instanceof Error ? error.message : String(error)),
      );
    }
  }
  return { attachments, problems };
}

async function read(
  value: unknown,
  name: string,
  excluded: (uri: vscode.Uri) => boolean,
): Promise<Attachment | { readonly problem: string } | undefined> {
  if (typeof value === 'string') return value === '' ? undefined : { title: name, text: value };
  const place = value instanceof vscode.Uri ? { uri: value, range: undefined } : value;
  if (!isPlace(place)) return undefined;
  const { uri, range } = place;
  const title = asWritten(uri.fsPath, workspaceRoots());
  if (excluded(uri)) {
    return { problem: vscode.l10n.t('{0} is not attached: the setting whetstone.privacy.exclude excludes it.', title) };
  }
  const { type } = await vscode.workspace.fs.stat(uri);
  if (type === vscode.FileType.Directory) {
    const entries = await vscode.workspace.fs.readDirectory(uri);
    const lines = entries.map(([entry, kind]) => (kind === vscode.FileType.Directory ? `${entry}/` : entry));
    return { title: `${title}/`, text: lines.sort().join('\n') };
  }
  const document = await vscode.workspace.openTextDocument(uri);
  if (range === undefined) return { title, text: document.getText() };
  return { title: `${title}:${range.start.line + 1}-${range.end.line + 1}`, text: document.getText(range) };
}

function isPlace(value: unknown): value is { readonly uri: vscode.Uri; readonly range: vscode.Range | undefined } {
  return typeof value === 'object' && value !== null && 'uri' in value && value.uri instanceof vscode.Uri;
}
