/** New dependencies. */
import type { Topic } from '../types';
import { all, check, value } from './topic';

export const propertyLibraries = ['fast-check', 'jsverify', 'testcheck'] as const;

const library: Topic = {
  id: 'library',
  aspect: 'deps',
  title: 'which library',
  scope: 'script',
  terms: ['library', 'package', 'which', 'dependency', 'generator', 'property'],
  values: [
    value(
      'fast-check',
      'fast-check',
      [
        'I want the one that is alive: somebody still answers there within a week.',
        'Only take what is alive and typed, with releases this year.',
        'Whatever people still answer questions about; I do not adopt orphans.',
      ],
      ['alive', 'answer', 'orphan', 'typed'],
      ['fast-check', 'fastcheck'],
    ),
    value(
      'jsverify',
      'jsverify',
      [
        'My colleague writes Haskell at night and wants the combinators to feel the same.',
        'It should feel like the Haskell original, arbitrary values in little strings and all.',
        'We came from Haskell, and the closest cousin is what we will understand.',
      ],
      ['haskell', 'combinator', 'cousin', 'original'],
      ['jsverify'],
    ),
    value(
      'testcheck',
      'testcheck',
      [
        'Our back end is Clojure, and its generators are what we know.',
        'I learnt this with Clojure, so the port of its generators suits me best.',
        'The Clojure people sit next door and can help with their own port.',
      ],
      ['clojure', 'port', 'back end'],
      ['testcheck'],
    ),
  ],
  predicates: (wanted) => all(check('dependencyAdded', { names: [wanted] })),
};

const range: Topic = {
  id: 'dependency-range',
  aspect: 'deps',
  title: 'version range',
  scope: 'script',
  terms: ['version', 'range', 'pin', 'pinned', 'caret', 'tilde', 'exact'],
  values: [
    value(
      'caret',
      'a caret range',
      [
        'Features of later releases may come in by themselves, as long as nothing breaks.',
        'I trust the numbers: new features are welcome, breaks are not.',
        'Let features flow in without anybody touching the file.',
      ],
      ['feature', 'welcome', 'flow'],
      ['caret', '^'],
    ),
    value(
      'tilde',
      'a tilde range',
      [
        'Repairs yes, novelties no.',
        'Only repairs may slip in; I review novelties by hand.',
        'Novelties have bitten us, repairs never did.',
      ],
      ['repair', 'novelt'],
      ['tilde', '~'],
    ),
    value(
      'exact',
      'one exact version',
      [
        'Two machines must never get different bytes from the same file.',
        'The same bytes everywhere, today and in a year.',
        'An auditor compares bytes here; nothing may drift.',
      ],
      ['bytes', 'drift', 'auditor', 'same'],
      ['exact', 'pinned', 'pin'],
    ),
  ],
  predicates: (wanted) => {
    const form = (['caret', 'tilde', 'exact'] as const).find((each) => each === wanted) ?? 'caret';
    return all(check('dependencyAdded', { names: [], range: form }));
  },
};

const section: Topic = {
  id: 'dependency-section',
  aspect: 'deps',
  title: 'kind of dependency',
  scope: 'script',
  terms: [
    'devdependency',
    'devdependencies',
    'dev dependency',
    'peer',
    'section',
    'kind of dependency',
    'runtime dependency',
  ],
  values: [
    value(
      'development',
      'it among the development dependencies',
      [
        'Customers must not download a single byte of it.',
        'It is scaffolding: needed while we build, gone when customers move in.',
        'Customers count megabytes, so keep scaffolding away from them.',
      ],
      ['customer', 'scaffold', 'download'],
      ['dev', 'devdependencies', 'development'],
    ),
    value(
      'runtime',
      'it among the ordinary dependencies',
      [
        'Our image is built with the production switch on, and the checks run inside it.',
        'The checks run in the shipped image, where the production switch is on.',
        'In production we check ourselves every night, so it has to be there.',
      ],
      ['production', 'image', 'shipped'],
      ['runtime', 'ordinary', 'dependencies'],
    ),
    value(
      'other',
      'it as a peer or optional dependency',
      [
        'The host decides whether and which one it brings along; we only ask politely.',
        'Whoever hosts us brings their own; we only ask.',
        'Two copies of it in one host were a disaster, so let the host bring it.',
      ],
      ['host', 'politely', 'bring', 'copies'],
      ['peer', 'optional', 'peerdependencies'],
    ),
  ],
  predicates: (wanted) => {
    const kind = (['runtime', 'development', 'other'] as const).find((each) => each === wanted) ?? 'other';
    return all(check('dependencyAdded', { names: [], section: kind }));
  },
};

export const depsTopics: readonly Topic[] = [library, range, section];
