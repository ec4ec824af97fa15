/**
 * ICU. Defects, as published: a mention of the stem of a file's name (`main`, `a`) is use of the file, and counts again in every file of the
 * answer; six of eight categories search for `func `, which only Go and Swift have.
 */
import type { Answer } from '../answer';
import { countOf, pythonWord } from '../pythonText';
import { askedShare, hasAny, hits } from '../scoring';
import type { Scenario } from '../scenario';

const actions = ['implement', 'create', 'add', 'update', 'fix', 'analyze'];
const capitalised = new RegExp(`(?<!${pythonWord})[A-Z][a-z]+(?:[A-Z][a-z]+)*(?!${pythonWord})`, 'gu');

const architecture =
  'middleware handler controller service repository model mvc rest api router endpoint interface struct package module component layer tier'.split(
    ' ',
  );
const dependency = ['import', 'dependency', 'require', 'use', 'call', 'invoke'];
const business =
  'user customer order product payment account profile create update delete get list search filter validate process calculate generate send receive'.split(
    ' ',
  );
const data = 'input output request response data parameter return result json xml struct map array slice'.split(' ');
const failure = ['error', 'exception', 'fail', 'invalid', 'check', 'validate'];
const work = 'implement create build add update modify delete handle process manage execute run start stop'.split(' ');
const technology = 'http json api rest endpoint server client database sql query connection session cookie'.split(' ');
const construct = new RegExp(`(?<!${pythonWord})(?:func|struct|interface|package|import)(?!${pythonWord})`, 'gu');

export interface InformationCoverage {
  readonly contextUsage: number;
  readonly requirementCoverage: number;
  readonly informationExtraction: number;
}

export function informationCoverage(answer: Answer, scenario: Scenario, prompt: string): InformationCoverage {
  return {
    contextUsage: contextUsage(answer, scenario.context_files),
    requirementCoverage: requirementCoverage(answer, prompt),
    informationExtraction: extraction(
      `${scenario.description.toLowerCase()} ${prompt.toLowerCase()}`,
      answer.spaced.toLowerCase(),
      scenario.task_category,
    ),
  };
}

export function contextUsage({ files }: Answer, contextFiles: readonly string[]): number {
  if (contextFiles.length === 0) return 0.5;
  const stems = contextFiles.map((file) => stemOf(file).toLowerCase());
  let used = 0;
  for (const { lower } of files) used += hits(lower, stems);
  return Math.min(used / contextFiles.length, 1);
}

/** Last part of a path without its last suffix; `.env` has none. */
export function stemOf(file: string): string {
  const name = file.split('/').findLast((part) => part !== '' && part !== '.') ?? '';
  const dot = name.lastIndexOf('.');
  return dot > 0 && dot < name.length - 1 ? name.slice(0, dot) : name;
}

export function requirementCoverage({ spaced }: Answer, prompt: string): number {
  if (prompt === '') return 0.5;
  const words = new Set([...(prompt.match(capitalised) ?? []), ...actions]);
  return (
    hits(
      spaced.toLowerCase(),
      [...words].map((word) => word.toLowerCase()),
    ) / words.size
  );
}

/** @param asked description and prompt, lower-cased @param answer lower-cased */
function extraction(asked: string, answer: string, category: Scenario['task_category']): number {
  const share = (words: readonly string[]) => askedShare(asked, answer, words);
  if (category === 'architectural_understanding') {
    const relations = hasAny(asked, dependency) && answer.includes('import') ? 1 : share(dependency);
    return share(architecture) * 0.4 + structures(asked, answer) * 0.35 + relations * 0.25;
  }
  if (category === 'feature_implementation') {
    return share(business) * 0.45 + share(data) * 0.3 + failures(asked, answer) * 0.25;
  }
  return constructs(asked, answer) * 0.4 + activity(asked, answer) * 0.35 + share(technology) * 0.25;
}

/** Looks for Go; classes and methods never score. */
function structures(asked: string, answer: string): number {
  const found = [
    asked.includes('function') && answer.includes('func '),
    asked.includes('struct') && answer.includes('type ') && answer.includes('struct'),
    asked.includes('interface') && answer.includes('interface'),
    asked.includes('package') && answer.includes('package '),
  ].filter((each) => each);
  return Math.min(found.length / 4, 1);
}

function failures(asked: string, answer: string): number {
  if (!hasAny(asked, failure)) return 0;
  const handled = hasAny(answer, ['if err != nil', 'error']) || (answer.includes('return') && answer.includes('err'));
  return handled ? 1 : 0.5;
}

function constructs(asked: string, answer: string): number {
  const mentioned = asked.match(construct) ?? [];
  return mentioned.length === 0 ? 0 : mentioned.filter((word) => answer.includes(word)).length / mentioned.length;
}

function activity(asked: string, answer: string): number {
  const mentioned = hits(asked, work);
  return mentioned === 0 ? 0 : Math.min(countOf(answer, 'func ') / mentioned, 1);
}
