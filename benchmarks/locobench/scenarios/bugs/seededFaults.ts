/** One fault put into a function whose tests notice it. */
import type { CodeLanguage, CodeSymbol, RepositoryIndex } from '../../../../runtime/repository';
import { checksTypes } from '../changes/checksTypes';
import { sourceGlobs } from '../changes/sourceGlobs';
import { testFilesOf } from '../changes/testFilesOf';
import { testsNaming, TestOutcomes, type BrokenTests, type Refusal } from '../changes/testOutcomes';
import { shuffle } from '../context/buildContext';
import type { Draft, MakerInput } from '../maker';
import { mutantsOf, type Mutant, type MutationOperator } from '../mutation';
import type { Expectation, FileChange, Question } from '../types';
import { bugDraft } from './bugDraft';
import { functionAt, namesAt, offsetOf, stretchAround } from './faultPlace';
import { RememberedRuns } from './symptoms';

const category = 'bug_investigation';
const kind = 'seeded-fault';
/** Faults of one function that are tried until tests notice one. */
const TRIES = 3;
/** Functions in a row whose faults no test noticed, or whose tests cannot be run: there is no use in going on. */
const MOST_IN_VAIN = 60;
const ANSWERS_WEIGHT = 0.4;
/** A fault that breaks more of the tests than this is only taken where there is no quieter one. */
const LOUD = 0.5;
/** What stands for a function that has no name of its own. */
const noNames = new Set(['exports', 'default', 'anonymous']);

/** What compilers of typed languages often refuse, because it undoes what they concluded: taken last there. */
const riskyForTypes = new Set<MutationOperator>([
  'logical',
  'negated-condition',
  'relational',
  'removed-await',
  'swapped-arguments',
]);
const typed = new Set<CodeLanguage>(['typescript', 'typescriptreact', 'java', 'go', 'rust', 'c', 'cpp', 'csharp']);

export async function* seededFaults(input: MakerInput): AsyncGenerator<Draft, undefined> {
  const { index, random, reject, signal } = input;
  const maker = new SeededFaultMaker(input);
  let inVain = 0;
  for (const symbol of byTurns(shuffle(functionsOf(index), random))) {
    signal.throwIfAborted();
    const made = await maker.draftOf(symbol);
    for (const { operator, ...refusal } of made.refusals)
      reject({ category, kind, subject: `${symbol.id} ${operator ?? ''}`.trim(), ...refusal });
    if (made.draft !== undefined) yield made.draft;
    inVain = made.draft !== undefined ? 0 : inVain + (made.ran ? 1 : 0);
    if (inVain < MOST_IN_VAIN) continue;
    const detail = `${MOST_IN_VAIN} functions in a row had no fault that a test noticed; the others were not tried`;
    reject({ category, kind, subject: 'further functions', reason: 'does-not-discriminate', detail });
    return undefined;
  }
  return undefined;
}

function functionsOf(index: RepositoryIndex): readonly CodeSymbol[] {
  return [...index.allSymbols()].filter(({ path, kind, body }) => {
    const file = index.file(path);
    const written = file?.kind === 'source' && !file.broken && file.language !== undefined;
    return written && body !== undefined && (kind === 'function' || kind === 'method');
  });
}

/** One of each file, then the next of each. */
function byTurns(symbols: readonly CodeSymbol[]): readonly CodeSymbol[] {
  const turns = new Map<string, number>();
  return symbols
    .map((symbol) => {
      const turn = turns.get(symbol.path) ?? 0;
      turns.set(symbol.path, turn + 1);
      return { symbol, turn };
    })
    .sort((a, b) => a.turn - b.turn)
    .map(({ symbol }) => symbol);
}

interface Made {
  readonly draft: Draft | undefined;
  readonly refusals: readonly (Refusal & { readonly operator?: MutationOperator })[];
  /** Whether tests were asked for. */
  readonly ran: boolean;
}

