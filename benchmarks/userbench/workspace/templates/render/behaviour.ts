/** A program that finds the function of a wish wherever it lies, calls it however it wants to be called, and says whether it does its work. */
import type { Predicate } from '../../types';
import { check } from '../../preferences/topics';
import type { Feature } from '../features/feature';
import type { Place } from '../place';

export const behaviourHolds = 'The wish is fulfilled.';

/** @param tries inputs of which one has to be taken and refused as wanted; default: the feature's own */
export function behaviourOf(
  feature: Feature,
  place: Place,
  tries: readonly Pick<Feature['input'], 'good' | 'bad'>[] = [feature.input],
): Predicate {
  const typed = place.language === 'typescript';
  const file = 'whetstone-behaviour.mjs';
  return check('behaviour', {
    words: typed ? ['npx', '--no-install', 'tsx', file] : ['node', file],
    folder: '.',
    expected: behaviourHolds,
    files: [{ path: file, content: program(feature, place, tries) }],
  });
}

function program(
  { nouns, output }: Feature,
  { extension }: Place,
  tries: readonly Pick<Feature['input'], 'good' | 'bad'>[],
): string {
  return `import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const nouns = ${JSON.stringify(nouns)};
const tries = [${tries.map(({ good, bad }) => `[${good}, ${bad}]`).join(', ')}];
const expected = JSON.stringify(${output.good});
const skipped = /^(node_modules|\\.git|dist|build|out|coverage|tests?|__tests__|spec)$/;
const wordsOf = (name) => name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase().split(/[^a-z0-9]+/);
const isMeant = (name) => nouns.every((noun) => wordsOf(name).includes(noun));
const mentions = new RegExp(nouns.join('[_ -]?'), 'i');

function* files(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const place = path.join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!skipped.test(entry.name)) yield* files(place);
    } else if (entry.name.endsWith(${JSON.stringify(extension)}) && !/[._-](test|spec)\\.|\\.d\\.ts$/.test(entry.name)) yield place;
  }
}

function* functions(holder, deep) {
  for (const [name, value] of Object.entries(holder)) {
    if (typeof value === 'function' && (isMeant(name) || isMeant(value.name))) yield value;
    else if (deep > 0 && value !== null && typeof value === 'object') yield* functions(value, deep - 1);
  }
}

const fails = (value) =>
  value === undefined || value === null || value instanceof Error || (typeof value === 'object' && (value.ok === false || value.success === false || 'error' in value));
const parts = (value) => (value !== null && typeof value === 'object' ? [value, ...Object.values(value).flatMap(parts)] : [value]);

async function call(run, given) {
  const head = run.toString().slice(0, 400);
  const list = head.slice(head.indexOf('(') + 1);
  const callback = /\\b(done|callback|cb|next|then)\\b/.test(list.slice(0, 200));
  const key = /^\\s*\\{\\s*([\\w$]+)/.exec(list)?.[1];
  const options = /^\\s*(options|opts|args|input|request)\\b/.test(list) ? /\\b(?:options|opts|args|input|request)\\.(\\w+)/.exec(run.toString())?.[1] : key;
  const first = options === undefined ? given : { [options]: given };
  if (!callback) return run(first);
  return new Promise((resolve, reject) => {
    const done = (error, value) => (error ? reject(error) : resolve(value));
    const args = options === undefined ? [first, undefined, done] : [first, done];
    Promise.resolve(run(...args)).catch(reject);
  });
}

let found = false;
let told = '';
for (const file of files('.')) {
  if (!mentions.test(readFileSync(file, 'utf8'))) continue;
  const module = await import(pathToFileURL(path.resolve(file)).href).catch((error) => {
    told = String(error);
    return {};
  });
  for (const run of functions({ ...module, ...(typeof module.default === 'object' ? module.default : {}) }, 2)) {
    found = true;
    for (const [good, bad] of tries) try {
      const value = await call(run, good);
      if (!parts(value).some((part) => JSON.stringify(part) === expected)) {
        told = \`\${run.name} gives \${JSON.stringify(value)}\`;
        continue;
      }
      const refused = await call(run, bad).then(fails, () => true);
      if (refused) {
        console.log(${JSON.stringify(behaviourHolds)});
        process.exit(0);
      }
      told = \`\${run.name} takes what it has to refuse\`;
    } catch (error) {
      told = \`\${run.name}: \${error}\`;
    }
  }
}
console.log(found ? told : \`No function is called \${nouns.join(' ')}. \${told}\`);
process.exit(1);
`;
}
