/** What the parts of a tool library say to each other: tools as they are found, groups of them, what running shows, and what became of each. */

/** A JSON Schema, draft 2020-12 or 7, as tool lists hold it. */
export type JsonSchema = Readonly<Record<string, unknown>>;

export type ToolKind = 'python' | 'typescript' | 'javascript' | 'schema' | 'mcp';

/** What a tool may do besides computing its answer. `unknown`: it calls code that we do not see. */
export type ToolEffect = 'files' | 'network' | 'process' | 'clock' | 'random' | 'state' | 'unknown';

export interface ToolParameter {
  readonly name: string;
  readonly schema: JsonSchema;
  /** The type as the source writes it. */
  readonly type?: string;
  readonly required: boolean;
  /** Value of the default where it is a literal; `undefined` also where there is one that is none. */
  readonly default?: unknown;
  readonly description?: string;
  /** How a call passes it: Python's `*`, `/`, `*args`, `**kwargs`; a field of JavaScript's one options object. */
  readonly passing?: 'positional' | 'keyword' | 'rest' | 'keywordRest' | 'field';
}

export interface ToolExample {
  /** By parameter name. */
  readonly arguments: Readonly<Record<string, unknown>>;
  /** Canonical text of the result (`execution/canonicalValue`), where the source tells it. */
  readonly expected?: string;
  readonly origin: 'docstring' | 'test' | 'callSite' | 'user' | 'generated';
}

export interface ToolSource {
  /** From the collection's root, with `/`. */
  readonly path: string;
  /** UTF-16 code units of the whole declaration, decorators and documentation comment included. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly exported: boolean;
  readonly asynchronous: boolean;
  /** Name to reach it by in its module: `name`, `Class.name`, `default`. Missing where nothing outside can call it. */
  readonly access?: string;
}

/** One callable as every later step sees it, whatever it came from. */
export interface ToolRecord {
  /** 16 hexadecimal digits of SHA-256 of kind, path, access and text: the same tool again has the same one. */
  readonly id: string;
  readonly kind: ToolKind;
  readonly name: string;
  /** First sentence of the description. */
  readonly summary: string;
  readonly description: string;
  readonly parameters: readonly ToolParameter[];
  readonly returns?: { readonly schema?: JsonSchema; readonly type?: string; readonly description?: string };
  /** Empty: pure, as far as its text and that of its helpers tell. */
  readonly effects: readonly ToolEffect[];
  /** Missing for tools of a running server. Those that are declared by a schema alone have their place, and no `access`. */
  readonly source?: ToolSource;
  readonly dependencies: {
    /** Names in the same file that it uses. */
    readonly helpers: readonly string[];
    /** Modules as the source names them. */
    readonly imports: readonly string[];
  };
  readonly examples: readonly ToolExample[];
  /** Marked by its source as something not to be used any longer, as adapters under old names are. */
  readonly deprecated?: boolean;
  /** What made it a tool: `function`, `@tool`, `registerTool`, `openai`, `anthropic`, `mcp:<server>`, … */
  readonly provenance: string;
}

/** What could not be taken in, for people: a file that does not parse, a list that is no list of tools. */
export interface CollectionProblem {
  readonly path: string;
  readonly line?: number;
  readonly problem: string;
}

/** What a running MCP server said that it has, as it said it. */
export interface ServerTools {
  readonly server: string;
  readonly tools: readonly {
    readonly name: string;
    readonly description: string;
    readonly inputSchema: Readonly<Record<string, unknown>>;
  }[];
  /** Why it has none, or not all. */
  readonly problem?: string | undefined;
}

export interface ToolCollection {
  readonly root: string;
  readonly tools: readonly ToolRecord[];
  readonly problems: readonly CollectionProblem[];
}

/** What running a tool on seeded arguments shows. */
export type Fingerprint =
  | {
      readonly status: 'run';
      /** Hash of all canonical results, in the order of the cases. Equal for tools that answer alike on the same cases. */
      readonly hash: string;
      /** Order in which the cases' arguments went to the parameters where that is not the declared one (indices). */
      readonly order?: readonly number[];
      readonly cases: number;
      /** Share of cases that raised, from 0 to 1. */
      readonly raised: number;
      /** Processor time of its calls, the lesser of two runs, where it is noticeable: tools with one hash can be told apart by it. */
      readonly seconds?: number;
    }
  | { readonly status: 'skipped'; readonly reason: string };

/** Nodes of the dendrogram: leaves 0 … n - 1 are tools in the collection's order, node n + i is made by merge i. */
export interface Dendrogram {
  readonly leaves: number;
  /** Heights (1 - similarity, from 0 to 1) do not fall. */
  readonly merges: readonly {
    readonly left: number;
    readonly right: number;
    readonly height: number;
    readonly size: number;
  }[];
}

export interface ToolGroup {
  /** Stable for the same members. */
  readonly id: string;
  readonly topic: string;
  readonly members: readonly string[];
  /** `duplicates`: equal behaviour and like meaning. `possibleBug`: equal behaviour, other meaning. `related`: like each other, no more is known. `constants`: one code, but for constants. */
  readonly relation: 'duplicates' | 'possibleBug' | 'related' | 'constants';
}

/** `identical`: pure, and its cases notice seeded faults. `weak`: they do not notice enough. `unverified`: nothing was run. */
export type Verdict = 'identical' | 'weak' | 'unverified' | 'rejected';

export interface Counterexample {
  readonly arguments: Readonly<Record<string, unknown>>;
  /** Canonical texts. */
  readonly before: string;
  readonly after: string;
}

export interface LadderStep {
  readonly step:
    'parse' | 'types' | 'coverage' | 'replay' | 'property' | 'mutation' | 'workspaceTests' | 'reviewer' | 'human';
  readonly outcome: 'passed' | 'failed' | 'skipped';
  readonly detail: string;
  readonly counterexample?: Counterexample;
}

/** What a verification found of one original tool against what stands in its place. */
export interface Verification {
  readonly tool: string;
  readonly verdict: Verdict;
  readonly steps: readonly LadderStep[];
  /** Calls whose results were compared. */
  readonly cases: number;
  /** A few of them for people and for tests: examples, then those by which most faults are noticed. Results are canonical texts. */
  readonly samples?: readonly VerifiedCall[];
}

export interface VerifiedCall {
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly result: string;
}

/** How a call of an old tool is written with the library. */
export interface CoverageEntry {
  readonly tool: string;
  readonly outcome: 'merged' | 'kept' | 'rejected';
  /** Public function of the library that answers now; the tool's own name where it was kept. */
  readonly into: string;
  /** Parameter of `into` -> parameter of the old tool, or a fixed value. */
  readonly arguments: Readonly<Record<string, { readonly from: string } | { readonly value: unknown }>>;
  readonly reason?: string;
}

/** Every tool of a collection exactly once. */
export interface CoverageMap {
  readonly form: 'whetstone-tool-coverage-1';
  readonly entries: readonly CoverageEntry[];
}
