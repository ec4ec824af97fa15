import * as vscode from 'vscode';
import type { Status, StatusFacts } from './statusModel';

/** How a status looks and reads. The words stand beside the icon: never colour or shape alone. */
export interface StatusView {
  /** For the status bar; begins with an icon and the name. */
  readonly label: string;
  /** One word or two. */
  readonly name: string;
  /** A sentence on why it is so, '' when there is nothing to explain. */
  readonly detail: string;
}

const icons: Readonly<Record<Status['kind'], string>> = {
  off: '$(circle-slash)',
  error: '$(warning)',
  snoozed: '$(bell-slash)',
  loading: '$(loading~spin)',
  downloading: '$(cloud-download)',
  thinking: '$(sync~spin)',
  ready: '$(sparkle)',
};

export function viewOf(status: Status, facts: StatusFacts): StatusView {
  const name = nameOf(status);
  const percent =
    status.kind === 'downloading' && status.percent !== undefined ? vscode.l10n.t('{0} %', status.percent) : '';
  const latency = status.kind === 'ready' || status.kind === 'thinking' ? latencyText(facts.latencyMs) : '';
  return {
    label: [icons[status.kind], 'Whetstone', latency, percent].filter(Boolean).join(' '),
    name,
    detail: [detailOf(status, facts), runnerText(status, facts), facts.notice, downloadText(facts)]
      .filter(Boolean)
      .join(' '),
  };
}

function nameOf(status: Status): string {
  switch (status.kind) {
    case 'off':
      return vscode.l10n.t('Off');
    case 'error':
      return vscode.l10n.t('Error');
    case 'snoozed':
      return vscode.l10n.t('Snoozed');
    case 'loading':
      return vscode.l10n.t('Loading the model');
    case 'downloading':
      return vscode.l10n.t('Downloading a model');
    case 'thinking':
      return vscode.l10n.t('Thinking');
    case 'ready':
      return vscode.l10n.t('Ready');
  }
}

function detailOf(status: Status, facts: StatusFacts): string {
  switch (status.kind) {
    case 'off':
      if (status.why === 'editor')
        return vscode.l10n.t('VS Code shows no inline suggestions: "editor.inlineSuggest.enabled" is off.');
      return facts.activeLanguage === undefined
        ? vscode.l10n.t('Suggestions are turned off.')
        : vscode.l10n.t('Suggestions are turned off for {0}.', facts.activeLanguage);
    case 'error':
      return `${status.problem.message} ${status.problem.action}`;
    case 'snoozed':
      return status.until === undefined
        ? vscode.l10n.t('VS Code does not ask for suggestions: they are snoozed, or another setting keeps them back.')
        : vscode.l10n.t(
            'Suggestions of all extensions are snoozed until {0}.',
            new Date(status.until).toLocaleTimeString(),
          );
    case 'loading':
      return vscode.l10n.t('The model starts in its own process.');
    case 'downloading':
    case 'thinking':
    case 'ready':
      return facts.model === undefined
        ? vscode.l10n.t('The model is loaded when you first type.')
        : vscode.l10n.t('Model {0}, last answer in {1}.', facts.model, latencyText(facts.latencyMs));
  }
}

function runnerText({ kind }: Status, { runsOn }: StatusFacts): string {
  return runsOn !== undefined && (kind === 'ready' || kind === 'thinking')
    ? vscode.l10n.t('It runs on {0}.', runsOn)
    : '';
}

/** A download goes on whatever else the item shows. */
function downloadText({ downloading, downloadPercent }: StatusFacts): string {
  if (downloading === undefined) return '';
  return downloadPercent === undefined
    ? vscode.l10n.t('{0} is being downloaded.', downloading)
    : vscode.l10n.t('{0} is being downloaded: {1} %.', downloading, downloadPercent);
}

function latencyText(milliseconds: number | undefined): string {
  if (milliseconds === undefined) return '';
  return milliseconds < 1000
    ? vscode.l10n.t('{0} ms', Math.round(milliseconds))
    : vscode.l10n.t('{0} s', (milliseconds / 1000).toFixed(1));
}
