/** What a person reads before a call is run. No 'vscode': the translator is handed in. */
import { createTwoFilesPatch } from 'diff';
import type { ApprovalRequest, FileEdit, ToolRisk } from '../../runtime/agent/protocol';
import { escaped, fenced, inlineCode } from './fenced';

export interface Translate {
  t(message: string, ...args: readonly (string | number)[]): string;
}

/** Lines of a diff that are shown in place; the diff editor has all. */
const mostDiffLines = 60;
/** Characters of a command or of input that are shown: all of it, unless it is absurd. */
const mostCharacters = 20_000;

/** Markdown of a question: who wants what, what it may do, and exactly what would be done. */
export function approvalMarkdown(request: ApprovalRequest, l10n: Translate): string {
  const { title, tool, origin, risk } = request;
  return [
    `**${escaped(title)}** (${inlineCode(tool)}, ${escaped(origin.title)})`,
    riskText(risk, l10n),
    previewMarkdown(request, l10n),
    l10n.t('"Always in This Workspace" covers: {0}', escaped(request.covers)),
  ].join('\n\n');
}

/** The same for a dialog, which shows no Markdown. */
export function approvalPlainText(request: ApprovalRequest, l10n: Translate): string {
  const { preview, risk, input, covers } = request;
  const what =
    preview.kind === 'edits'
      ? preview.edits.map((edit) => editSummary(edit, l10n)).join('\n')
      : preview.kind === 'command'
        ? `${preview.command}\n${l10n.t('in {0}', preview.folder)}\n${preview.note}`
        : JSON.stringify(input, null, 2);
  return [
    riskText(risk, l10n),
    what.slice(0, mostCharacters),
    l10n.t('"Always in This Workspace" covers: {0}', covers),
  ].join('\n\n');
}

/** E.g. "src/a.ts: +3 −1". */
export function editSummary({ path, before, after }: FileEdit, l10n: Translate): string {
  if (before === undefined) return l10n.t('{0}: new, {1} lines', path, lineCount(after ?? ''));
  if (after === undefined) return l10n.t('{0}: deleted, {1} lines', path, lineCount(before));
  const lines = patchLines(before, after);
  const count = (sign: string): number => lines.filter((line) => line.startsWith(sign)).length;
  return `${path}: +${count('+')} −${count('-')}`;
}

function riskText(risk: ToolRisk, l10n: Translate): string {
  switch (risk) {
    case 'read':
      return l10n.t('It reads files of the workspace.');
    case 'write':
      return l10n.t('It changes files of the workspace. You can undo it.');
    case 'execute':
      return l10n.t('It runs a program in the sandbox.');
    case 'network':
      return l10n.t('It reaches a server or a program that is not ours, which may do anything.');
  }
}

function previewMarkdown({ preview, input }: ApprovalRequest, l10n: Translate): string {
  switch (preview.kind) {
    case 'edits':
      return preview.edits
        .map((edit) => `${escaped(editSummary(edit, l10n))}\n\n${fenced(shortPatch(edit, l10n), 'diff')}`)
        .join('\n');
    case 'command':
      return [
        fenced(preview.command.slice(0, mostCharacters), 'sh'),
        l10n.t('in {0}', inlineCode(preview.folder, 400)),
        escaped(preview.note),
      ].join('\n\n');
    case 'input':
      return fenced(JSON.stringify(input, null, 2).slice(0, mostCharacters), 'json');
  }
}

function shortPatch({ before = '', after = '' }: FileEdit, l10n: Translate): string {
  const lines = patchLines(before, after);
  if (lines.length <= mostDiffLines) return lines.join('\n');
  const left = lines.length - mostDiffLines;
  return [...lines.slice(0, mostDiffLines), l10n.t('... and {0} more lines: open the diff', left)].join('\n');
}

/** Lines of a unified diff without its head. */
function patchLines(before: string, after: string): readonly string[] {
  const lines = createTwoFilesPatch('', '', before, after, '', '', { context: 2 }).split('\n');
  const head = lines.findIndex((line) => line.startsWith('@@'));
  if (head < 0) return [];
  return lines.slice(head, lines.at(-1) === '' ? -1 : undefined);
}

function lineCount(text: string): number {
  return text === '' ? 0 : text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
}
