/**
 * RS. Defects, as published: one file that is not Python, a README too, makes error handling 0; `secrets.` is searched twice; a test that
 * opens nothing has perfect resource management.
 */
import type { Answer } from '../answer';
import { linesWithSequence, matchCount, pythonSpace } from '../pythonText';
import { groupScore, hits, sum } from '../scoring';

const validation = [
  /isinstance\(/giu,
  new RegExp(`assert${pythonSpace}+`, 'giu'),
  /\.isdigit\(/giu,
  /\.strip\(/giu,
  /re\.match\(/giu,
];
const securityGroups = [
  ['hashlib', 'cryptography', 'secrets', 'bcrypt'],
  ['escape', 'sanitize', 'clean', 'validate'],
  // The published group also has a word with capitals, which lower-cased text never holds.
  ['secrets.'],
  ['parameterized', 'prepared', 'placeholder'],
  ['auth', 'login', 'password', 'token'],
];
const dangerous = ['eval(', 'exec(', 'os.system(', 'subprocess.call('];
const managed = [/with open\(/giu, /\.close\(\)/giu, /finally:/giu, /__enter__/giu, /__exit__/giu];
const acquired = [/open\(/giu, /socket\./giu, /connect\(/giu, /cursor\(/giu, /thread\./giu, /process\./giu];

export interface Robustness {
  readonly errorHandlingCoverage: number;
  readonly inputValidation: number;
  readonly securityPractices: number;
  readonly resourceManagement: number;
}

export function robustness({ joined }: Answer): Robustness {
  const { text, lower, lines, python } = joined;
  return {
    errorHandlingCoverage:
      python === undefined
        ? 0
        : share(
            python.functions.filter(({ handlesErrors }) => handlesErrors),
            python.functions,
          ),
    inputValidation: Math.min((validations(text) / lines.length) * 10, 1),
    securityPractices: Math.max(
      groupScore(lower, securityGroups, 0.2) - Math.min(hits(lower, dangerous) * 0.2, 0.5),
      0,
    ),
    resourceManagement: resources(text),
  };
}

function share(some: readonly unknown[], all: readonly unknown[]): number {
  return all.length === 0 ? 0.5 : some.length / all.length;
}

function validations(text: string): number {
  return (
    counted(text, validation) + linesWithSequence(text, ['if', 'len(']) + linesWithSequence(text, ['if', 'range('])
  );
}

/** White space before the colon may hold line ends. */
const emptyCall = new RegExp(`\\(\\)${pythonSpace}*:`, 'uy');

function resources(text: string): number {
  const kept = counted(text, managed) + linesWithSequence(text, ['with'], emptyCall);
  const taken = counted(text, acquired);
  if (taken === 0) return kept === 0 ? 1 : 0.8;
  return Math.min(kept / taken, 1);
}

function counted(text: string, patterns: readonly RegExp[]): number {
  return sum(patterns.map((pattern) => matchCount(text, pattern)));
}
