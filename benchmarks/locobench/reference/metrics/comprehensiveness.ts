/** CS. Defects, as published: Python alone; a file called readme or test counts whatever is in it; async functions do not count. */
import type { Answer, AnswerFile } from '../answer';
import { pythonSpace, strip } from '../pythonText';
import { hasAny, mean, sum } from '../scoring';

const assertions = [
  new RegExp(`assert${pythonSpace}+`, 'iu'),
  /assertEqual\(/iu,
  /assertTrue\(/iu,
  /assertFalse\(/iu,
  /expect\(/iu,
  /should\./iu,
];
const testFrameworks = ['unittest', 'pytest', 'jest', 'mocha', 'junit'];
const configurationFiles =
  'config.yaml config.yml config.json config.ini settings.py .env environment docker makefile'.split(' ');
const environmentReads = ['os.environ', 'getenv', 'env.get', 'process.env'];
const installFiles = ['setup.py', 'requirements.txt', 'package.json', 'build', 'install'];
const installWords = ['deploy', 'install', 'setup', 'run', 'start'];

export interface Comprehensiveness {
  readonly documentationQuality: number;
  readonly apiCompleteness: number;
  readonly testIndication: number;
  readonly configurationManagement: number;
}

export function comprehensiveness({ files, joined }: Answer): Comprehensiveness {
  const names = files.map(({ name }) => name.toLowerCase());
  const named = (words: readonly string[]) => names.some((name) => hasAny(name, words));
  return {
    documentationQuality: documentation(files, named(['readme'])),
    apiCompleteness: api(files),
    testIndication: sum([
      named(['test']) ? 0.4 : 0,
      assertions.some((pattern) => pattern.test(joined.text)) ? 0.4 : 0,
      hasAny(joined.lower, testFrameworks) ? 0.2 : 0,
    ]),
    configurationManagement: sum([
      named(configurationFiles) ? 0.25 : 0,
      hasAny(joined.text, environmentReads) ? 0.25 : 0,
      named(installFiles) ? 0.25 : 0,
      hasAny(joined.lower, installWords) ? 0.25 : 0,
    ]),
  };
}

function documentation(files: readonly AnswerFile[], readme: boolean): number {
  const functions = files.flatMap(({ python }) => python?.functions ?? []);
  const documented = functions.filter((each) => each.documented).length;
  const parsed = files.filter(({ python }) => python !== undefined);
  const comments = sum(parsed.map(({ lines }) => lines.filter((line) => strip(line).startsWith('#')).length));
  const lines = sum(files.map((file) => file.lines.length));
  const base =
    (functions.length === 0 ? 0 : documented / functions.length) * 0.7 + Math.min((comments / lines) * 5, 1) * 0.3;
  return Math.min(readme ? base * 1.2 : base, 1);
}

function api(files: readonly AnswerFile[]): number {
  const functions = files.flatMap(({ python }) => python?.functions ?? []);
  if (functions.length === 0) return 0.5;
  return mean([
    functions.filter(({ annotated }) => annotated).length / functions.length,
    functions.filter(({ documented }) => documented).length / functions.length,
  ]);
}