class SeededFaultMaker {
  private readonly runs: RememberedRuns;
  private readonly outcomes: TestOutcomes;
  private readonly used = new Map<MutationOperator, number>();
  /** Of tests, by the source that they reach. */
  private readonly filesOf = new Map<string, readonly string[]>();
  private globs: readonly string[] | undefined;

  constructor(private readonly input: MakerInput) {
    this.runs = new RememberedRuns(input.observe);
    this.outcomes = new TestOutcomes({ ...input, observe: this.runs.observe });
  }

  async draftOf(symbol: CodeSymbol): Promise<Made> {
    const { index, random } = this.input;
    const { path, body } = symbol;
    const language = index.file(path)?.language;
    if (language === undefined || body === undefined) return none('ambiguous', 'no body');
    const { measured } = this.outcomes;
    const naming = measured ? [] : testsNaming(index, symbol);
    if (!measured && naming.length === 0) return none('no-tests', 'no test case names it');
    const files = this.testFiles(path);
    if (measured && files.length === 0) return none('no-tests', `no test reaches ${path}`);
    const text = index.text(path);
    const mutants = this.preferred(language, await mutantsOf(language, text, body, random));
    if (mutants.length === 0) return none('too-small', 'nothing in it can be made wrong by one change');
    const refusals: (Refusal & { operator: MutationOperator })[] = [];
    let found:
      { readonly mutant: Mutant; readonly base: readonly FileChange[]; readonly tests: BrokenTests } | undefined;
    for (const mutant of mutants.slice(0, TRIES)) {
      const { operator, change } = mutant;
      // Another function inside it has its own turn.
      if (functionAt(index, path, change.range.start)?.id !== symbol.id) continue;
      const base: readonly FileChange[] = [{ path, content: withoutEmptyLine(mutant) ?? mutant.text }];
      const tests = measured ? await this.outcomes.broken(files, base) : unmeasured(naming, text, mutant);
      if ('reason' in tests) {
        refusals.push({ ...tests, operator });
        if (tests.reason === 'tool-missing' && measured) break;
        continue;
      }
      if (found === undefined || shareOf(tests) < shareOf(found.tests)) found = { mutant, base, tests };
      if (shareOf(found.tests) <= LOUD) break;
    }
    if (found === undefined) return { draft: undefined, refusals, ran: measured };
    const { operator } = found.mutant;
    this.used.set(operator, (this.used.get(operator) ?? 0) + 1);
    return { draft: await this.draft({ symbol, language, text, files, ...found }), refusals, ran: measured };
  }

  private testFiles(path: string): readonly string[] {
    const known = this.filesOf.get(path) ?? testFilesOf(this.input.index, path);
    this.filesOf.set(path, known);
    return known;
  }

  /** Those first that were put in least often, and that compile where that matters. */
  private preferred(language: CodeLanguage, mutants: readonly Mutant[]): readonly Mutant[] {
    const load = ({ operator }: Mutant) =>
      (this.used.get(operator) ?? 0) + (typed.has(language) && riskyForTypes.has(operator) ? 2 : 0);
    const sorted = [...mutants].sort((a, b) => load(a) - load(b));
    // Further tries are of other kinds.
    const first = sorted.filter(({ operator }, at) => sorted.findIndex((each) => each.operator === operator) === at);
    return [...first, ...sorted.filter((each) => !first.includes(each))];
  }

