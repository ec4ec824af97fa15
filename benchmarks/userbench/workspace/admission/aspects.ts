import type { AspectKey, AspectLetter } from '../types';

export const aspectLetters: Readonly<Record<AspectKey, AspectLetter>> = {
  placement: 'P',
  api: 'A',
  errors: 'E',
  tests: 'T',
  deps: 'D',
  naming: 'N',
  defaults: 'V',
  docs: 'O',
  compat: 'K',
};

export const aspectTitles: Readonly<Record<AspectKey, string>> = {
  placement: 'where it lives',
  api: 'how it is called and what it gives',
  errors: 'what happens when something is wrong',
  tests: 'how it is tested',
  deps: 'what it depends on',
  naming: 'how things are called',
  defaults: 'what holds when nothing is said',
  docs: 'how it is documented',
  compat: 'what becomes of the old way',
};

/** How people call an aspect, for the rule matcher and for searches. */
export const aspectTerms: Readonly<Record<AspectKey, readonly string[]>> = {
  placement: ['placement', 'folder', 'directory', 'file', 'location', 'where', 'module', 'live', 'put'],
  api: ['api', 'signature', 'function', 'parameter', 'argument', 'return', 'export', 'call', 'interface', 'result'],
  errors: ['error', 'errors', 'fail', 'failure', 'exception', 'invalid', 'wrong', 'bad input', 'message'],
  tests: ['test', 'tests', 'testing', 'spec', 'coverage', 'case', 'cases'],
  deps: ['dependency', 'dependencies', 'package', 'library', 'version', 'install'],
  naming: ['name', 'naming', 'called', 'call it', 'identifier', 'case', 'parameter'],
  defaults: ['default', 'defaults', 'setting', 'option', 'limit', 'constant', 'config', 'configuration'],
  docs: ['document', 'documentation', 'docs', 'readme', 'comment', 'changelog', 'jsdoc', 'docstring', 'example'],
  compat: [
    'compatibility',
    'compatible',
    'old name',
    'deprecate',
    'deprecated',
    'alias',
    'rename',
    'breaking',
    'removal',
  ],
};

/** Kinds of files that an aspect is about: what its cards show. */
export const aspectRoles: Readonly<Record<AspectKey, readonly ('source' | 'test' | 'docs' | 'manifest')[]>> = {
  placement: ['source'],
  api: ['source'],
  errors: ['source'],
  tests: ['test'],
  deps: ['manifest', 'test'],
  naming: ['source'],
  defaults: ['source'],
  docs: ['docs', 'source'],
  compat: ['source'],
};
