import { inCase } from '../code/words';
import { check } from '../preferences/topics';
import type { Design } from '../preferences/types';
import type { AspectKey } from '../types';
import { contractTest, isImportable } from './contract';
import { endOf, isPlainFunction, padding, specifier } from './oldAndNew';
import type { Place } from './place';
import { docsFiles, ended } from './render/docs';
import { withDependency } from './render/manifest';
import { headerText, newFile } from './render/newFile';
import { takenImports } from './takenImports';
import type { RenderedFile, Template, Texts, Variant } from './types';
import { pick, verbs } from './wording';

const topics = [
  ...['where', 'file-case', 'file-stem', 'header', 'export', 'old-import', 'removal-note'],
  ...['test-place', 'test-suffix', 'test-framework', 'test-titles', 'test-form'],
  ...['docs-place', 'changelog', 'example', 'comment-detail'],
];

/** A real function moves into a module of its own, and the old module goes on offering it. */
export const extractModule: Template = {
  name: 'extract-module',
  aspects: ['placement', 'compat', 'tests', 'docs'],
  topics,
  at: (place, random) => {
    const { function: name, words, module } = place;
    if (place.neededImports === undefined || !isImportable(place) || !isPlainFunction(place)) return undefined;
    const nouns = words.slice(-2);
    // Imports in a form that cannot be taken along.
    if (takenImports(place, withComment(place).start, endOfFunction(place), module) === undefined) return undefined;
    // A module that bears the name already is its own, or somebody else's.
    if (newFiles(place, nouns).some((file) => place.exists(file))) return undefined;
    const subject = { words, kind: 'function', added: true } as const;
    return {
      place,
      title: `A module of its own for ${name}`,
      openingMessage: pick(random, [
        `\`${module}\` does too much. Take \`${name}\` out of it, into a module of its own. Others import it from where it is, and that has to go on working.`,
        `Please move \`${name}\` out of \`${module}\`: it needs nothing of what stands around it. Nobody who imports it from there today may break.`,
      ]),
      context: { place, subject, nouns, verbs, setting: [], ranges: { small: [0, 0], middle: [0, 0], large: [0, 0] } },
      gate: [
        check('identifierMatches', { subject }),
        check('docMentions', { globs: [globOf(module)], words: [name.toLowerCase()] }),
      ],
      behaviour: [],
      suits: {
        where: ['beside', 'shared', 'own-folder'],
        // Of two words the thing and the function are called the same.
        ...(words.length < 3 ? { 'file-stem': ['function'] } : {}),
        'docs-place': ['readme', 'docs-folder'],
        'comment-detail': ['none'],
      },
      render: (design, aspects, variant, texts) => render(place, nouns, design, aspects, variant, texts),
    };
  },
};

/** A path as a pattern that matches itself alone. */
function globOf(file: string): string {
  return file.replace(/[()[\]+@!*?{}]/g, '\\$&');
}

