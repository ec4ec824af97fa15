/** What the suites about the agent share: a scripted model, files of the workspace, and an answer of the chat that is looked at. */
import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { FakeAnswer, FakeRequest } from '../../runtime/gateway/testing/fakeProvider';
import type { TestApi } from '../testApi';
import { chatModel } from './gatewaySupport';
import { until } from './infillSupport';

/** A call of the scripted model. */
export function call(name: string, input: object): FakeAnswer {
  return {
    text: [],
    toolCalls: [{ id: `call-${name}`, name, input: JSON.stringify(input) }],
    usage: { input: 200, output: 20 },
  };
}

export function say(...text: readonly string[]): FakeAnswer {
  return { text, usage: { input: 200, output: 10 } };
}

/** The answers of the model one after the other: which one comes is told by the results that it has had since the last question. */
export function script(...answers: readonly FakeAnswer[]): (request: FakeRequest) => FakeAnswer {
  return ({ body }) => {
    const turns = messagesOf(body);
    const asked = turns.findLastIndex(({ role }) => role === 'user');
    const done = turns.slice(asked).filter(({ role }) => role === 'tool').length;
    return answers[Math.min(done, answers.length - 1)] ?? say('Nothing is left to say.');
  };
}

/** What the tools answered, as the model was told. */
export function toolResults(request: FakeRequest | undefined): readonly string[] {
  return messagesOf(request?.body)
    .filter(({ role }) => role === 'tool')
    .map(({ content }) => (typeof content === 'string' ? content : JSON.stringify(content)));
}

interface Turn {
  readonly role: string;
  readonly content: unknown;
}

function messagesOf(body: FakeRequest['body']): readonly Turn[] {
  return (body?.messages ?? []) as readonly Turn[];
}

export function workspaceFolder(): string {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder);
  return folder.uri.fsPath;
}

const made: string[] = [];

/** A file of the workspace, until `removeFiles`. */
export async function workspaceFile(name: string, text: string): Promise<vscode.Uri> {
  const file = path.join(workspaceFolder(), name);
  await vscode.workspace.fs.createDirectory(vscode.Uri.file(path.dirname(file)));
  await writeFile(file, text);
  made.push(file);
  return vscode.Uri.file(file);
}

export async function removeFiles(): Promise<void> {
  for (const file of made.splice(0)) await rm(file, { force: true });
}

/** An answer of the chat as it is written: what VS Code is told, part by part. */
export class RecordedAnswer {
  readonly parts: string[] = [];
  readonly buttons: vscode.Command[] = [];
  readonly progress: string[] = [];

  get text(): string {
    return this.parts.join('');
  }

  /** The parts of VS Code's stream that this product uses. */
  get stream(): vscode.ChatResponseStream {
    const stream: Pick<vscode.ChatResponseStream, 'markdown' | 'button' | 'progress'> = {
      markdown: (value) => void this.parts.push(typeof value === 'string' ? value : value.value),
      button: (command) => void this.buttons.push(command),
      progress: (value) => void this.progress.push(value),
    };
    return stream as vscode.ChatResponseStream;
  }
}

export interface Asked {
  readonly answer: RecordedAnswer;
  readonly source: vscode.CancellationTokenSource;
  readonly result: Promise<vscode.ChatResult | undefined>;
}

/** Asks *@whetstone* as VS Code does, and looks at the answer as it comes. */
export async function askAgent(
  api: TestApi,
  prompt: string,
  changes: { readonly command?: string; readonly references?: readonly vscode.ChatPromptReference[] } = {},
  history: vscode.ChatContext['history'] = [],
): Promise<Asked> {
  const answer = new RecordedAnswer();
  const source = new vscode.CancellationTokenSource();
  // The type of the token says that none can be made: VS Code alone makes them, and for what is asked in the chat view alone.
  const request = {
    ...{ prompt, command: undefined, references: [], toolReferences: [], toolInvocationToken: undefined },
    ...changes,
    model: await chatModel('auto'),
  } as unknown as vscode.ChatRequest;
  const answered = Promise.resolve(api.chat(request, { history }, answer.stream, source.token));
  return { answer, source, result: answered.then((result) => result ?? undefined) };
}

/** The question that waits for an answer of the user. */
export function waitingApproval(api: TestApi): Promise<ReturnType<TestApi['approvals']>[number]> {
  return until('a question for approval', () => api.approvals()[0]);
}

export async function answerApproval(
  id: string,
  choice: 'once' | 'conversation' | 'workspace' | 'refuse',
): Promise<void> {
  await vscode.commands.executeCommand('whetstone.agent.answerApproval', { id, choice });
}
