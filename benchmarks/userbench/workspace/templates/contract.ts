/** Tests that pin down how a real function can be called: that it is there, and how many arguments it declares. */
import path from 'node:path';
import type { Design } from '../preferences/types';
import type { Place } from './place';
import { scriptTest, type Case } from './render/scriptTest';
import type { RenderedFile, Variant } from './types';

/** Whether tests can import the function by its name, without knowing more of it. */
export function isImportable({ scope, exported, function: name, words, module, extension }: Place): boolean {
  return (
    scope === 'script' &&
    (exported === 'named' || exported === 'default') &&
    words.length >= 2 &&
    words.length <= 4 &&
    !name.startsWith('_') &&
    module.endsWith(extension)
  );
}

export function contractTest(place: Place, design: Design, variant: Variant): RenderedFile {
  const { function: callee } = place;
  const cases: readonly Case[] = [
    { title: 'takes calls', isAsync: false, lines: (assert) => [assert.equal(`typeof ${callee}`, "'function'")] },
    {
      title: 'keeps its place',
      isAsync: false,
      lines: (assert) => [assert.equal(`[${callee}].includes(${callee})`, 'true')],
    },
  ];
  const own = path.posix.join(place.folder, `${callee}${place.extension}`);
  const tested = {
    ...{ callee, imported: callee, cases, file: own, name: place.words.join(' ') },
    how: place.exported === 'default' ? ('default' as const) : ('named' as const),
  };
  const extra = variant === 'longer' ? 1 : variant === 'longest' ? 2 : 0;
  const { path: file, content } = scriptTest(tested, design, place, extra);
  // The test is called after the function, and imports the module that it is in.
  const name = (each: string) => `/${path.posix.basename(each, place.extension)}${place.importExtension}'`;
  return { role: 'test', path: file, content: content.replace(name(own), name(place.module)) };
}
