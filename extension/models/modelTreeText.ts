/** How a model looks in the tree: words and icons, without VS Code, so that every state can be tested. */
import type { ModelAct } from '../../webviews/models/protocol';
import { actsOf } from './modelActs';
import { problemOf, shareDone, type ModelFacts } from './modelFacts';
import { stateTexts } from './modelsStrings';
import { percentText, sizeText } from './sizes';

interface Translator {
  t(message: string, ...args: readonly (string | number)[]): string;
}

export interface ModelTreeText {
  /** Beside the title. */
  readonly description: string;
  /** Id of a theme icon: its shape tells the state. */
  readonly icon: string;
  /** Id of a theme colour that repeats what the shape says. */
  readonly color: string | undefined;
  /** Lines of the hover. */
  readonly lines: readonly string[];
  /** For menus: `model`, the state, and each act that can be done, e.g. "model installed can-use can-verify". */
  readonly context: string;
}

export type ModelGroup = 'downloads' | 'installed' | 'available';

/** Where a model stands in the tree. */
export function groupOf({ listing }: ModelFacts): ModelGroup {
  switch (listing.state) {
    case 'downloading':
    case 'partial':
      return 'downloads';
    case 'installed':
    case 'broken':
      return 'installed';
    case 'available':
      return 'available';
  }
}

export function treeTextOf(facts: ModelFacts, l10n: Translator, locale: string): ModelTreeText {
  const { listing } = facts;
  const problem = problemOf(facts);
  const { main, more } = actsOf(facts);
  const acts: readonly ModelAct[] = [
    ...(main ? [main] : []),
    ...more,
    ...(listing.licence ? ['licence' as const] : []),
  ];
  return {
    description: descriptionOf(facts, l10n, locale),
    ...iconOf(facts),
    lines: [
      ...(listing.goodFor === undefined ? [] : [listing.goodFor]),
      memoryLine(facts, l10n, locale),
      ...(listing.licence ? [l10n.t('Licence: {0}', listing.licence.name)] : []),
      ...(listing.folder === undefined ? [] : [listing.folder]),
      ...(facts.remark === undefined ? [] : [facts.remark]),
      ...(problem ? [problem.message, problem.action] : []),
    ],
    context: ['model', listing.state, ...acts.map((act) => `can-${act}`)].join(' '),
  };
}

function descriptionOf(facts: ModelFacts, l10n: Translator, locale: string): string {
  const { listing, used, work } = facts;
  const texts = stateTexts(l10n);
  const { download } = listing;
  const share = shareDone(facts);
  const percent = share === undefined ? [] : [percentText(share, locale)];
  if (work) return [...percent, `${texts.works[work.kind]}...`].join(' · ');
  if (listing.state === 'downloading' && download) {
    const phase = texts.phases[download.phase];
    const pace = download.phase === 'downloading' && download.bytesPerSecond > 0;
    const speed = pace ? [l10n.t('{0} a second', sizeText(download.bytesPerSecond, locale))] : [];
    // How far it is stands first: a narrow side bar cuts off the end.
    return [...percent, phase, ...speed, ...(download.waiting ? [download.waiting] : [])].join(' · ');
  }
  const problem = problemOf(facts) ? [l10n.t('problem')] : [];
  switch (listing.state) {
    case 'available': {
      const size = listing.downloadBytes === undefined ? [] : [sizeText(listing.downloadBytes, locale)];
      return [...problem, ...size, ...(listing.licence ? [listing.licence.name] : [])].join(' · ');
    }
    case 'partial':
      return [texts.states.partial, ...percent, ...problem].join(' · ');
    case 'installed':
    case 'broken': {
      const state = used ? [texts.used] : listing.state === 'broken' ? [texts.states.broken] : [];
      const precision = listing.precision === undefined ? [] : [listing.precision];
      return [...state, ...precision, sizeText(listing.bytes, locale)].join(' · ');
    }
    case 'downloading':
      return texts.states.downloading;
  }
}

function iconOf(facts: ModelFacts): Pick<ModelTreeText, 'icon' | 'color'> {
  const { listing, used, work } = facts;
  if (work) return { icon: 'loading~spin', color: undefined };
  if (listing.state === 'downloading') return { icon: 'sync~spin', color: undefined };
  if (listing.state === 'broken') return { icon: 'error', color: 'list.errorForeground' };
  if (problemOf(facts)) return { icon: 'warning', color: 'list.warningForeground' };
  if (listing.state === 'partial') return { icon: 'debug-pause', color: undefined };
  if (listing.state === 'available') return { icon: 'cloud', color: undefined };
  return used ? { icon: 'pass-filled', color: 'charts.green' } : { icon: 'package', color: undefined };
}

function memoryLine({ listing }: ModelFacts, l10n: Translator, locale: string): string {
  const { verdict, memoryNeeded, precision, memoryTotal } = listing.fit;
  if (memoryNeeded === undefined) return l10n.t('How much memory it needs is not known.');
  const sizes = [sizeText(memoryNeeded, locale), precision, sizeText(memoryTotal, locale)] as const;
  switch (verdict) {
    case 'fits':
      return l10n.t('Fits: needs {0} as {1}, of {2} here.', ...sizes);
    case 'tight':
      return l10n.t('Tight: needs {0} as {1}, of {2} here.', ...sizes);
    case 'too-large':
      return l10n.t('Does not fit: needs {0} as {1}, of {2} here.', ...sizes);
    case 'unknown':
      return l10n.t('How much memory it needs is not known.');
  }
}
