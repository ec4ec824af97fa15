/** CFRD. Defects, as published: key words alone, in comments too; no file is ever compared with another one. */
import type { Answer, AnswerFile } from '../answer';
import { pythonSpace } from '../pythonText';
import { groupHits, groupScore, hasAny, mean } from '../scoring';

const interfaceGroups = [
  ['interface', 'protocol', 'abstract'],
  ['inject', 'provide', 'wire', 'bind'],
  ['implement', 'extend', 'inherit', 'override'],
  ['requires', 'ensures', 'contract', 'guarantee'],
];
const sharedState = ['global', 'static', 'shared'];
const coordinationGroups = [
  ['mutex', 'lock', 'sync', 'atomic', 'synchronized'],
  ['channel', 'queue', 'event', 'message', 'signal'],
  ['wait', 'notify', 'coordinate', 'barrier'],
  ['goroutine', 'thread', 'process', 'worker'],
];
const asksForChange = ['update', 'modify', 'change', 'edit', 'alter', 'refactor'];
const modificationGroups = [
  ['transaction', 'commit', 'rollback', 'begin'],
  ['validate', 'check', 'verify', 'ensure'],
  // The published group also has `ACID`, which lower-cased text never holds.
  ['consistent', 'atomic', 'integrity'],
  ['recover', 'retry', 'fallback', 'compensate'],
];
const flowGroups = [
  ['validate', 'sanitize', 'check', 'verify'],
  ['transform', 'convert', 'map', 'filter'],
  ['format', 'serialize', 'marshal', 'encode'],
  ['error', 'exception', 'fail', 'panic'],
];
const stageGroups = [
  ['input', 'request', 'param'],
  ['process', 'handle', 'execute'],
  ['output', 'response', 'return'],
];

const interfaceName = new RegExp(`interface${pythonSpace}+([A-Za-z]+)`, 'gu');

export interface CrossFileReasoning {
  readonly interfaceUsage: number;
  readonly sharedStateCoordination: number;
  readonly modificationCoordination: number;
  readonly dataFlowUnderstanding: number;
}

/** @param prompt the task in one text */
export function crossFileReasoning({ files }: Answer, prompt: string): CrossFileReasoning {
  return {
    interfaceUsage: mean(files.map(interfaces)),
    sharedStateCoordination: files.some(({ lower }) => hasAny(lower, sharedState))
      ? mean(files.map(({ lower }) => Math.min(groupScore(lower, coordinationGroups, 0.25), 1)))
      : 0.8,
    modificationCoordination: hasAny(prompt.toLowerCase(), asksForChange) ? mean(files.map(modification)) : 0.6,
    dataFlowUnderstanding: mean(files.map(dataFlow)),
  };
}

function interfaces({ text, lower }: AnswerFile): number {
  let score = groupScore(lower, interfaceGroups, 0.25);
  const names = [...text.matchAll(interfaceName)].map(([, name]) => name ?? '');
  const good = names.filter((name) => /(?:er|able|Interface)$/.test(name)).length;
  if (names.length > 0) score += (good / names.length) * 0.2;
  return Math.min(score, 1);
}

function modification({ lower }: AnswerFile): number {
  const score = groupScore(lower, modificationGroups, 0.25) + (hasAny(lower, ['version', 'changelog']) ? 0.1 : 0);
  return Math.min(score, 1);
}

function dataFlow({ lower }: AnswerFile): number {
  const stages = groupHits(lower, stageGroups) / stageGroups.length;
  return Math.min(groupScore(lower, flowGroups, 0.2) + stages * 0.4, 1);
}
