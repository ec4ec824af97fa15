/**
 * How often the expected answers to "which files call it" and "which files construct it" are those of TypeScript's language service.
 *
 *     npx tsx benchmarks/locobench/scenarios/comprehension/compareCallers.ts FOLDER [questions] [seed]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import ts from 'typescript';
import { openRepositoryIndex, type CodeSymbol } from '../../../../runtime/repository';
import { seededRandom } from '../../../core/seededRandom';
import { wilsonInterval } from '../../../core/statistics';
import { callersOf } from './callQuestions';
import { CodeFacts } from './codeFacts';
import { usersOfClass } from './definitionQuestions';
import { shuffle } from '../context/buildContext';
import type { Draft } from '../maker';
import { languageService } from '../../../speed/repository/languageService';

const script = /\.tsx?$/;

async function main([folder = '.', count = '100', seed = '1']: readonly string[]): Promise<void> {
  const root = path.resolve(folder);
  const state = mkdtempSync(path.join(tmpdir(), 'whetstone-callers-'));
  const index = await openRepositoryIndex({ root, folder: state });
  try {
    await index.refresh();
    const files = index.files().flatMap((file) => (script.test(file.path) ? [path.join(root, file.path)] : []));
    const service = languageService(root, files);
    const facts = new CodeFacts(index);
    const random = seededRandom(Number(seed));
    const compare = async (
      symbols: readonly CodeSymbol[],
      make: (symbol: CodeSymbol) => Draft | undefined | Promise<Draft | undefined>,
      isUse: (name: ts.Node) => boolean,
    ) => {
      const wrong: string[] = [];
      let asked = 0;
      for (const symbol of shuffle(symbols, random)) {
        if (asked >= Number(count)) break;
        const verification = script.test(symbol.path) ? (await make(symbol))?.verification : undefined;
        const answer = verification?.kind === 'answers' ? verification.questions[0]?.answer : undefined;
        if (answer?.form !== 'set') continue;
        const found = filesThatUse(service, root, symbol, isUse).filter((file) => facts.isSource(file));
        asked++;
        if (found.join() !== answer.expected.join())
          wrong.push(`${symbol.id}: ${answer.expected.join(' ')}, not ${found.join(' ')}`);
      }
      return { n: asked, ...wilsonInterval(asked - wrong.length, Math.max(asked, 1)), wrong };
    };
    const classes = [...index.allSymbols()].filter(({ kind }) => kind === 'class');
    const figures = {
      callers: await compare(facts.functions, (each) => callersOf(facts, each), isCalled),
      constructed: await compare(classes, (each) => usersOfClass(facts, each), isConstructed),
    };
    console.log(JSON.stringify(figures, null, 2));
  } finally {
    await index.close();
    rmSync(state, { recursive: true, force: true });
  }
}

/** @returns relative to the root, sorted */
function filesThatUse(
  service: ts.LanguageService,
  root: string,
  { path: file, selection }: CodeSymbol,
  isUse: (name: ts.Node) => boolean,
): readonly string[] {
  const program = service.getProgram();
  const absolute = path.join(root, file);
  const source = program?.getSourceFile(absolute);
  if (source === undefined) return [];
  const { line, column } = selection.start;
  const found = service.findReferences(absolute, ts.getPositionOfLineAndCharacter(source, line, column)) ?? [];
  const uses = found
    .flatMap(({ references }) => references)
    .flatMap(({ fileName, textSpan }) => {
      const user = program?.getSourceFile(fileName);
      const name = user && nodeAt(user, textSpan);
      return name !== undefined && isUse(name) ? [path.relative(root, fileName).split(path.sep).join('/')] : [];
    });
  return [...new Set(uses)].sort();
}

function nodeAt(source: ts.SourceFile, { start, length }: ts.TextSpan): ts.Node {
  let found: ts.Node = source;
  const visit = (node: ts.Node): void => {
    if (node.getStart(source) > start || node.end < start + length) return;
    found = node;
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** The call that a name is the function of, also as `a.name()`. */
function callOf(name: ts.Node): ts.Node | undefined {
  const member = ts.isPropertyAccessExpression(name.parent) && name.parent.name === name;
  const callee = member ? name.parent : name;
  const { parent } = callee;
  const calls = ts.isCallExpression(parent) || ts.isNewExpression(parent);
  return calls && parent.expression === callee ? parent : undefined;
}

function isCalled(name: ts.Node): boolean {
  return callOf(name) !== undefined;
}

function isConstructed(name: ts.Node): boolean {
  const call = callOf(name);
  return call !== undefined && ts.isNewExpression(call);
}

void main(process.argv.slice(2));
