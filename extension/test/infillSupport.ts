/** What the suites about suggestions share: opening documents with a cursor, waiting, and the extension's test interface. */
import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { TestApi } from '../testApi';

const extensionId = 'whetstone.whetstone';
/** The first request starts a process and loads the model, on a machine that may be busy. */
const patienceMs = 40_000;

/** The test interface; needs WHETSTONE_TEST=1 in the environment of VS Code. */
export async function testApi(): Promise<TestApi> {
  const extension = vscode.extensions.getExtension<TestApi | undefined>(extensionId);
  assert.ok(extension);
  const api = await extension.activate();
  assert.ok(api, 'activate() gave no test interface: is WHETSTONE_TEST=1 set?');
  return api;
}

export const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Prints a figure among the results: the mark tells it from the log of a served VS Code. */
export function report(line: string): void {
  console.log(`${process.env.WHETSTONE_OUTPUT_MARK ?? ''}      ${line}`);
}

/** Waits until something holds; fails with what was waited for. */
export async function until<T>(
  what: string,
  get: () => T | undefined | false | Promise<T | undefined | false>,
  limitMs = patienceMs,
): Promise<T> {
  const deadline = Date.now() + limitMs;
  for (;;) {
    const value = await get();
    if (value !== undefined && value !== false) return value;
    if (Date.now() > deadline) assert.fail(`waited ${limitMs} ms in vain: ${what}`);
    await pause(20);
  }
}

/** A folder outside the workspace, for files that a test makes. */
export const scratch = mkdtempSync(path.join(os.tmpdir(), 'whetstone-suite-'));

export function scratchFile(name: string, text: string): vscode.Uri {
  const file = path.join(scratch, name);
  writeFileSync(file, text);
  return vscode.Uri.file(file);
}

/** Shows a document with the cursor where `‸` stands in the text. */
export async function openText(text: string, language: string, eol = vscode.EndOfLine.LF): Promise<vscode.TextEditor> {
  const content = text.replace('‸', '');
  const editor = await showNew(language, content);
  const { document } = editor;
  if (document.eol !== eol) await editor.edit((edit) => edit.setEndOfLine(eol));
  putCursor(editor, document.positionAt(offsetOf(text, eol)));
  return editor;
}

/**
 * Shows a new document. On a busy machine VS Code may give it the name of one that was just closed, and with it what reverting has left
 * of that: nothing. Then the next one is tried.
 */
async function showNew(language: string, content: string): Promise<vscode.TextEditor> {
  for (let attempt = 1; ; attempt++) {
    const document = await vscode.workspace.openTextDocument({ language, content });
    const editor = await vscode.window.showTextDocument(document);
    if (document.getText() === content) return editor;
    assert.ok(attempt < 5, `a new document holds ${JSON.stringify(document.getText())}`);
    await pause(200);
  }
}

/** Shows a file with the cursor at its end. */
export async function openFile(uri: vscode.Uri): Promise<vscode.TextEditor> {
  const editor = await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
  const last = editor.document.lineAt(editor.document.lineCount - 1);
  putCursor(editor, last.range.end);
  return editor;
}

export function putCursor(editor: vscode.TextEditor, position: vscode.Position): void {
  editor.selection = new vscode.Selection(position, position);
  editor.revealRange(editor.selection);
}

export async function type(text: string): Promise<void> {
  await vscode.commands.executeCommand('type', { text });
}

/** Asks for a suggestion as a person does, and waits for it. @returns the alternatives, best first */
export async function suggest(api: TestApi): Promise<readonly string[]> {
  await pause(100);
  await vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
  return until('a suggestion', () => {
    const status = api.status();
    assert.notEqual(status.kind, 'error', status.detail);
    const texts = api.standing();
    return texts.length > 0 && texts;
  });
}

/** Asks for a suggestion and waits until it was decided to make none. */
export async function suggestInVain(api: TestApi): Promise<NonNullable<ReturnType<TestApi['silence']>>> {
  await pause(100);
  await vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
  return until('a reason for silence', () => api.silence(), 5000);
}

/** Accepts the whole suggestion that stands, as Tab does, and waits for its text. */
export async function commit(api: TestApi, editor: vscode.TextEditor): Promise<string> {
  const [text] = api.standing();
  assert.ok(text);
  const before = editor.document.getText().length;
  // The widget shows what the provider returned a moment later.
  await until(
    'the accepted text',
    async () => {
      await vscode.commands.executeCommand('editor.action.inlineSuggest.commit');
      await pause(50);
      return editor.document.getText().length > before;
    },
    5000,
  );
  return text;
}

/** Sets a setting for the user until the returned function is called. */
export async function set(key: string, value: unknown): Promise<() => Promise<void>> {
  const configuration = vscode.workspace.getConfiguration();
  const before: unknown = configuration.inspect(key)?.globalValue;
  await configuration.update(key, value, vscode.ConfigurationTarget.Global);
  return async () => {
    await vscode.workspace.getConfiguration().update(key, before, vscode.ConfigurationTarget.Global);
  };
}

export async function closeAll(): Promise<void> {
  for (const editor of vscode.window.visibleTextEditors) {
    if (editor.document.isUntitled) {
      await vscode.window.showTextDocument(editor.document);
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    }
  }
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}

function offsetOf(text: string, eol: vscode.EndOfLine): number {
  const before = text.slice(0, Math.max(0, text.indexOf('‸')));
  return eol === vscode.EndOfLine.CRLF ? before.replace(/\n/g, '\r\n').length : before.length;
}
