import type { FollowedFile } from '../extraction';
import { TfidfModel, toolText, type SparseVector } from '../retrieval';
import { differing, sameCode, sameShape } from './codeGroups';
import { FileStates } from './fileStates';
import { KeyedTools } from './keyedTools';
import { knownTool, mayMerge, type KnownTool } from './knownTool';
import { reasonOf } from './reasonOf';
import { ResultGroups } from './resultGroups';
import type { Duplicate, DuplicateFinding, DuplicateKind, LearntResults } from './types';

type Groups = readonly (readonly KnownTool[])[];

/** All tools of a folder by what makes them doubles of each other. One file is exchanged at a time. */
export class DuplicateIndex {
  private readonly tools = new Map<string, KnownTool>();
  private readonly files = new Map<string, readonly KnownTool[]>();
  private readonly states = new FileStates();
  private readonly code = new KeyedTools<Groups>(
    ({ codeKey }) => codeKey,
    (tools) => sameCode(tools, this.vectorOf),
  );
  private readonly shapes = new KeyedTools<Groups>(
    ({ shapeKey }) => shapeKey,
    (tools) => sameShape(tools, this.vectorOf),
  );
  private readonly results = new ResultGroups(this.states, this.tools);
  private words = new TfidfModel([]);
  private vectors = new WeakMap<KnownTool, SparseVector>();

  /** Number of tools. */
  get size(): number {
    return this.tools.size;
  }

  /** A file as it is now, in the place of what was known of it. @throws GrammarsMissingError */
  async set(file: FollowedFile): Promise<void> {
    const known: KnownTool[] = [];
    for (const record of file.tools) {
      const tool = await knownTool(record, file.text ?? '', this.tools.get(record.id));
      if (tool !== undefined) known.push(tool);
    }
    for (const tool of this.files.get(file.path) ?? []) {
      this.tools.delete(tool.record.id);
      this.code.remove(tool);
      this.shapes.remove(tool);
    }
    for (const tool of known) {
      this.tools.set(tool.record.id, tool);
      this.code.add(tool);
      this.shapes.add(tool);
    }
    if (known.length === 0) this.files.delete(file.path);
    else this.files.set(file.path, known);
    this.states.set(file);
  }

  /** Weighs words by how many tools have them now; to be called when all files are there. */
  weighWords(): void {
    this.words = new TfidfModel([...this.tools.values()].map(({ record }) => toolText(record)));
    this.vectors = new WeakMap();
  }

  /** What running has shown; undefined: nothing. The same object again changes nothing. */
  learn(results: LearntResults | undefined): void {
    this.results.learn(results);
  }

  /** What there is to say of each function of a file, the surest first. */
  async findingsOf(path: string): Promise<readonly DuplicateFinding[]> {
    const found: DuplicateFinding[] = [];
    for (const tool of this.files.get(path) ?? []) found.push(...(await this.findingsOfTool(tool)));
    return found;
  }

  /** Each group once: what was run first, then by path. */
  async all(): Promise<readonly Duplicate[]> {
    const found: Duplicate[] = [];
    const told = new ToldGroups();
    const add = (kind: DuplicateKind, members: readonly KnownTool[], cases?: number) => {
      const ordered = inOrder(members);
      const [first] = ordered;
      if (first === undefined || ordered.length < 2 || told.holds(ordered)) return;
      if (kind !== 'same-code-but-constants') told.add(ordered);
      const other = ordered.find(({ form }) => form?.hash !== first.form?.hash);
      const constants = kind === 'same-code-but-constants' && other !== undefined ? differing(first, other) : [];
      const tools = ordered.map(({ place }) => place);
      found.push({ kind, tools, cases, reason: reasonOf(kind, cases, constants) });
    };
    const results = this.results.all();
    for (const { group, members } of results) {
      if (group.relation === 'duplicates') add('same-results', members, group.cases);
    }
    // Where one meaning is left of a class, it was told of, and nothing speaks for a mistake any more.
    for (const { group, members } of results) {
      if (group.relation === 'possibleBug') add('possible-mistake', members, group.cases);
    }
    for (const members of (await this.code.all()).flat()) add('same-code', this.uncontradicted(members));
    for (const members of (await this.shapes.all()).flat()) add('same-code-but-constants', members);
    return found;
  }

  private async findingsOfTool(tool: KnownTool): Promise<readonly DuplicateFinding[]> {
    const found: DuplicateFinding[] = [];
    const told = new Set([tool.record.id]);
    const add = (kind: DuplicateKind, members: readonly KnownTool[], cases?: number) => {
      const others = inOrder(members.filter(({ record }) => !told.has(record.id)));
      const [first] = others;
      if (first === undefined) return;
      for (const { record } of others) told.add(record.id);
      const isProvable = kind === 'same-results' || kind === 'same-code';
      found.push({
        ...{ kind, tool: tool.place, others: others.map(({ place }) => place), cases },
        constants: kind === 'same-code-but-constants' ? differing(tool, first) : [],
        group: this.results.groupOf([tool, ...others].map(({ record }) => record.id)),
        mergeable: isProvable ? others.filter((other) => mayMerge(tool, other)).map(({ record }) => record.id) : [],
      });
    };
    const results = this.results.of(tool);
    for (const { group, members } of results)
      if (group.relation === 'duplicates') add('same-results', members, group.cases);
    for (const { group, members } of results) {
      if (group.relation === 'possibleBug') add('possible-mistake', members, group.cases);
    }
    for (const members of groupsWith(tool, await this.code.of(tool)))
      add('same-code', this.uncontradictedBy(tool, members));
    for (const members of groupsWith(tool, await this.shapes.of(tool))) {
      add(
        'same-code-but-constants',
        members.filter(({ form }) => form?.hash !== tool.form?.hash),
      );
    }
    return found;
  }

  private uncontradicted(members: readonly KnownTool[]): readonly KnownTool[] {
    const [first] = members;
    return first === undefined ? [] : [first, ...this.uncontradictedBy(first, members.slice(1))];
  }

  /** The same code gives other results where it stands among other helpers. */
  private uncontradictedBy(tool: KnownTool, members: readonly KnownTool[]): readonly KnownTool[] {
    return members.filter((other) => !this.results.contradicted(tool, other));
  }

  private readonly vectorOf = (tool: KnownTool): SparseVector => {
    let vector = this.vectors.get(tool);
    if (vector === undefined) this.vectors.set(tool, (vector = this.words.vectorOf(toolText(tool.record))));
    return vector;
  };
}

function groupsWith(tool: KnownTool, groups: Groups = []): Groups {
  return groups.filter((members) => members.some(({ record }) => record.id === tool.record.id));
}

/** By path, then by line. */
function inOrder(tools: readonly KnownTool[]): readonly KnownTool[] {
  return [...tools].sort(({ place: a }, { place: b }) =>
    a.path < b.path ? -1 : a.path > b.path ? 1 : a.line - b.line,
  );
}

/** Groups that were told of: what lies in one of them is not told of once more. */
class ToldGroups {
  private readonly groups = new Map<string, Set<string>[]>();

  add(members: readonly KnownTool[]): void {
    const ids = new Set(members.map(({ record }) => record.id));
    for (const id of ids) this.groups.set(id, [...(this.groups.get(id) ?? []), ids]);
  }

  holds(members: readonly KnownTool[]): boolean {
    const groups = this.groups.get(members[0]?.record.id ?? '') ?? [];
    return groups.some((ids) => members.every(({ record }) => ids.has(record.id)));
  }
}
