import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { AgentTask, TraceRun } from '../../runtime/agent/protocol';
import { anyModelConfigured, currentProject } from '../budget/gatewaySettingsReader';
import { asRpcToken } from '../childProcess/rpcToken';
import { chatParticipant } from '../contributions/chatParticipant';
import { chatVendor } from '../contributions/chatVendor';
import { commandReference } from '../contributions/commandRegistry';
import { readSetting } from '../contributions/configuration';
import { RequestCancelledError, RuntimeRequestError } from '../runtimeProcess/errors';
import type { AgentClient } from './agentClient';
import { toAttachments } from './chatAttachments';
import { lastAnswer, metadataOf, toHistory, type AnswerMetadata } from './chatHistory';
import type { ChatPlaces } from './chatPlaces';
import { ChatRunView, endText } from './chatRunView';
import { escaped, inlineCode } from './fenced';

export interface ChatParticipantOptions {
  readonly agent: () => Promise<AgentClient>;
  readonly places: ChatPlaces;
  /** Whether a file is never shown to models. */
  readonly excluded: (uri: vscode.Uri) => boolean;
  /** Something is spent in the open workspace. */
  readonly onUsed: () => void;
  readonly log: vscode.LogOutputChannel;
}

interface Answering {
  readonly request: vscode.ChatRequest;
  readonly stream: vscode.ChatResponseStream;
  readonly token: vscode.CancellationToken;
  readonly conversation: string;
  readonly before: AnswerMetadata | undefined;
}

/** Answers what is asked of *@whetstone*. Loaded with the first question. */
export class ChatParticipant {
  /** Servers that wait for permission are named once a window. */
  private serversNamed = false;

  constructor(private readonly options: ChatParticipantOptions) {}

  async handle(
    request: vscode.ChatRequest,
    context: vscode.ChatContext,
    stream: vscode.ChatResponseStream,
    token: vscode.CancellationToken,
  ): Promise<vscode.ChatResult> {
    const before = lastAnswer(context.history, chatParticipant.id);
    const conversation = before?.conversation ?? randomUUID();
    const nothing = { conversation, run: undefined, status: undefined, text: '', changed: false };
    const answering = { request, stream, token, conversation, before };
    try {
      if (!vscode.workspace.isTrusted) return untrusted(stream, nothing);
      if (request.command === 'tools') return await this.listTools(stream, nothing);
      if (request.command === 'resume') return await this.resume(answering);
      if (!anyModelConfigured()) return withoutModel(stream, nothing);
      return await this.answer(answering, context);
    } catch (error) {
      if (error instanceof RequestCancelledError || token.isCancellationRequested) return { metadata: nothing };
      return { errorDetails: { message: errorText(error) }, metadata: nothing };
    }
  }

  followups(result: vscode.ChatResult): vscode.ChatFollowup[] {
    const metadata = metadataOf(result);
    switch (metadata?.status) {
      case 'steps':
        return [{ prompt: vscode.l10n.t('Continue') }];
      case 'interrupted':
        return [{ prompt: metadata.run ?? '', command: 'resume', label: vscode.l10n.t('Resume') }];
      case 'answered':
        return metadata.changed
          ? [
              { prompt: vscode.l10n.t('Run the tests of what you changed.') },
              { prompt: vscode.l10n.t('Show the git diff and explain it.'), command: 'readonly' },
            ]
          : [];
      default:
        return [];
    }
  }

  private async answer(answering: Answering, context: vscode.ChatContext): Promise<vscode.ChatResult> {
    const { request, stream, token, conversation } = answering;
    const { attachments, problems } = await toAttachments(request.references, this.options.excluded);
    for (const problem of problems) stream.markdown(`\n\n> ⚠ ${escaped(problem)}\n\n`);
    const project = currentProject()?.id;
    const task: AgentTask = {
      prompt: request.prompt,
      model: chosenModel(request),
      conversation,
      history: toHistory(context.history, chatParticipant.id),
      attachments,
      mode: request.command === 'readonly' ? 'read-only' : readSetting('whetstone.agent.mode'),
      maxSteps: readSetting('whetstone.agent.maxSteps'),
      localOnly: readSetting('whetstone.privacy.localOnly'),
      ...(project === undefined ? {} : { project }),
    };
    this.options.onUsed();
    const client = await this.options.agent();
    await this.nameServers(client, stream);
    return this.follow(answering, (show) => client.run(task, show, asRpcToken(token)));
  }

