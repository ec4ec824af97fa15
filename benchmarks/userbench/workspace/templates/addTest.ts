import { check, propertyLibraries } from '../preferences/topics';
import { contractTest, isImportable } from './contract';
import { withDependency } from './render/manifest';
import type { RenderedFile, Template } from './types';
import { pick, verbs } from './wording';

const versions: Readonly<Record<string, string>> = {
  'fast-check': '3.23.2',
  jsverify: '0.8.4',
  testcheck: '1.0.0-rc.2',
};
const sections = { runtime: 'dependencies', development: 'devDependencies', other: 'peerDependencies' } as const;
const marks: Readonly<Record<string, string>> = { caret: '^', tilde: '~', exact: '' };

/** A test that pins down a real function, and a library for the tests that follow. */
export const addTest: Template = {
  name: 'add-test',
  aspects: ['tests', 'deps'],
  topics: [
    'test-place',
    'test-suffix',
    'test-framework',
    'test-titles',
    'test-form',
    'library',
    'dependency-range',
    'dependency-section',
  ],
  at: (place, random) => {
    if (!isImportable(place) || place.manifest !== 'package.json') return undefined;
    // What is there already cannot be added.
    const open = propertyLibraries.filter((name) => !place.dependencies.includes(name));
    if (open.length === 0) return undefined;
    const subject = { words: place.words, kind: 'function', changed: false } as const;
    return {
      place,
      title: `A test that pins down ${place.function}`,
      openingMessage: pick(random, [
        `Others build on \`${place.function}\` of \`${place.module}\`, and nothing notices when it goes away. Add a test that pins down that it can be called. And put a package for generated input into the manifest, I will write tests with it next.`,
        `\`${place.function}\` in \`${place.module}\` needs a guard: a test that it is there and can be called. While you are at it, add a package for property tests, I want to begin with those tomorrow.`,
      ]),
      context: {
        place,
        subject,
        nouns: place.words,
        verbs,
        setting: [],
        ranges: { small: [0, 0], middle: [0, 0], large: [0, 0] },
      },
      gate: [check('testAt', { subject, globs: ['**/*'] })],
      behaviour: [],
      suits: { library: open },
      render: (design, aspects, variant, texts) => {
        const files: RenderedFile[] =
          aspects.has('tests') || !aspects.has('deps') ? [contractTest(place, design, variant)] : [];
        if (!aspects.has('deps')) {
          const extra =
            variant === 'dependency'
              ? withDependency(place.manifest, texts, {
                  name: 'tiny-invariant',
                  range: '^1.3.3',
                  section: 'devDependencies',
                })
              : undefined;
          return extra === undefined ? files : [...files, extra];
        }
        const name = design.library ?? 'fast-check';
        const range = `${marks[design['dependency-range'] ?? 'caret'] ?? '^'}${versions[name] ?? '1.0.0'}`;
        const kind = design['dependency-section'];
        const section = sections[kind === 'runtime' || kind === 'other' ? kind : 'development'];
        let manifest = withDependency(place.manifest, texts, { name, range, section });
        // More of the same kind: what everything that is wanted holds for as well.
        const companions =
          variant === 'plain'
            ? []
            : variant === 'longer'
              ? ['@types/json-schema']
              : variant === 'dependency'
                ? ['ms']
                : ['@types/json-schema', 'ms'];
        for (const companion of companions) {
          const before = manifest?.content ?? undefined;
          const also = withDependency(place.manifest, (path) => (path === place.manifest ? before : texts(path)), {
            name: companion,
            range: range.replace(/\d.*$/, '2.1.3'),
            section,
          });
          manifest = also ?? manifest;
        }
        return manifest === undefined ? files : [...files, manifest];
      },
    };
  },
};
