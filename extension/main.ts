import { monitorEventLoopDelay } from 'node:perf_hooks';
import * as vscode from 'vscode';
import { agentCommands } from './agent/agentCommands';
import { AgentFeature } from './agent/agentFeature';
import { budgetCommands } from './budget/budgetCommands';
import { BudgetFeature } from './budget/budgetFeature';
import { ChatFeature } from './chat/chatFeature';
import { EditorModels } from './chat/editorModels';
import { registerCommands, runCommand } from './contributions/commandRegistry';
import { walkthroughId } from './contributions/walkthrough';
import { ActivityLog } from './infill/activityLog';
import { ActivityPanel } from './infill/activityPanel';
import { evaluationCommands } from './evaluation/evaluationCommands';
import { EvaluationFeature } from './evaluation/evaluationFeature';
import { InfillFeature } from './infill/infillFeature';
import { modelCommands } from './models/modelCommands';
import { ModelsFeature } from './models/modelsFeature';
import { ProvidersFeature } from './providers/providersFeature';
import { RewriteFeature } from './rewrite/rewriteFeature';
import { RuntimeService } from './runtimeService';
import { StatusBar } from './status/statusBar';
import { statusOf } from './status/statusModel';
import { StatusStore } from './status/statusStore';
import type { TestApi } from './testApi';
import { DuplicatesFeature } from './toolLibrary/diagnostics/duplicatesFeature';
import { ToolLibraryFeature } from './toolLibrary/toolLibraryFeature';

/** What must be written and ended before VS Code goes on; set by `activate`. */
let endGracefully: () => Promise<void> = () => Promise.resolve();

/** Composes the features, and does nothing else. Everything that costs time is loaded when it is first used. */
export function activate(context: vscode.ExtensionContext): TestApi | undefined {
  const start = performance.now();
  const log = vscode.window.createOutputChannel('Whetstone', { log: true });
  const status = new StatusStore();
  const statusBar = new StatusBar(status);
  const activity = new ActivityLog({
    folder: context.globalStorageUri.fsPath,
    onProblem: (message) => log.warn(message),
  });
  const runtime = new RuntimeService({
    extensionPath: context.extensionPath,
    storage: context.globalStorageUri.fsPath,
    log,
    onState: (state) => status.update({ runtime: state }),
    onNotice: (message) => {
      log.warn(message);
      status.update({ notice: message });
    },
  });
  const infill = new InfillFeature({
    ...{ runtime, status, activity, log, memory: context.globalState, extensionPath: context.extensionPath },
    onAccepted: (document, start, text) => rewrite.suggestionAccepted(document, start, text),
  });
  const rewrite = new RewriteFeature(infill);
  const models = new ModelsFeature({ context, runtime, status, log });
  const providers = new ProvidersFeature({ runtime, status, log });
  const editorModels = new EditorModels(context.languageModelAccessInformation);
  const budget = new BudgetFeature({
    ...{ context, log, hostGenerate: editorModels.generate },
    hostModels: () => editorModels.chosen(),
  });
  const chat = new ChatFeature({ memory: context.globalState, log, budget, editorModels });
  const agent = new AgentFeature({ context, log, budget });
  const evaluation = new EvaluationFeature({ context, log, budget });
  const toolLibrary = new ToolLibraryFeature({ context, log, consent: evaluation.consent, budget, agent });
  const duplicates = new DuplicatesFeature({ memory: context.workspaceState, log, library: toolLibrary });
  const panel = new ActivityPanel({
    extensionUri: context.extensionUri,
    log: activity,
    tryInfill: () => void infill.trigger(),
    report: (message) => log.warn(message),
  });
  const restart = async (): Promise<void> => {
    infill.forget();
    status.update({ notice: undefined });
    (await runtime.current)?.restart();
  };
  let activationMs = 0;
  const diagnose = async (): Promise<void> => {
    const { showDiagnosis } = await import('./diagnose/diagnosis');
    await showDiagnosis({ extension: context.extension, activationMs, status, runtime, activity, infill });
  };
  const commands = registerCommands({
    'whetstone.infill.trigger': () => infill.trigger(),
    'whetstone.infill.toggle': () => infill.toggle(),
    'whetstone.infill.toggleLanguage': (languageId) => infill.toggleLanguage(languageId),
    'whetstone.infill.snooze': (minutes = 5) => infill.snooze(minutes),
    'whetstone.infill.resetCalibration': () => infill.resetCalibration(),
    'whetstone.infill.accepted': (accepted) => infill.accepted(accepted),
    'whetstone.rewrite.regenerate': (options) => rewrite.regenerate(options),
    'whetstone.rewrite.fillGaps': () => rewrite.fillGaps(),
    'whetstone.rewrite.polish': (options) => rewrite.polish(options),
    'whetstone.rewrite.regenerateToken': (part) => rewrite.regenerateToken(part),
    'whetstone.rewrite.accept': () => rewrite.accept(),
    'whetstone.rewrite.discard': () => rewrite.discard(),
    'whetstone.rewrite.another': () => rewrite.another(),
    'whetstone.rewrite.previous': () => rewrite.previous(),
    'whetstone.rewrite.keepMore': () => rewrite.slide(1),
    'whetstone.rewrite.keepLess': () => rewrite.slide(-1),
    'whetstone.rewrite.chooseKeep': () => rewrite.choose(),
    'whetstone.rewrite.showDiff': () => rewrite.showDiff(),
    'whetstone.rewrite.toggleConfidence': () => rewrite.toggleConfidence(),
    'whetstone.rewrite.hideConfidence': () => rewrite.hideConfidence(),
    ...modelCommands(models),
    ...budgetCommands(budget),
    ...agentCommands(agent),
    ...evaluationCommands(evaluation),
    'whetstone.toolLibrary.show': (target) => toolLibrary.show(target?.group),
    'whetstone.toolLibrary.showDuplicates': () => duplicates.showAll(),
    'whetstone.toolLibrary.tellAgain': () => duplicates.tellAgain(),
    'whetstone.toolLibrary.merge': (places) => duplicates.merge(places),
    'whetstone.toolLibrary.compareSources': (one, other) => duplicates.compareSources(one, other),
    'whetstone.toolLibrary.meantToDiffer': (places) => duplicates.meant.add(places),
    'whetstone.gateway.useEditorModels': () => chat.useEditorModels(),
    'whetstone.infill.showActivity': () => showActivity(activity, panel, log),
    'whetstone.showStatus': () => statusBar.showList(),
    'whetstone.tryProviders': () => providers.tryAll(),
    'whetstone.diagnose': diagnose,
    'whetstone.restartRuntime': restart,
    'whetstone.showLog': () => log.show(),
    'whetstone.openSettings': async () => {
      await runCommand('workbench.action.openSettings', `@ext:${context.extension.id}`);
    },
    'whetstone.openWalkthrough': async () => {
      await runCommand('workbench.action.openWalkthrough', `${context.extension.id}#${walkthroughId}`, false);
    },
  });
  context.subscriptions.push(
    log,
    status,
    statusBar,
    infill,
    rewrite,
    models,
    providers,
    budget,
    chat,
    agent,
    evaluation,
    toolLibrary,
    duplicates,
    panel,
    commands,
  );
  endGracefully = async () => {
    await Promise.all([activity.dispose(), runtime.dispose()]);
  };
  activationMs = performance.now() - start;
  log.info(`Activated in ${activationMs.toFixed(1)} ms.`);
  if (process.env.WHETSTONE_TEST !== '1') return undefined;
  return testApi({
    activationMs,
    storage: context.globalStorageUri.fsPath,
    infill,
    rewrite,
    models,
    budget,
    agent,
    evaluation,
    toolLibrary,
    duplicates,
    status,
    statusBar,
    activity,
    runtime,
  });
}

