import type { Json } from '../../../core/runs/types';
import type { CallRecord } from '../../servers/callRecord';
import type { StateChange } from '../../servers/endState';
import { jsonLeaves } from '../../tasks/leaves';
import type { PolicyRule } from './policyRule';

/** What was done, as rules look at it: also calls that failed were made. */
export interface Deeds {
  readonly records: readonly Pick<CallRecord, 'tool' | 'input' | 'isError'>[];
  readonly changes: readonly StateChange[];
}

export interface BrokenRule {
  readonly rule: PolicyRule;
  readonly detail: string;
}

/** Rules in words alone are never found broken here. */
export function brokenRules(rules: readonly PolicyRule[], deeds: Deeds): readonly BrokenRule[] {
  return rules.flatMap((rule) => {
    const detail = breach(rule, deeds);
    return detail === undefined ? [] : [{ rule, detail }];
  });
}

function breach(rule: PolicyRule, { records, changes }: Deeds): string | undefined {
  switch (rule.check) {
    case 'words':
      return undefined;
    case 'tools-forbidden': {
      const found = records.find(({ tool }) => rule.tools.includes(tool));
      return found && `${found.tool} was called.`;
    }
    case 'calls-at-most': {
      const count = records.filter(({ tool }) => rule.tools?.includes(tool) ?? true).length;
      return count > rule.most ? `${count} calls were made; ${rule.most} are allowed.` : undefined;
    }
    case 'comes-after':
      return firstOf(records, (record, index) => {
        if (!rule.tools.includes(record.tool)) return undefined;
        const wanted = rule.argument === undefined ? undefined : argumentOf(record.input, rule.argument);
        const before = records.slice(0, index).some((each) => isReady(each, rule.needs, wanted));
        return before ? undefined : `${record.tool} was called without ${rule.needs.join(' or ')} before it.`;
      });
    case 'argument-matches': {
      const pattern = new RegExp(rule.pattern, 'u');
      return firstOf(records, ({ tool, input }) => {
        const value = rule.tools.includes(tool) ? argumentOf(input, rule.argument) : undefined;
        const fits = value === undefined || pattern.test(plain(value).slice(0, LONGEST_VALUE));
        return fits ? undefined : `${tool} was called with ${rule.argument} = ${plain(value).slice(0, 100)}.`;
      });
    }
    case 'changes-only':
      return firstOf(changes, ({ path, kind }) => (isIn(path, rule.places) ? undefined : `${path} was ${kind}.`));
    case 'changes-nothing-in':
      return firstOf(changes, ({ path, kind }) => (isIn(path, rule.places) ? `${path} was ${kind}.` : undefined));
    case 'deletes-nothing':
      return firstOf(changes, ({ path, kind }) => (kind === 'deleted' ? `${path} was deleted.` : undefined));
  }
}

/** Patterns come from people's files: what they are held against is kept short. */
const LONGEST_VALUE = 2_000;

function firstOf<T>(items: readonly T[], told: (item: T, index: number) => string | undefined): string | undefined {
  for (const [index, item] of items.entries()) {
    const detail = told(item, index);
    if (detail !== undefined) return detail;
  }
  return undefined;
}

function isReady({ tool, input, isError }: Deeds['records'][number], needs: readonly string[], wanted?: Json): boolean {
  if (isError || !needs.includes(tool)) return false;
  return wanted === undefined || jsonLeaves('', input).some(({ value }) => samePlace(String(value), plain(wanted)));
}

const samePlace = (a: string, b: string) => bare(a) === bare(b);
const bare = (text: string) => text.replace(/^\/workspace\/|^\.\//, '');
const plain = (value: Json) => (typeof value === 'string' ? value : JSON.stringify(value));

function argumentOf(input: Json, name: string): Json | undefined {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return undefined;
  return Object.entries(input).find(([key]) => key === name)?.[1];
}

const isIn = (file: string, places: readonly string[]) =>
  places.some((place) => (place.endsWith('/') ? file.startsWith(place) : file === place));
