import { hashOf } from '../execution';
import type { FileStates } from './fileStates';
import { callsOther, type KnownTool } from './knownTool';
import type { LearntResults, ResultGroup } from './types';

/** Groups of a comparison that still hold: of tools that are as they were, with all that they need. */
export class ResultGroups {
  private results: LearntResults | undefined;
  /** What each tool needed when it was run; a tool that was changed meanwhile is missing. */
  private readonly contexts = new Map<string, string>();
  private readonly groupsOf = new Map<string, readonly ResultGroup[]>();

  constructor(
    private readonly states: FileStates,
    private readonly tools: ReadonlyMap<string, KnownTool>,
  ) {}

  learn(results: LearntResults | undefined): void {
    if (results === this.results) return;
    this.results = results;
    this.contexts.clear();
    this.groupsOf.clear();
    if (results === undefined) return;
    const isAsThen = (file: string) => {
      const text = results.texts.get(file);
      return text !== undefined && this.states.hashOf(file) === hashOf(text);
    };
    for (const group of results.groups) {
      for (const id of group.members) this.groupsOf.set(id, [...(this.groupsOf.get(id) ?? []), group]);
    }
    for (const id of [...results.behaviours.keys(), ...this.groupsOf.keys()]) {
      const record = this.tools.get(id)?.record;
      if (record === undefined || this.contexts.has(id) || !this.states.neededBy(record).every(isAsThen)) continue;
      this.contexts.set(id, this.states.contextOf(record));
    }
  }

  /** Groups with equal results that a tool is in, with their members that still hold, itself among them. */
  of({ record }: KnownTool): readonly { readonly group: ResultGroup; readonly members: readonly KnownTool[] }[] {
    if (!this.holds(record.id)) return [];
    return (this.groupsOf.get(record.id) ?? []).flatMap((group) => {
      if (group.cases === undefined) return [];
      const members = this.standing(group);
      return members.length > 1 && members.some((each) => each.record.id === record.id) ? [{ group, members }] : [];
    });
  }

  all(): readonly { readonly group: ResultGroup; readonly members: readonly KnownTool[] }[] {
    return (this.results?.groups ?? []).flatMap((group) => {
      const members = group.cases === undefined ? [] : this.standing(group);
      return members.length > 1 ? [{ group, members }] : [];
    });
  }

  /** A group of the page that holds them all, whatever it rests on. */
  groupOf(ids: readonly string[]): string | undefined {
    const [first = ''] = ids;
    return this.groupsOf.get(first)?.find(({ members }) => ids.every((id) => members.includes(id)))?.id;
  }

  /** Whether both were run, and did not answer alike. */
  contradicted(one: KnownTool, other: KnownTool): boolean {
    const [ours, theirs] = [one, other].map(({ record: { id } }) =>
      this.holds(id) ? this.results?.behaviours.get(id) : undefined,
    );
    return ours !== undefined && theirs !== undefined && ours !== theirs;
  }

  private standing({ members }: ResultGroup): readonly KnownTool[] {
    const known = members.flatMap((id) => (this.holds(id) ? (this.tools.get(id) ?? []) : []));
    return known.filter((tool) => !known.some((other) => other !== tool && callsOther(tool, other)));
  }

  private holds(id: string): boolean {
    const known = this.tools.get(id);
    const then = this.contexts.get(id);
    return known !== undefined && then !== undefined && this.states.contextOf(known.record) === then;
  }
}
