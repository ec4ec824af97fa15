import os from 'node:os';
import * as vscode from 'vscode';
import type { ProviderReport } from '../../runtime/protocol';
import { readSetting } from '../contributions/configuration';
import { settings } from '../contributions/settings';
import type { SettingKey } from '../contributions/settings';
import type { ActivityLog } from '../infill/activityLog';
import type { InfillFeature } from '../infill/infillFeature';
import { OtherProviders } from '../infill/otherProviders';
import { binEnds } from '../infill/suggestionChanceCalibration';
import type { RuntimeService } from '../runtimeService';
import { statusOf } from '../status/statusModel';
import type { StatusStore } from '../status/statusStore';
import { diagnosisText } from './diagnosisText';
import type { DiagnosisSection } from './diagnosisText';

export interface DiagnosisOptions {
  readonly extension: vscode.Extension<unknown>;
  readonly activationMs: number;
  readonly status: StatusStore;
  readonly runtime: RuntimeService;
  readonly activity: ActivityLog;
  readonly infill: InfillFeature;
}

const scheme = 'whetstone-diagnosis';

/** Collects the facts and opens them as a page that cannot be changed: closing it asks nothing. */
export async function showDiagnosis(options: DiagnosisOptions): Promise<void> {
  const sections = [
    hostSection(options),
    stateSection(options),
    chanceSection(options),
    await runtimeSection(options),
    await providerSection(options),
    settingSection(),
  ];
  const text = diagnosisText(sections);
  // A name of its own each time, because VS Code keeps what it has once read.
  const time = new Date().toTimeString().slice(0, 8).replaceAll(':', '.');
  const uri = vscode.Uri.from({ scheme, path: `/Whetstone Diagnosis ${time}.md` });
  const provider = vscode.workspace.registerTextDocumentContentProvider(scheme, {
    provideTextDocumentContent: () => text,
  });
  try {
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, { preview: true });
  } finally {
    provider.dispose();
  }
}

function hostSection({ extension, activationMs }: DiagnosisOptions): DiagnosisSection {
  const { version } = extension.packageJSON as { readonly version?: string };
  return {
    title: 'Host',
    facts: [
      ['Whetstone', version],
      ['VS Code', `${vscode.version} (${vscode.env.appName}, ${vscode.env.appHost})`],
      [
        'Extension runs',
        extension.extensionKind === vscode.ExtensionKind.UI ? 'beside the window' : 'where the workspace is',
      ],
      ['Remote', vscode.env.remoteName ?? 'no'],
      ['activate() (ms)', Math.round(activationMs * 10) / 10],
      ['Node', `${process.versions.node}, modules ${process.versions.modules}`],
      ['System', `${os.platform()} ${os.release()} ${os.arch()}`],
      ['Processor', `${os.cpus().length} x ${os.cpus()[0]?.model ?? 'unknown'}`],
      ['Memory (GiB)', Math.round(os.totalmem() / 2 ** 30)],
      ['Workspace trusted', vscode.workspace.isTrusted],
    ],
  };
}

function stateSection({ status, infill, activity }: DiagnosisOptions): DiagnosisSection {
  const { facts } = status;
  const current = statusOf(facts, Date.now());
  const { shown, accepted, latency } = activity.summary();
  return {
    title: 'Suggestions',
    facts: [
      ['State', current.kind],
      ['Last error', facts.problem ? `${facts.problem.message} ${facts.problem.action}` : 'none'],
      ['Why nothing was suggested last', infill.silence && Object.values(infill.silence).join(', ')],
      ['VS Code asked', infill.asks],
      ['Requests to the model', infill.modelCalls],
      ['Last latency (ms)', facts.latencyMs === undefined ? undefined : Math.round(facts.latencyMs)],
      ['Shown', shown],
      ['Withheld as too uncertain, since the start', infill.withheld],
      ['Accepted', accepted ? `${Math.round(accepted.value * 100)} %` : undefined],
      ['Latency p50 / p95 (ms)', latency ? `${Math.round(latency.p50)} / ${Math.round(latency.p95)}` : undefined],
      ['Language of the editor', facts.activeLanguage],
      ['editor.inlineSuggest.enabled', facts.editorShows],
      ['Other active providers', OtherProviders.active().join(', ') || 'none'],
    ],
  };
}

