/** MMR. Defects, as published: there are no sessions, all are asked in one prompt; seven of eight categories get much of ICU again. */
import type { Answer, AnswerFile } from '../answer';
import { namesOf, namingStyle } from '../identifiers';
import { countOf } from '../pythonText';
import { hasAny, hits, mean, sum } from '../scoring';
import type { Scenario } from '../scenario';
import { contextUsage, requirementCoverage } from './informationCoverage';

const roots = ['get', 'set', 'create', 'update', 'delete', 'handle', 'process'];
const approaches = [
  ['try', 'catch', 'error', 'exception', 'if err'],
  ['map', 'slice', 'array', 'list', 'dict'],
  ['interface', 'struct', 'class', 'factory', 'builder'],
  ['func', 'function', 'method', 'procedure'],
];
const assignments = ['=', '++', '--', '+=', '-='];

export type MultiSessionMemory =
  | {
      readonly kind: 'sessions';
      readonly namingConsistency: number;
      readonly approachConsistency: number;
      readonly stateManagement: number;
    }
  | {
      readonly kind: 'context';
      readonly contextUsage: number;
      readonly requirementCoverage: number;
      readonly terminologyConsistency: number;
    };

/** @param prompt the task in one text */
export function multiSessionMemory(answer: Answer, scenario: Scenario, prompt: string): MultiSessionMemory {
  if (scenario.task_category === 'multi_session_development') {
    return {
      kind: 'sessions',
      namingConsistency: naming(answer.files),
      approachConsistency: approach(answer.files),
      stateManagement: Math.min(mean(answer.files.map(state)), 1),
    };
  }
  return {
    kind: 'context',
    contextUsage: contextUsage(answer, scenario.context_files),
    requirementCoverage: requirementCoverage(answer, prompt),
    terminologyConsistency: terminology(answer.spaced, prompt),
  };
}

/** Names of a file that share the same style and the same roots, which is all that counts. */
interface NameGroup {
  readonly style: string;
  readonly roots: readonly string[];
  count: number;
}

interface FileNames {
  readonly total: number;
  readonly groups: readonly NameGroup[];
}

function fileNames({ text }: AnswerFile): FileNames {
  const names = namesOf(text, ['func', 'var', 'type', 'def'], ':?=');
  const groups = new Map<string, NameGroup>();
  for (const name of names) {
    const found = roots.filter((root) => name.toLowerCase().includes(root));
    if (found.length === 0) continue;
    const key = `${namingStyle(name)} ${found.join(' ')}`;
    const group = groups.get(key) ?? { style: namingStyle(name), roots: found, count: 0 };
    group.count++;
    groups.set(key, group);
  }
  return { total: names.length, groups: [...groups.values()] };
}

/** Pairs of names of two files with a common root and different styles, against the number of names. */
function naming(files: readonly AnswerFile[]): number {
  const each = files.map(fileNames);
  let differing = 0;
  let compared = 0;
  for (const [index, left] of each.entries()) {
    for (const right of each.slice(index + 1)) {
      compared += left.total + right.total;
      differing += sum(left.groups.flatMap((a) => right.groups.map((b) => (conflict(a, b) ? a.count * b.count : 0))));
    }
  }
  return compared === 0 ? 0.5 : Math.max(1 - differing / compared, 0);
}

function conflict(left: NameGroup, right: NameGroup): boolean {
  return left.style !== right.style && left.roots.some((root) => right.roots.includes(root));
}

function approach(files: readonly AnswerFile[]): number {
  if (files.length < 2) return 0.8;
  return mean(
    approaches.map((words) => {
      const found = files.map(({ lower }) => hits(lower, words));
      const average = mean(found);
      return 1 / (1 + mean(found.map((count) => (count - average) ** 2)));
    }),
  );
}

function state({ text, lower }: AnswerFile): number {
  let score = 0;
  if (hasAny(lower, ['const', 'readonly', 'immutable', 'copy'])) score += 0.3;
  if (hasAny(lower, ['global', 'static', 'shared', 'singleton'])) score -= 0.1;
  if (hasAny(lower, ['private', 'encapsulated', 'local'])) score += 0.3;
  if (hasAny(lower, ['validate', 'check', 'verify', 'assert'])) score += 0.1;
  if (sum(assignments.map((sign) => countOf(text, sign))) > 10) score -= 0.2;
  return Math.max(score, 0);
}

function terminology(answer: string, prompt: string): number {
  const terms = [...new Set(prompt.match(/(?<![\p{L}\p{N}_])[A-Z][a-z]+(?![\p{L}\p{N}_])/gu) ?? [])];
  if (terms.length === 0) return 0.6;
  const found = terms.filter((term) => hasAny(answer, [term, term.toLowerCase(), term.toUpperCase()]));
  return found.length / terms.length;
}