  private async resume(answering: Answering): Promise<vscode.ChatResult> {
    const { request, stream, token, conversation } = answering;
    const client = await this.options.agent();
    const named = request.prompt.trim();
    const runs = await client.listRuns(200);
    // Named by its id any run without an answer can be gone on with; without a name the last one that broke off.
    const run = runs.find(({ id, status }) => (named === '' ? status === 'interrupted' : id === named));
    if (!run) {
      stream.markdown(vscode.l10n.t('There is no interrupted run to go on with.'));
      return { metadata: { conversation, run: undefined, status: undefined, text: '', changed: false } };
    }
    stream.markdown(`> ${vscode.l10n.t('Going on with: {0}', escaped(run.title))}\n\n`);
    return this.follow({ ...answering, conversation: run.conversation }, (show) =>
      client.resume(run.id, show, asRpcToken(token)),
    );
  }

  /** Shows a run until it has ended. */
  private async follow(
    { request, stream, conversation }: Answering,
    go: (show: ChatRunView['show']) => Promise<TraceRun>,
  ): Promise<vscode.ChatResult> {
    const view = new ChatRunView(stream, vscode.l10n);
    const place = this.options.places.enter({ conversation, stream, token: request.toolInvocationToken });
    const result = (status: string | undefined): vscode.ChatResult & { readonly metadata: AnswerMetadata } => ({
      metadata: { conversation, run: view.run, status, text: view.text, changed: view.changed },
    });
    try {
      const run = await go((event) => view.show(event));
      stream.markdown(`\n\n> ${view.footer(run)}\n\n`);
      stream.button(commandReference('whetstone.traces.show', vscode.l10n.t('Show Trace'), { id: run.id }));
      const problem = endText(run, vscode.l10n);
      return { ...result(run.status), ...(problem === undefined ? {} : { errorDetails: { message: problem } }) };
    } catch (error) {
      if (error instanceof RequestCancelledError) return result('cancelled');
      const lost = error instanceof RuntimeRequestError && error.kind === 'crashed' && view.run !== undefined;
      this.options.log.warn(`A run of the agent ended with an error: ${errorText(error)}`);
      return { ...result(lost ? 'interrupted' : 'failed'), errorDetails: { message: errorText(error) } };
    } finally {
      view.close();
      place.dispose();
    }
  }

  private async listTools(stream: vscode.ChatResponseStream, metadata: AnswerMetadata): Promise<vscode.ChatResult> {
    const { tools, problems } = await (await this.options.agent()).tools();
    const lines = tools.map(
      ({ name, description, origin, risk, disabled }) =>
        `- ${inlineCode(name)} (${escaped(origin.title)}, ${risk}): ${escaped(disabled ?? firstSentence(description))}`,
    );
    stream.markdown(`${lines.join('\n')}\n\n`);
    for (const { origin, problem } of problems) {
      stream.markdown(`> ⚠ ${escaped(origin.title)}: ${escaped(problem)}\n\n`);
    }
    stream.button(commandReference('whetstone.agent.chooseTools', vscode.l10n.t('Choose Tools...')));
    stream.button(commandReference('whetstone.agent.manageServers', vscode.l10n.t('Manage MCP Servers...')));
    return { metadata };
  }

  private async nameServers(client: AgentClient, stream: vscode.ChatResponseStream): Promise<void> {
    if (this.serversNamed) return;
    this.serversNamed = true;
    const waiting = (await client.servers()).filter(({ status }) => status === 'not-allowed');
    if (waiting.length === 0) return;
    const names = waiting.map(({ name }) => inlineCode(name)).join(', ');
    stream.markdown(`> ${vscode.l10n.t('MCP servers that you have not allowed to start: {0}', names)}\n\n`);
    stream.button(commandReference('whetstone.agent.manageServers', vscode.l10n.t('Manage MCP Servers...')));
  }
}

/** The model of the chat's list when it is one of ours; VS Code always has one chosen, and it may be of another extension. */
function chosenModel({ model }: vscode.ChatRequest): string {
  return model.vendor === chatVendor.vendor ? model.id : readSetting('whetstone.agent.model').trim() || 'auto';
}

function untrusted(stream: vscode.ChatResponseStream, metadata: AnswerMetadata): vscode.ChatResult {
  stream.markdown(vscode.l10n.t('This workspace is not trusted, so nothing of it is read or run for an agent.'));
  stream.button(commandReference('workbench.trust.manage', vscode.l10n.t('Manage Workspace Trust')));
  return { metadata };
}

function withoutModel(stream: vscode.ChatResponseStream, metadata: AnswerMetadata): vscode.ChatResult {
  stream.markdown(
    vscode.l10n.t('No model is set up yet. A model that calls tools is needed: a file on this machine, or a provider.'),
  );
  stream.button(commandReference('whetstone.gateway.addProvider', vscode.l10n.t('Add Provider...')));
  return { metadata };
}

function errorText(error: unknown): string {
  if (error instanceof RuntimeRequestError) return `${error.message} ${error.action}`;
  return vscode.l10n.t('This did not work: {0}.', error instanceof Error ? error.message : String(error));
}

function firstSentence(text: string): string {
  return /^.*?[.!?](?=\s|$)/s.exec(text)?.[0] ?? text.slice(0, 200);
}
