import { strip } from '../../../locobench/reference/pythonText';
import type { SearchToJudge, SearchVerdict, SimulatedUser } from '../../users';
import type { Configuration } from './configuration';
import { searchSentences } from './feedback';
import { shuffled } from './seededStream';
import type { AskingTask, OptionCard, TaskAspect } from './task';

export interface SearchResult {
  readonly code: 'search_results' | 'search_repeat' | 'search_mismatch' | 'search_unrelated' | 'search_unavailable';
  readonly text: string;
  /** What the conversation keeps of it: not the options. */
  readonly summary: string;
  readonly reward: number;
}

export interface SearchDeskParts {
  readonly task: AskingTask;
  readonly user: Pick<SimulatedUser, 'judgeSearch'>;
  readonly configuration: Configuration;
  /** What a judge calls an aspect → its key. */
  readonly aspectOf: (named: string) => string;
  /** Of the options' choice and order, by aspect. */
  readonly randomFor: (aspect: string) => (below: number) => number;
}

/** Answers searches: one aspect's options for a search that names everything which the user asked for, and once. */
export class SearchDesk {
  private times = 0;
  private readonly open: string[];

  constructor(private readonly parts: SearchDeskParts) {
    this.open = parts.task.aspects.map(({ key }) => key);
  }

  get searches(): number {
    return this.times;
  }

  /** Aspects whose options were not shown yet. */
  get unsearched(): readonly string[] {
    return this.open;
  }

  async search(query: string, signal: AbortSignal): Promise<SearchResult> {
    const { task, user, configuration } = this.parts;
    const times = this.times + 1;
    const { searchFailureInterval: interval, referenceQuirks } = configuration;
    // The released code divides by an interval of 0, and so is always out of order.
    const isOutOfOrder = interval === 0 ? referenceQuirks !== undefined : times % interval === 0;
    const verdict = isOutOfOrder ? undefined : await user.judgeSearch(questionOf(task, query), signal);
    this.times = times;
    if (verdict === undefined) return told('search_unavailable', searchSentences.unavailable);
    if (verdict.kind === 'mismatch') return told('search_mismatch', searchSentences.mismatch);
    if (verdict.kind === 'unrelated') return told('search_unrelated', searchSentences.unrelated);
    return this.results(verdict);
  }

  private results(verdict: SearchVerdict): SearchResult {
    const { task, configuration } = this.parts;
    const named = verdict.kind === 'match' ? this.parts.aspectOf(strip(verdict.aspect.toLowerCase())) : undefined;
    const aspect = task.aspects.find(({ key }) => key === named);
    if (aspect === undefined) return told('search_unavailable', searchSentences.unavailable);
    const at = this.open.indexOf(aspect.key);
    if (at < 0) return told('search_repeat', searchSentences.repeat(aspect.names[0] ?? aspect.key));
    this.open.splice(at, 1);
    const lines = this.cards(aspect).map(({ line }) => line);
    return {
      code: 'search_results',
      text: [searchSentences.found, '', aspect.legend, '', ...lines].join('\n'),
      summary: `${searchSentences.found} Options of ${aspect.key} were shown.`,
      reward: configuration.searchCorrectReward,
    };
  }

  private cards({ key, options }: TaskAspect): readonly OptionCard[] {
    const random = this.parts.randomFor(key);
    const { wrongChoiceNumber, noiseChoiceNumber, referenceQuirks, dataMode } = this.parts.configuration;
    // The released code shows all options unless it draws its tasks itself.
    const isLimited = referenceQuirks === undefined || dataMode === 'random';
    const some = (list: readonly OptionCard[], limit: number) =>
      isLimited && list.length > limit ? shuffled(list, random).slice(0, limit) : list;
    const shown = [
      ...options.correct,
      ...some(options.wrong, wrongChoiceNumber),
      ...some(options.noise, noiseChoiceNumber),
    ];
    return shuffled(shown, random);
  }
}

const questions = new WeakMap<AskingTask, SearchToJudge['aspects']>();

function questionOf(task: AskingTask, query: string): SearchToJudge {
  const known = questions.get(task);
  const aspects =
    known ?? task.aspects.map(({ key, names, topics, arguments: given }) => ({ key, names, topics, arguments: given }));
  questions.set(task, aspects);
  return { query, aspects };
}

function told(code: SearchResult['code'], text: string): SearchResult {
  return { code, text, summary: text, reward: 0 };
}
