/**
 * The search of choice mode. A query is resolved, not judged: it finds something where it names an aspect, a file or a line that belongs to
 * the task and was not shown before.
 */
import { seededStream, shuffled } from '../../environments/protocol/seededStream';
import { occurs, plain, stems } from '../matcher/words';
import type { DesignCard, TaskAspect, WorkspaceTask } from '../types';

export const SEARCH_REWARD = 0.2;
/** Places that one search shows; the next one of the same aspect goes on. */
const PLACES = 8;
/** Shorter queries stand in lines by accident. */
const SHORTEST_QUOTE = 4;
const LONGEST_QUERY = 1_000;

export interface SearchOutcome {
  readonly code: 'search_results' | 'search_repeat' | 'search_unrelated' | 'search_unavailable';
  readonly text: string;
  /** For the conversation that the user's judge sees. */
  readonly summary: string;
  readonly reward: number;
}

interface Place {
  readonly path: string;
  /** `path:line: text`, or the path alone for a file that the change would touch. */
  readonly shown: string;
}

export class EvidenceSearch {
  private times = 0;
  private valid = 0;
  private readonly shownPlaces = new Set<string>();
  private readonly shownCards = new Set<string>();

  /** @param outage every so many searches nothing is found; 0: never */
  constructor(
    private readonly task: WorkspaceTask,
    private readonly seed: number,
    private readonly outage: number,
  ) {}

  get searches(): number {
    return this.times;
  }

  get validSearches(): number {
    return this.valid;
  }

  search(query: string): SearchOutcome {
    this.times += 1;
    if (this.outage > 0 && this.times % this.outage === 0) {
      return told('search_unavailable', 'The search is out of order at the moment. Try again.');
    }
    const found = this.resolve(query.slice(0, LONGEST_QUERY));
    if (found.length === 0) {
      const text =
        'Nothing that belongs to this change was found. Search for one of its aspects, or for a file or a line of code that it concerns.';
      return told('search_unrelated', text);
    }
    const aspect = found.find((each) => this.hasMore(each));
    if (aspect === undefined) {
      return told('search_repeat', `All that there is on ${found[0]!.title} was shown before; it has not changed.`);
    }
    this.valid += 1;
    return this.results(aspect);
  }

  /** Aspects that the query is about, the likeliest first. */
  private resolve(query: string): TaskAspect[] {
    const words = stems(plain(query));
    const quote = query.trim().toLowerCase();
    const scored = this.task.aspects.map((aspect) => ({ aspect, score: scoreOf(aspect, words, quote) }));
    const [best] = scored.map(({ score }) => score).sort((left, right) => right - left);
    // Only those that it fits best: to name all aspects at once shows no more than to name one.
    return scored.filter(({ score }) => score > 0 && score === best).map(({ aspect }) => aspect);
  }

  private hasMore(aspect: TaskAspect): boolean {
    return !this.shownCards.has(aspect.key) || this.newPlaces(aspect).length > 0;
  }

  private newPlaces(aspect: TaskAspect): Place[] {
    return placesOf(aspect).filter(({ shown }) => !this.shownPlaces.has(shown));
  }

  private results(aspect: TaskAspect): SearchOutcome {
    const places = this.newPlaces(aspect).slice(0, PLACES);
    for (const { shown } of places) this.shownPlaces.add(shown);
    const first = !this.shownCards.has(aspect.key);
    this.shownCards.add(aspect.key);
    const lines = [
      `Found for: ${aspect.title}.`,
      ...(places.length === 0
        ? ['The repository has nothing on it yet.']
        : ['In the repository:', ...places.map(({ shown }) => `  ${shown}`)]),
      ...(first ? ['', ...this.cardLines(aspect)] : ['The designs were shown before.']),
    ];
    const summary = `Places of the repository${first ? ` and designs` : ''} for ${aspect.title} were shown.`;
    return { code: 'search_results', text: lines.join('\n'), summary, reward: SEARCH_REWARD };
  }

  private cardLines(aspect: TaskAspect): string[] {
    const cards = shuffled(cardsOf(aspect), seededStream(this.seed, `cards ${aspect.key}`));
    if (cards.length === 0) return ['There are no designs for it.'];
    return [
      `Designs (${cards.length}), each with the id to answer with:`,
      ...cards.flatMap(({ id, title, diff }) => ['', `${id}: ${title}`, diff.trimEnd()]),
    ];
  }
}

/** All of an aspect; the best first. */
export function cardsOf({ options }: Pick<TaskAspect, 'options'>): readonly DesignCard[] {
  return options === undefined ? [] : [options.best, ...options.correct, ...options.wrong, ...options.noise];
}

function scoreOf(aspect: TaskAspect, words: readonly string[], quote: string): number {
  const { mustMention, evidencePaths } = aspect.search;
  const terms = new Map([aspect.key, ...mustMention].map((term) => [stems(term).join(' '), stems(term)]));
  const named = [...terms.values()].filter((term) => occurs(term, words)).length;
  const paths = new Set([...evidencePaths, ...placesOf(aspect).map(({ path }) => path)]);
  const files = [...paths].filter((path) => quote.includes(path.toLowerCase())).length;
  const quoted =
    quote.length >= SHORTEST_QUOTE &&
    aspect.preferences.some(({ evidence }) => evidence.some(({ text }) => text.toLowerCase().includes(quote)));
  return named + 2 * files + (quoted ? 1 : 0);
}

const placesByAspect = new WeakMap<TaskAspect, readonly Place[]>();

function placesOf(aspect: TaskAspect): readonly Place[] {
  const known = placesByAspect.get(aspect);
  if (known !== undefined) return known;
  const sites = aspect.preferences.flatMap(({ evidence }) =>
    evidence.map(({ path, line, text }) => ({ path, shown: `${path}:${line}: ${oneLine(text)}` })),
  );
  const inSites = new Set(sites.map(({ path }) => path));
  const targets = aspect.search.evidencePaths
    .filter((path) => !inSites.has(path))
    .map((path) => ({ path, shown: path }));
  const places = [...new Map([...sites, ...targets].map((place) => [place.shown, place])).values()];
  placesByAspect.set(aspect, places);
  return places;
}

/** A line of the repository cannot look like one of ours. */
function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
}

function told(code: SearchOutcome['code'], text: string): SearchOutcome {
  return { code, text, summary: text, reward: 0 };
}
