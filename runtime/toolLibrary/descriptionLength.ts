import type { ToolRecord } from './types';
import type { TokenCounter } from './tokenCounter';

/** What a tool collection takes to write down, in tokens. */
export interface DescriptionLength {
  /** Public functions and what they need. */
  readonly library: number;
  /** Functions under old names that only call the library. */
  readonly adapters: number;
  /** Files that call tools and declare none: scripts, tests. */
  readonly callSites: number;
  /** What a model must be shown to use the library. */
  readonly schemas: number;
  /** library + adapters + callSites + lambda · schemas */
  readonly total: number;
}

export interface LengthParts {
  readonly library: readonly string[];
  readonly adapters: readonly string[];
  readonly callSites: readonly string[];
  readonly schemas: readonly string[];
}

/**
 * D = tokens(library) + tokens(adapters) + tokens(call sites) + lambda · tokens(schemas): a stand-in for minimum description length that needs no model.
 * Of two refactorings that keep all behaviour the one with the smaller D is better.
 */
export function descriptionLength(parts: LengthParts, count: TokenCounter, lambda = 1): DescriptionLength {
  const sum = (texts: readonly string[]) => texts.reduce((total, text) => total + count(text), 0);
  const [library, adapters, callSites, schemas] = [
    sum(parts.library),
    sum(parts.adapters),
    sum(parts.callSites),
    sum(parts.schemas),
  ];
  return { library, adapters, callSites, schemas, total: library + adapters + callSites + lambda * schemas };
}

export interface CollectionParts {
  readonly tools: readonly Pick<ToolRecord, 'deprecated' | 'source'>[];
  /** Text by path of all source files. */
  readonly texts: ReadonlyMap<string, string>;
  /** Of each tool that a model is shown. */
  readonly schemas: readonly string[];
}

/** The parts of a collection's files: deprecated tools are adapters, files without tools are call sites, the rest is the library. */
export function partsOfCollection({ tools, texts, schemas }: CollectionParts): LengthParts {
  const adapters: string[] = [];
  const library: string[] = [];
  const callSites: string[] = [];
  for (const [path, text] of texts) {
    const declared = tools.filter(({ source }) => source?.path === path);
    if (declared.length === 0) {
      callSites.push(text);
      continue;
    }
    // From the end, so that places before stay true. What lies in another adapter is cut with it.
    const cuts = declared
      .flatMap(({ deprecated, source }) => (deprecated === true && source !== undefined ? [source] : []))
      .sort((one, other) => other.start - one.start || one.end - other.end);
    let rest = text;
    let before = Infinity;
    for (const { start, end } of cuts) {
      if (end > before) continue;
      adapters.push(text.slice(start, end));
      rest = rest.slice(0, start) + rest.slice(end);
      before = start;
    }
    library.push(rest);
  }
  return { library, adapters, callSites, schemas };
}
