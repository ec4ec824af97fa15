/** Templates whose wish is a new function near a real one. */
import path from 'node:path';
import { check } from '../preferences/topics';
import type { Design } from '../preferences/types';
import type { AspectKey } from '../types';
import type { Feature } from './features/feature';
import { headerText, newFile } from './render/newFile';
import type { Place } from './place';
import { behaviourOf } from './render/behaviour';
import { pythonBehaviour } from './render/python/pythonBehaviour';
import { renderPython } from './render/python/renderPython';
import { docsFiles, ended } from './render/docs';
import { withDependency } from './render/manifest';
import { featureNames, type FeatureNames } from './render/names';
import { scriptSource, sentenceOf } from './render/scriptSource';
import { featureCases, scriptTest, type Tested } from './render/scriptTest';
import { verbs } from './wording';
import type { RenderedFile, Template, TemplateAtPlace, Texts, Variant } from './types';

/** Files of other names cannot be imported. */
export const pythonSuits = { 'file-case': ['camel', 'pascal', 'snake'] } as const;

const topics = [
  ...['where', 'file-case', 'file-stem', 'header', 'parameters', 'async', 'return-shape', 'function-form', 'export'],
  ...['error-style', 'error-message', 'test-place', 'test-suffix', 'test-framework', 'test-titles', 'test-form'],
  ...['function-case', 'name-form', 'parameter-name', 'default-value', 'default-place', 'setting-name', 'setting-case'],
  ...['docs-place', 'changelog', 'example', 'comment-detail', 'annotations', 'docstring-style'],
];

interface Wish {
  /** Where the design decides on it too (as on how a flag is spelt): for each design. */
  readonly feature: Feature | ((design: Design) => Feature);
  /** Words of a flag of the command line. */
  readonly flag?: readonly string[] | undefined;
  /** Inputs to try it with, where they depend on the design. */
  readonly tries?: readonly Pick<Feature['input'], 'good' | 'bad'>[] | undefined;
  readonly title: string;
  readonly openingMessage: string;
}

export function functionTemplate(
  name: string,
  aspects: readonly AspectKey[],
  wish: (place: Place, random: (below: number) => number) => Wish | undefined,
  further: readonly string[] = [],
): Template {
  return {
    name,
    aspects,
    topics: [...topics, ...further],
    at: (place, random) => {
      const made = wish(place, random);
      return made === undefined ? undefined : atPlace(place, made);
    },
  };
}

function atPlace(place: Place, { feature: given, title, openingMessage, flag, tries }: Wish): TemplateAtPlace {
  const featureOf = (design: Design) => (typeof given === 'function' ? given(design) : given);
  const feature = featureOf({});
  const { noun, plural, ranges } = feature.setting;
  const subject = { words: feature.nouns, kind: 'function' } as const;
  return {
    ...{ place, title, openingMessage },
    context: { place, subject, nouns: feature.nouns, verbs, setting: [`${noun}|${plural}`], ranges, flag },
    gate: [check('identifierMatches', { subject })],
    behaviour: [
      place.scope === 'python' ? pythonBehaviour(feature, feature.python, tries) : behaviourOf(feature, place, tries),
    ],
    suits: place.scope === 'python' ? pythonSuits : undefined,
    render: (design, aspects, variant, texts) =>
      (place.scope === 'python' ? renderPython : renderFunction)(
        featureOf(design),
        place,
        design,
        aspects,
        variant,
        texts,
      ),
  };
}

function renderFunction(
  feature: Feature,
  place: Place,
  design: Design,
  aspects: ReadonlySet<AspectKey>,
  variant: Variant,
  texts: Texts,
): readonly RenderedFile[] {
  const names = featureNames(feature, design);
  const existing = design.where === 'existing';
  const parts = scriptSource(
    { feature, names, design, place, variant, typed: place.language === 'typescript' },
    existing,
  );
  const code = `${[...parts.before, ...parts.function, ...parts.after].join('\n')}\n`;
  const file = existing ? place.module : newFile(names.stem, feature.nouns, design, place);
  const content = existing
    ? `${ended(texts(place.module) ?? '')}\n${code}`
    : headerText(feature.nouns, design, place) + code;
  const files: RenderedFile[] = [{ role: 'source', path: file, content }];
  const callee = design.export === 'object' ? `${names.group}.${names.function}` : names.function;
  if (aspects.has('tests')) {
    const how: Tested['how'] =
      design.export === 'object' ? 'object' : design.export === 'default' ? 'default' : 'named';
    const tested = {
      ...{ callee, how, file: existing ? testedName(names, place) : file },
      imported: how === 'object' ? names.group : names.function,
      name: feature.nouns.join(' '),
      cases: featureCases(feature, names, design, callee),
    };
    const { path: test, content: text } = scriptTest(
      tested,
      design,
      place,
      variant === 'longer' ? 1 : variant === 'longest' ? 2 : 0,
    );
    const source = existing
      ? text.replace(testImport(testedName(names, place), place), testImport(place.module, place))
      : text;
    files.push({ role: 'test', path: test, content: source });
  }
  if (aspects.has('docs')) {
    const said = {
      heading: `${feature.nouns[0].charAt(0).toUpperCase()}${feature.nouns[0].slice(1)} ${feature.nouns[1]}`,
      sentence: sentenceOf(feature),
      example: [
        `${callee}(${design.parameters === 'single' ? `{ ${names.input}: ${feature.input.good} }` : feature.input.good});`,
      ],
      points: [
        `\`${callee}\` lies in \`${file}\`.`,
        `${feature.refusal.charAt(0).toUpperCase()}${feature.refusal.slice(1)}.`,
      ],
      page: feature.nouns.join('-'),
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

/** Tests of a function that went into an old file are called after the function: the old file may have tests. */
function testedName(names: FeatureNames, place: Place): string {
  return path.posix.join(place.folder, `${names.function}${place.extension}`);
}

function testImport(file: string, place: Place): string {
  return `/${path.posix.basename(file, place.extension)}${place.importExtension}'`;
}