/** How often suggestions came true on this machine, beside how often they should have; older ones count less. */
function chanceSection({ infill }: DiagnosisOptions): DiagnosisSection {
  const { calibration } = infill;
  const percent = (share: number): string => `${Math.round(share * 100)} %`;
  const bins = calibration?.outcomes ?? [];
  const sum = (key: 'n' | 'predicted' | 'kept'): number => bins.reduce((total, bin) => total + bin[key], 0);
  const fact = (n: number, predicted: number, kept: number): string | undefined =>
    n < 0.5 ? undefined : `${percent(predicted / n)} / ${percent(kept / n)} of ${Math.round(n)}`;
  return {
    title: 'Chances of suggestions: predicted / kept',
    facts: [
      ['All', fact(sum('n'), sum('predicted'), sum('kept'))],
      ...bins.map(({ n, predicted, kept }, index): [string, string | undefined] => [
        `up to ${percent(binEnds[index] ?? 1)}`,
        fact(n, predicted, kept),
      ]),
      ...[0.2, 0.4, 0.6].map((chance): [string, string | undefined] => [
        `${percent(chance)} of the model counts here as`,
        calibration && percent(calibration.correct(chance)),
      ]),
    ],
  };
}

async function runtimeSection({ runtime }: DiagnosisOptions): Promise<DiagnosisSection> {
  const client = await runtime.current;
  const status = await client?.status().catch(() => undefined);
  const state = client?.state;
  return {
    title: 'Runtime',
    facts: [
      ['State', state?.kind ?? 'not needed yet'],
      ['Message', state && 'message' in state ? `${state.message} ${state.action}` : undefined],
      ['Process', status?.pid],
      ['Resident (MiB)', status && Math.round(status.residentBytes / 2 ** 20)],
      ['Threads', status?.threads],
      ...(status?.models ?? []).flatMap((model): [string, string | number][] => [
        ['Model', `${model.id} (${model.family}, ${(model.parameters / 1e6).toFixed(1)} M parameters)`],
        ['Folder', model.folder],
        ['Loading (ms)', Math.round(model.loadMs)],
        ['Weights', model.quantisation ?? 'unknown'],
        [
          'Runs on',
          `${model.provider ?? 'cpu'}${model.providerReason === undefined ? '' : `: ${model.providerReason}`}`,
        ],
        ['Longest pass expected (ms)', model.longestPassMs === undefined ? 'short' : Math.round(model.longestPassMs)],
        ['Calibration that came with it', model.gate ? `fitted on ${model.gate.n} suggestions` : 'none'],
      ]),
    ],
  };
}

/** What can run models here, as far as it was tried; asks no driver. */
async function providerSection({ runtime, status }: DiagnosisOptions): Promise<DiagnosisSection> {
  const client = await runtime.current;
  // Facts are no reason to start a process.
  const known =
    client?.state.kind === 'ready' ? await client.providers({ probe: 'never' }).catch(() => undefined) : undefined;
  return {
    title: 'Execution providers',
    facts: [
      ['Last notice', status.facts.notice ?? 'none'],
      ['Tried', known ? (known.probedAt ?? 'not yet') : 'known while the runtime runs'],
      ['Fastest that works, for weights that suit it', known?.chosen],
      ...(known?.providers ?? []).map((report): [string, string] => [report.name, providerText(report)]),
    ],
  };
}

function providerText({ state, reason, format, difference, contextMs, stepMs }: ProviderReport): string {
  const facts = [
    state,
    reason,
    format && `with ${format}`,
    difference !== undefined && `differs by ${(100 * difference).toFixed(1)} %`,
    contextMs !== undefined &&
      stepMs !== undefined &&
      `256 rows ${contextMs.toFixed(1)} ms, step ${stepMs.toFixed(1)} ms`,
  ];
  return facts.filter(Boolean).join('; ');
}

function settingSection(): DiagnosisSection {
  const keys = Object.keys(settings) as SettingKey[];
  return {
    title: 'Settings',
    facts: keys.map((key) => {
      const value = JSON.stringify(readSetting(key));
      return [key, value === JSON.stringify(settings[key].default) ? 'default' : value];
    }),
  };
}