function render(
  place: Place,
  nouns: readonly string[],
  design: Design,
  aspects: ReadonlySet<AspectKey>,
  variant: Variant,
  texts: Texts,
): readonly RenderedFile[] {
  const { source } = place;
  const file = newFile(stemOf(place, nouns, design), nouns, design, place);
  const group = inCase([nouns[0] ?? 'new', 'tools'], 'camel');
  const { kept, start } = withComment(place);
  const end = endOfFunction(place);
  const { lines, before } = takenImports(place, start, end, file) ?? { lines: [], before: source.slice(0, start) };
  const moved = movedCode(place, kept, design, group, variant, lines);
  const left = leftBehind(place, specifier(place.folder, file, place), design, group);
  const module = `${before}${left.join('\n')}${source.slice(end)}`;
  const files: RenderedFile[] = [
    { role: 'source', path: file, content: `${headerText(nouns, design, place)}${moved}` },
    { role: 'source', path: place.module, content: module },
  ];
  if (aspects.has('tests')) files.push(contractTest(place, design, variant));
  if (aspects.has('docs')) {
    const said = {
      heading: place.words.join(' ').replace(/^./, (letter) => letter.toUpperCase()),
      sentence: `\`${place.function}\` has a module of its own: \`${file}\` (${nouns.join(' ')}).`,
      example: [`${place.function}();`],
      points: [`It lies in \`${file}\`.`, `\`${place.module}\` offers it as before.`],
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

const endOfFunction = ({ definition }: Place): number => definition.start + definition.text.length;

/** Every file that a design may make. */
function newFiles(place: Place, nouns: readonly string[]): readonly string[] {
  const designs = ['beside', 'shared', 'own-folder'].flatMap((where) =>
    ['function', 'topic', 'collective'].flatMap((stem) =>
      ['kebab', 'camel', 'pascal', 'snake'].map((form) => ({ where, 'file-stem': stem, 'file-case': form })),
    ),
  );
  return designs.map((design) => newFile(stemOf(place, nouns, design), nouns, design, place));
}

function stemOf({ words }: Place, nouns: readonly string[], design: Design): string {
  const stem =
    design['file-stem'] === 'topic'
      ? nouns
      : design['file-stem'] === 'collective'
        ? [nouns[0] ?? 'new', 'helpers']
        : words;
  return inCase(
    stem,
    (['kebab', 'camel', 'pascal', 'snake'] as const).find((each) => each === design['file-case']) ?? 'kebab',
  );
}

/** The function without `export`, with the comment right above it, and where both begin. */
function withComment({ definition, source }: Place): { readonly kept: string; readonly start: number } {
  const code = definition.text.replace(/^export\s+/, '');
  const { documentation } = definition;
  const before = source.slice(0, definition.start).trimEnd();
  if (documentation === undefined || !before.endsWith(documentation)) return { kept: code, start: definition.start };
  return { kept: `${documentation}\n${code}`, start: before.length - documentation.length };
}

function movedCode(
  { function: name, modules, source }: Place,
  kept: string,
  design: Design,
  group: string,
  variant: Variant,
  imports: readonly string[],
): string {
  const how = design.export;
  const ado = padding('//', variant, 'It needs nothing of what stood around it.', 'It came here as it was.')
    .map((line) => `${line}\n`)
    .join('');
  const needs = imports.length === 0 ? '' : `${imports.join('\n')}\n\n`;
  if (modules === 'commonjs') {
    const strict = /^['"]use strict['"]/m.test(source) ? "'use strict';\n\n" : '';
    const given = how === 'default' ? name : how === 'object' ? `{ ${group}: { ${name} } }` : `{ ${name} }`;
    return ended(`${strict}${needs}${ado}${ended(kept)}\nmodule.exports = ${given};`);
  }
  if (how === 'object') return ended(`${needs}${ado}${ended(kept)}\nexport const ${group} = { ${name} };`);
  const at = kept.lastIndexOf(kept.replace(/^\/[*/][\s\S]*?\n(?=(?:async\s+)?function\b)/, ''));
  return ended(`${needs}${ado}${kept.slice(0, at)}export ${how === 'default' ? 'default ' : ''}${kept.slice(at)}`);
}

/** What stands in the old module instead. */
function leftBehind(place: Place, from: string, design: Design, group: string): readonly string[] {
  const { function: name, modules, language, source, definition } = place;
  const how = design.export;
  const note = endOf(design);
  const old = design['old-import'];
  const moved = `${name}Moved`;
  const comment =
    old === 'tagged'
      ? [`/** @deprecated Import it from '${from}'.${note} */`]
      : note === '' || old === 'warns'
        ? []
        : [`//${note}`];
  const warning = `  console.warn("${name} lives in '${from}' now.${note}");`;
  if (modules === 'commonjs') {
    const member = how === 'default' ? '' : how === 'object' ? `.${group}.${name}` : `.${name}`;
    const required = `require('${from}')${member}`;
    if (old !== 'warns') return [...comment, `const ${name} = ${required};`];
    return [
      `const ${moved} = ${required};`,
      '',
      `function ${name}(...given) {`,
      warning,
      `  return ${moved}(...given);`,
      '}',
    ];
  }
  if (old === 'warns') {
    const imported = { default: moved, object: `{ ${group} }` }[how ?? ''] ?? `{ ${name} as ${moved} }`;
    const callee = how === 'object' ? `${group}.${name}` : moved;
    const signature =
      language === 'typescript'
        ? `(...given: Parameters<typeof ${callee}>): ReturnType<typeof ${callee}>`
        : '(...given)';
    return [
      `import ${imported} from '${from}';`,
      '',
      `export function ${name}${signature} {`,
      warning,
      `  return ${callee}(...given);`,
      '}',
    ];
  }
  if (how === 'object')
    return [`import { ${group} } from '${from}';`, '', ...comment, `export const ${name} = ${group}.${name};`];
  const others = source.slice(0, definition.start) + source.slice(definition.start + definition.text.length);
  const isUsed = new RegExp(`(?<![\\w$.])${name}(?![\\w$])`).test(others);
  const inside = isUsed ? [`import ${how === 'default' ? name : `{ ${name} }`} from '${from}';`, ''] : [];
  return [...inside, ...comment, `export { ${how === 'default' ? `default as ${name}` : name} } from '${from}';`];
}
