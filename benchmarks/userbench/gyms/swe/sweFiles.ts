import { isJsonObject } from '../../../../runtime/functionCalling';
import type { Json } from '../../../core/runs/types';
import { repositoryPath } from '../../../locobench/grading/state/repositoryPath';
import { readLiteral } from '../core/literals';

/** What came of something that was done with files. */
export interface FileOutcome {
  readonly feedback: string;
  readonly code: string;
  /** Set where files changed. */
  readonly files?: ReadonlyMap<string, string> | undefined;
}

const mostFiles = 60;
const longestFile = 100_000;
const longestShown = 16_000;
const mostHits = 40;

/** A file with numbers of lines, or the list of all files. @param wanted a path, with `:from-to` for a part; empty for the list */
export function readFiles(files: ReadonlyMap<string, string>, wanted: string): FileOutcome {
  if (wanted === '') return { feedback: listOf(files), code: 'files' };
  const [, name = '', from = '1', to = 'Infinity'] = /^(.*?)(?::(\d+)-(\d+))?$/su.exec(wanted) ?? [];
  const text = files.get(repositoryPath(name) ?? '');
  if (text === undefined) return { feedback: `There is no file ${shown(name)}.\n${listOf(files)}`, code: 'no_file' };
  const lines = text.split('\n').map((line, at) => `${at + 1}: ${line}`);
  const part = lines.slice(Math.max(1, Number(from)) - 1, Number(to));
  return { feedback: part.join('\n').slice(0, longestShown), code: 'file' };
}

/** Lines that have a text, whatever its case. */
export function searchFiles(files: ReadonlyMap<string, string>, wanted: string): FileOutcome {
  const needle = wanted.toLowerCase();
  if (needle === '') return { feedback: 'A search needs a text to look for.', code: 'bad_search' };
  const hits = [...files].flatMap(([path, text]) =>
    text.split('\n').flatMap((line, at) => (line.toLowerCase().includes(needle) ? [`${path}:${at + 1}: ${line}`] : [])),
  );
  if (hits.length === 0) return { feedback: 'Nothing has that text.', code: 'search_nothing' };
  return { feedback: hits.slice(0, mostHits).join('\n').slice(0, longestShown), code: 'search_results' };
}

/** One edit as JSON: `{path, content}` writes a file, `{path, find, replace}` changes what stands once in it, `{path, delete: true}` removes it. */
export function editFiles(files: ReadonlyMap<string, string>, content: string): FileOutcome {
  const given = readLiteral(content, 'both');
  if (given === undefined || !isJsonObject(given) || typeof given.path !== 'string') {
    return bad('One edit is one JSON object: {"path", "content"} or {"path", "find", "replace"}; nothing was changed.');
  }
  const path = repositoryPath(given.path);
  if (path === undefined) return bad(`${shown(given.path)} is no path of the project; nothing was changed.`);
  const before = files.get(path);
  const after = edited(given, before);
  if (typeof after === 'object') return bad(after.problem);
  const next = new Map(files);
  if (after === undefined) next.delete(path);
  else next.set(path, after);
  if (after !== undefined && after.length > longestFile)
    return bad(`${path} would be longer than ${longestFile} characters.`);
  if (next.size > mostFiles) return bad(`The project would have more than ${mostFiles} files.`);
  return { feedback: after === undefined ? `${path} is gone.` : `${path} is written.`, code: 'edited', files: next };
}

/** @returns undefined: the file is removed */
function edited(
  given: Readonly<Record<string, Json | undefined>>,
  before: string | undefined,
): string | undefined | { readonly problem: string } {
  const { content, find, replace } = given;
  if (given.delete === true) return before === undefined ? { problem: 'There is no such file to delete.' } : undefined;
  if (typeof content === 'string') return content;
  if (typeof find !== 'string' || typeof replace !== 'string' || find === '') {
    return { problem: 'An edit needs content, or find and replace, as texts; nothing was changed.' };
  }
  if (before === undefined) return { problem: 'There is no such file; give content to make it.' };
  const at = before.indexOf(find);
  if (at < 0) return { problem: 'What is to be found does not stand in the file; nothing was changed.' };
  if (before.includes(find, at + 1))
    return { problem: 'What is to be found stands there several times; give more of it.' };
  return before.slice(0, at) + replace + before.slice(at + find.length);
}

function listOf(files: ReadonlyMap<string, string>): string {
  return [...files].map(([path, text]) => `${path} (${text.split('\n').length} lines)`).join('\n');
}

function bad(feedback: string): FileOutcome {
  return { feedback, code: 'bad_call' };
}

function shown(text: string): string {
  return `“${text.slice(0, 80)}”`;
}