export function deactivate(): Promise<void> {
  return endGracefully();
}

/** The history is read from disk when someone wants to see it. */
async function showActivity(activity: ActivityLog, panel: ActivityPanel, log: vscode.LogOutputChannel): Promise<void> {
  try {
    await activity.load();
  } catch (error) {
    log.warn(`The history of suggestions cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  panel.show();
}

function testApi(parts: {
  readonly activationMs: number;
  readonly storage: string;
  readonly infill: InfillFeature;
  readonly rewrite: RewriteFeature;
  readonly models: ModelsFeature;
  readonly budget: BudgetFeature;
  readonly agent: AgentFeature;
  readonly evaluation: EvaluationFeature;
  readonly toolLibrary: ToolLibraryFeature;
  readonly duplicates: DuplicatesFeature;
  readonly status: StatusStore;
  readonly statusBar: StatusBar;
  readonly activity: ActivityLog;
  readonly runtime: RuntimeService;
}): TestApi {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const milliseconds = (nanoseconds: number): number => nanoseconds / 1e6;
  return {
    activationMs: parts.activationMs,
    storage: parts.storage,
    modelCalls: () => parts.infill.modelCalls,
    asks: () => parts.infill.asks,
    status: () => ({ ...statusOf(parts.status.facts, Date.now()), ...parts.statusBar.view }),
    entries: () => parts.activity.entries(),
    standing: () => parts.infill.standing,
    silence: () => parts.infill.silence,
    outcomes: () => parts.infill.calibration?.outcomes.reduce((sum, { n }) => sum + n, 0) ?? 0,
    sources: () => [...parts.infill.sourcePaths],
    pieces: (document) => parts.infill.pieces.known(document),
    repositoryState: () => parts.infill.pieces.state,
    rewrite: () => parts.rewrite.view,
    models: () => parts.models.view,
    acceptLicence: (model, textSha256) => parts.models.acceptLicence(model, textSha256),
    removeModel: (model) => parts.models.removeUnasked(model),
    budget: () => parts.budget.view,
    setBudget: (budget) => parts.budget.write(budget),
    storeKey: (provider, key) => parts.budget.keys.store(provider, key),
    gateway: () => parts.budget.gateway(),
    agent: () => parts.agent.agent(),
    chat: parts.agent.handle,
    approvals: () => parts.agent.approvals.waiting,
    revokeApprovals: () => parts.agent.revokeApprovals(),
    rememberedApprovals: () => parts.agent.memory.approvals,
    functionsServers: () => parts.agent.functionsServers(),
    traces: () => parts.agent.traces.content,
    locobench: (benchmark) => parts.evaluation.content(benchmark),
    evaluation: () => parts.evaluation.client(),
    allowExecution: () => parts.evaluation.consent.give(),
    executionAllowed: () => parts.evaluation.consent.given,
    toolLibrary: parts.toolLibrary,
    duplicates: parts.duplicates,
    queueSecrets: parts.evaluation.queueSecrets,
    scenarioTests: () => parts.evaluation.tests.list(),
    runtime: async () => (await parts.runtime.current)?.state ?? { kind: 'stopped' },
    eventLoopDelay: () => {
      const seen = {
        p50: milliseconds(delay.percentile(50)),
        p99: milliseconds(delay.percentile(99)),
        max: milliseconds(delay.max),
      };
      delay.reset();
      return seen;
    },
  };
}
