/** Tests that pin down how a real function can be called: that it is there, and how many arguments it declares. */
import path from 'node:path';
import type { Design } from '../preferences/types';
import type { Place } from './place';
import { pythonContract, pythonTest } from './render/python/pythonTest';
import { scriptTest, type Case } from './render/scriptTest';
import type { RenderedFile, Variant } from './types';

/** Whether tests can import the function by its name, without knowing more of it. */
export function isImportable({
  definition,
  scope,
  exported,
  function: name,
  words,
  module,
  extension,
}: Place): boolean {
  return (
    // What is decorated may be anything.
    (scope === 'script' || definition.text.startsWith('def ')) &&
    (exported === 'named' || exported === 'default') &&
    words.length >= 2 &&
    words.length <= 4 &&
    !name.startsWith('_') &&
    module.endsWith(extension)
  );
}

export function contractTest(place: Place, design: Design, variant: Variant): RenderedFile {
  const { function: callee } = place;
  const extra = variant === 'longer' ? 1 : variant === 'longest' ? 2 : 0;
  if (place.scope === 'python') {
    const stem = callee;
    const tested = {
      imported: callee,
      file: place.module,
      stem,
      name: place.words.join(' '),
      cases: pythonContract(place),
    };
    return { role: 'test', ...pythonTest(tested, design, place, extra) };
  }
  const cases: readonly Case[] = [
    { title: 'takes calls', isAsync: false, lines: (assert) => [assert.equal(`typeof ${callee}`, "'function'")] },
    {
      title: 'keeps the number of its arguments',
      isAsync: false,
      lines: (assert) => [assert.equal(`${callee}.length`, String(place.required))],
    },
  ];
  const own = path.posix.join(place.folder, `${callee}${place.extension}`);
  const tested = {
    ...{ callee, imported: callee, cases, file: own, name: place.words.join(' ') },
    how: place.exported === 'default' ? ('default' as const) : ('named' as const),
  };
  const { path: file, content } = scriptTest(tested, design, place, extra);
  // The test is called after the function, and imports the module that it is in.
  const name = (each: string) => `/${path.posix.basename(each, place.extension)}${place.importExtension}'`;
  return { role: 'test', path: file, content: content.replace(name(own), name(place.module)) };
}