  private async draft(found: {
    readonly symbol: CodeSymbol;
    readonly language: CodeLanguage;
    readonly text: string;
    readonly mutant: Mutant;
    readonly base: readonly FileChange[];
    readonly tests: BrokenTests;
    readonly files: readonly string[];
  }): Promise<Draft> {
    const { index, tools } = this.input;
    const { symbol, language, text, mutant, base, tests, files } = found;
    const { path, name } = symbol;
    const { range, after } = mutant.change;
    const gone = withoutEmptyLine(mutant) !== undefined;
    // What is missing is beside both of its neighbours.
    const lines = gone
      ? ([range.start.line, range.start.line + 1] as const)
      : ([range.start.line + 1, range.start.line + after.split('\n').length] as const);
    const accepted = await namesAt(language, text, range.start, symbol);
    const place: Question = {
      id: 'place',
      text: 'Where is the fault? Name the file and the line with the wrong code, or, where code is missing, a line beside it.',
      weight: noNames.has(name) ? 1 : 0.6,
      answer: { form: 'place', path, lines },
    };
    const named: Question = {
      id: 'function',
      text: 'In which function or method is it? Only its name.',
      weight: 0.4,
      answer: { form: 'text', expected: name, accepted },
    };
    const questions = noNames.has(name) ? [place] : [place, named];
    this.globs ??= sourceGlobs(index);
    const from = offsetOf(text, range.start);
    return bugDraft(index, {
      kind,
      subject: `${symbol.id} ${mutant.operator}`,
      cluster: path,
      language,
      faulty: [path],
      base,
      reference: [{ path, content: text }],
      tests,
      nearTests: files,
      failures: this.outcomes.measured ? this.runs.failuresWith(base) : undefined,
      cause: 'The cause is one small fault in one place of one source file.',
      truthText: `${path}:${lines[0]} in ${name} (${mutant.operator}): ${gone ? 'here is missing' : `“${after}” has to be`} “${mutant.change.before}”.`,
      symbols: [symbol.id],
      questions,
      answersWeight: ANSWERS_WEIGHT,
      wrongAnswers: { place: { path: files[0] ?? path, line: 1 }, function: 'main' },
      rightAnswers: { place: { path, line: lines[0] }, function: name },
      expectations: correctedLine(path, text, mutant),
      allowed: this.globs,
      typeCheck: checksTypes(tools, language),
      secrets: [stretchAround(text, from, from + mutant.change.before.length)],
    });
  }
}

/** A call that was taken out leaves a semicolon, which nobody writes: without its line, where that means the same. */
function withoutEmptyLine({ text, change, operator }: Mutant): string | undefined {
  const lines = text.split('\n');
  const { line } = change.range.start;
  const alone = operator === 'removed-call' && lines[line]?.trim() === ';';
  // Below a condition or a loop without braces it is the whole body.
  const code = lines.slice(0, line).findLast((each) => !/^\s*(?:\/\/.*|\/?\*.*)?$/.test(each));
  const inBlock = /[;{}]\s*$/.test(code ?? '');
  return alone && inBlock ? [...lines.slice(0, line), ...lines.slice(line + 1)].join('\n') : undefined;
}

/** Of the tests that pass without the fault. */
function shareOf({ failToPass, passToPass }: BrokenTests): number {
  const count = (selections: BrokenTests['failToPass']) => selections.reduce((sum, { names }) => sum + names.length, 0);
  const all = count(failToPass) + count(passToPass);
  // Where nothing was run, nothing is known.
  return passToPass.length === 0 && all < 3 ? 0 : count(failToPass) / all;
}

/** The line with the fault stands nowhere in the right file: whatever corrects it in its place changes that line. */
function correctedLine(path: string, text: string, { text: faulty, change, operator }: Mutant): readonly Expectation[] {
  // The branches may change places, or the call may come back elsewhere.
  if (operator === 'negated-condition' || operator === 'removed-call' || operator === 'removed-await') return [];
  const last = change.range.start.line + change.after.split('\n').length;
  const line = faulty.split('\n').slice(change.range.start.line, last).join('\n').trim();
  return text.includes(line) ? [] : [{ kind: 'no-text', path, contains: line }];
}

/** Tests that name the function; where nothing shows that the fault is gone, there is no task. */
function unmeasured(naming: BrokenTests['failToPass'], text: string, mutant: Mutant): BrokenTests | Refusal {
  if (correctedLine('', text, mutant).length === 0) {
    return { reason: 'tool-missing', detail: 'only running tests could show that this fault was corrected' };
  }
  return { failToPass: naming, passToPass: [] };
}

function none(reason: Refusal['reason'], detail: string): Made {
  return { draft: undefined, refusals: [{ reason, detail }], ran: false };
}
