import path from 'node:path';
import { check } from '../preferences/topics';
import type { Design } from '../preferences/types';
import type { AspectKey } from '../types';
import { contractTest, isImportable } from './contract';
import { padding, specifier } from './oldAndNew';
import type { Place } from './place';
import { docsFiles } from './render/docs';
import { withDependency } from './render/manifest';
import { pythonIndent } from './render/python/docstring';
import type { RenderedFile, Template, Texts, Variant } from './types';
import { pick, verbs } from './wording';

const topics = [
  ...['log-target', 'log-level', 'log-text', 'log-data'],
  ...['test-place', 'test-suffix', 'test-framework', 'test-titles', 'test-form'],
  ...['docs-place', 'changelog', 'example', 'comment-detail'],
];

/** A real function says when it is called. */
export const addLogging: Template = {
  name: 'add-logging',
  aspects: ['api', 'tests', 'docs'],
  topics,
  at: (place, random) => {
    const { function: name, words, definition } = place;
    const facts = definition.function;
    if (!isImportable(place) || facts?.bodyStart === undefined || facts.parametersEnd === undefined) return undefined;
    if (firstParameter(place) === undefined || facts.parameters.some(({ kind }) => kind === 'rest')) return undefined;
    // A key is made of the words.
    if (!words.every((word) => /^[a-z]+$/.test(word))) return undefined;
    if (!isFree(place)) return undefined;
    if (/\.(?:debug|info|warn(?:ing)?)\(|\bprint\(/.test(definition.code)) return undefined;
    const subject = { words, kind: 'function' } as const;
    return {
      place,
      title: `A log of calls of ${name}`,
      openingMessage: pick(random, [
        `Nobody can tell afterwards whether \`${name}\` (\`${place.module}\`) was called at all. Have it log one line whenever that happens.`,
        `I would like one line in the log for each call of \`${name}\` in \`${place.module}\`, written before it does anything else.`,
      ]),
      context: {
        ...{ place, subject, nouns: words, verbs, setting: [] },
        ranges: { small: [0, 0], middle: [0, 0], large: [0, 0] },
      },
      gate: [check('codeUses', { subject, pattern: '(?:\\.(?:debug|info|warn(?:ing)?)|\\bprint)\\(' })],
      behaviour: [],
      suits: { 'docs-place': ['readme', 'docs-folder'], 'comment-detail': ['none'] },
      render: (design, aspects, variant, texts) => render(place, design, aspects, variant, texts),
    };
  },
};

/** Whether `log` can mean the logger, and in Python `logger` means that of the module. */
function isFree({ source, scope }: Place): boolean {
  const bound = /\b(?:const|let|var|import|from|def|class|function)\b[^\n]*\blog\b|\blog\s*=[^=]|[(,]\s*log\b/;
  return !bound.test(source) && (scope === 'script' || !/\blogger\b/.test(source) || LOGGER.test(source));
}

const LOGGER = /^logger = logging\.getLogger\(/m;

function firstParameter({ definition }: Place): string | undefined {
  const first = definition.function?.parameters[0];
  return first?.kind === 'plain' && /^[A-Za-z]\w*$/.test(first.names[0] ?? '') ? first.names[0] : undefined;
}

function render(
  place: Place,
  design: Design,
  aspects: ReadonlySet<AspectKey>,
  variant: Variant,
  texts: Texts,
): readonly RenderedFile[] {
  const files: RenderedFile[] = [];
  const target = design['log-target'];
  const file = path.posix.join(place.folder, `log${place.extension}`);
  const own = texts(file) === undefined ? file : path.posix.join(place.folder, `logging${place.extension}`);
  const content = logged(place, design, variant);
  if (target === 'own-module') {
    const from = specifier(place.folder, own, place);
    files.push({ role: 'source', path: place.module, content: withImport(content, from, place) });
    files.push({ role: 'source', path: own, content: ownModule(place) });
  } else files.push({ role: 'source', path: place.module, content });
  if (aspects.has('tests')) files.push(contractTest(place, design, variant));
  if (aspects.has('docs')) {
    const said = {
      heading: place.words.join(' ').replace(/^./, (letter) => letter.toUpperCase()),
      sentence: `\`${place.function}\` logs a line whenever it is called.`,
      example: [
        place.scope === 'python' ? `${place.function}()  # logs a line` : `${place.function}(); // logs a line`,
      ],
      points: [`It lies in \`${place.module}\`.`, 'The line is written before anything else happens.'],
      page: place.words.join('-'),
    };
    files.push(...docsFiles(said, design, place, variant, texts));
  }
  if (variant === 'dependency') {
    const manifest = withDependency(place.manifest, texts, {
      name: 'tiny-invariant',
      range: '^1.3.3',
      section: 'dependencies',
    });
    if (manifest !== undefined) files.push(manifest);
  }
  return files;
}

/** The module with the line in the function, and the logger among its parameters where it comes in. */
function logged(place: Place, design: Design, variant: Variant): string {
  const { source, definition, language } = place;
  const { bodyStart = 0, parametersEnd = 0 } = definition.function ?? {};
  if (place.scope === 'python') return loggedInPython(place, design, variant);
  const indent = `${/^[ \t]*/.exec(source.slice(source.lastIndexOf('\n', definition.start) + 1))![0]}${indentOf(source)}`;
  const ado = padding('//', variant, 'One line a call.', 'Before anything else.');
  const lines = [...ado, logLine(place, design)].map((line) => `\n${indent}${line}`).join('');
  // A body in one line goes on behind the new one.
  const rest = source.slice(bodyStart);
  const body = `${lines}${/^[ \t]*\n/.test(rest) ? '' : `\n${indent}`}${rest}`;
  if (design['log-target'] !== 'injected') return source.slice(0, bodyStart) + body;
  const head = source.slice(0, parametersEnd).trimEnd();
  const space = source.slice(head.length, parametersEnd);
  const type = language === 'typescript' ? ": Pick<Console, 'debug' | 'info' | 'warn'>" : '';
  const parameter = `${head.endsWith(',') ? '' : ','} log${type} = console`;
  return head + parameter + space + source.slice(parametersEnd, bodyStart) + body;
}

function loggedInPython(place: Place, design: Design, variant: Variant): string {
  const { source, definition } = place;
  const { bodyStart = 0, parametersEnd = 0 } = definition.function ?? {};
  const indent = pythonIndent(source, bodyStart);
  const ado = padding('#', variant, 'One line a call.', 'Before anything else.');
  const lines = [...ado, pythonLine(place, design)].map((line) => `\n${indent}${line}`).join('');
  const body = `${lines}${source.slice(bodyStart)}`;
  const target = design['log-target'];
  if (target === 'print') return source.slice(0, bodyStart) + body;
  const { start } = definition;
  if (target !== 'injected') {
    const logger = LOGGER.test(source) ? '' : 'logger = logging.getLogger(__name__)\n\n\n';
    return withLogging(source.slice(0, start) + logger + source.slice(start, bodyStart) + body, start);
  }
  const head = source.slice(0, parametersEnd).trimEnd();
  const space = source.slice(head.length, parametersEnd);
  const parameter = `${head.endsWith(',') ? '' : ','} log=None`;
  // Nobody has to hand one in.
  const fallback = `\n${indent}log = log or logging.getLogger(__name__)`;
  return withLogging(head + parameter + space + source.slice(parametersEnd, bodyStart) + fallback + body, start);
}

function pythonLine(place: Place, design: Design): string {
  const { function: name, words } = place;
  const level = { info: 'info', warn: 'warning' }[design['log-level'] ?? ''] ?? 'debug';
  const target = design['log-target'];
  const callee = target === 'print' ? 'print' : `${target === 'injected' ? 'log' : 'logger'}.${level}`;
  const text = lineText(name, words, design);
  const first = firstParameter(place) ?? '';
  if (design['log-data'] === 'fields') {
    const fields = `{"${first}": ${first}}`;
    return `${callee}("${text}", ${target === 'print' ? fields : `extra=${fields}`})`;
  }
  return design['log-data'] === 'inline' ? `${callee}(f"${text} {${first}!r}")` : `${callee}("${text}")`;
}

function lineText(name: string, words: readonly string[], design: Design): string {
  if (design['log-text'] === 'event-key') return `${words.join('.')}.called`;
  return design['log-text'] === 'sentence' ? `Work on ${words.join(' ')} begins` : `${name}: called`;
}

/** With the logging module among the imports; found by how imports begin, below those that have to come first. */
function withLogging(content: string, fallback: number): string {
  if (/^import logging\b/m.test(content)) return content;
  const found = /^(?:import [\w.]+|from (?!__future__)[\w.]+ import\b)/m.exec(content);
  const at = found === null ? fallback : found.index;
  return `${content.slice(0, at)}import logging\n${found === null ? '\n\n' : ''}${content.slice(at)}`;
}

function indentOf(source: string): string {
  return /^([ \t]+)\S/m.exec(source)?.[1] ?? '  ';
}

function logLine(place: Place, design: Design): string {
  const { function: name, words } = place;
  const logger = design['log-target'] === 'console' ? 'console' : 'log';
  const level = (['debug', 'info', 'warn'] as const).find((each) => each === design['log-level']) ?? 'debug';
  const text = lineText(name, words, design);
  const first = firstParameter(place) ?? '';
  if (design['log-data'] === 'fields') return `${logger}.${level}('${text}', { ${first} });`;
  if (design['log-data'] === 'inline') return `${logger}.${level}(\`${text} \${String(${first})}\`);`;
  return `${logger}.${level}('${text}');`;
}

function withImport(content: string, from: string, { modules }: Place): string {
  const line = modules === 'commonjs' ? `const { log } = require('${from}');` : `import { log } from '${from}';`;
  const lines = content.split('\n');
  // Below a comment at the top, and below 'use strict'.
  const at = lines.findIndex((each) =>
    /^(?:import|export|const|let|var|function|class|async|interface|type)\b/.test(each),
  );
  return [...lines.slice(0, Math.max(0, at)), line, ...lines.slice(Math.max(0, at))].join('\n');
}

function ownModule({ modules }: Place): string {
  return modules === 'commonjs'
    ? "'use strict';\n\nmodule.exports = { log: console };\n"
    : '/** Where all of this goes. */\nexport const log = console;\n';
}
