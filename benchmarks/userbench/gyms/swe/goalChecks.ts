/** Goals of a task, checked by running the project that a model has left, against programs of ours. */
import { randomBytes } from 'node:crypto';
import type { Execution } from './execution';
import type { SweGoal } from './sweTasks';

/** How far a goal is met. */
export type Level = 0 | 0.5 | 1;

interface Marks {
  readonly met: string;
  readonly half: string;
  readonly open: string;
}

/**
 * All goals in one program, which is given on standard input, so that the project cannot read it as a file; each ends with a mark that is drawn
 * anew and that nothing outside the program knows, so that code of the project cannot say that a goal is met.
 * @returns levels in the goals' order; a program that ends early leaves what follows open
 * @throws EvaluationError not-measured
 */
export async function checkGoals(
  goals: readonly SweGoal[],
  files: ReadonlyMap<string, string>,
  execution: Execution,
  signal: AbortSignal,
): Promise<readonly Level[]> {
  const marks = goals.map((): Marks => ({ met: mark(), half: mark(), open: mark() }));
  const program = [prelude, ...goals.map(({ check }, at) => goalProgram(check, marks[at]!))].join('\n');
  const { stdout } = await execution.run(files, ['--input-type=module', '-'], program, signal);
  const lines = new Set(stdout.split('\n'));
  return marks.map(({ met, half }) => (lines.has(met) ? 1 : lines.has(half) ? 0.5 : 0));
}

function mark(): string {
  return randomBytes(16).toString('hex');
}

/** What checks use, taken before any code of the project runs, which could put its own in the place. */
const prelude = `
const { stringify } = JSON;
const { pathToFileURL } = process.getBuiltinModule('node:url');
const write = process.stdout.write.bind(process.stdout);
const root = pathToFileURL(process.cwd() + '/').href;
const test = RegExp.prototype.test.call.bind(RegExp.prototype.test);
let asked = 0;
let wrong = 0;
const same = (actual, wanted) => { asked++; if (stringify(actual) !== stringify(wanted)) wrong++; };
const matches = (actual, pattern) => { asked++; if (typeof actual !== 'string' || !test(pattern, actual)) wrong++; };
const throws = async (work) => { asked++; try { await work(); } catch { return; } wrong++; };
const load = (path) => import(root + path);
`;

/** Its checks one after another; one that throws counts as wrong, and so does what would have followed. */
function goalProgram(check: string, { met, half, open }: Marks): string {
  return `
asked = 0; wrong = 0;
try { await (async () => { ${check}
})(); } catch { asked += 2; wrong += 2; }
write('\\n' + (asked > 0 && wrong === 0 ? '${met}' : wrong * 2 <= asked && asked > 1 ? '${half}' : '${open}') + '\\n');
`;
}
