/** What people ask an assistant in an editor, with the call that answers it. */
import type { Json } from '../../../runtime/gateway/types';

/** Draws one of them. */
export type Pick = <T>(items: readonly T[]) => T;

export interface TaskCall {
  readonly name: string;
  /** Accepted values by argument; `''` among them: it may be left out. Optional arguments that are not named may be left out. */
  readonly values: Readonly<Record<string, readonly Json[]>>;
}

export interface Task {
  readonly request: string;
  readonly call: TaskCall;
}

const folders = ['src', 'src/parser', 'lib/net', 'app/models', 'tools', 'packages/core/src'];
const stems = ['tokenizer', 'router', 'invoice', 'session', 'cache', 'scheduler', 'palette', 'geometry'];
const endings = ['ts', 'py', 'go', 'rs', 'java'];
const verbs = ['parse', 'load', 'merge', 'validate', 'render', 'flush', 'resolve'];
const nouns = ['Header', 'Config', 'Ticket', 'Range', 'Layout', 'Batch', 'Token'];

export function fileOf(pick: Pick): string {
  return `${pick(folders)}/${pick(stems)}.${pick(endings)}`;
}

export function symbolOf(pick: Pick): string {
  return `${pick(verbs)}${pick(nouns)}`;
}

type Template = (pick: Pick) => Task;

const readWhole: Template = (pick) => {
  const file = fileOf(pick);
  const request = pick([`Show me ${file}.`, `What is in ${file}?`, `Open ${file} and read it, please.`]);
  return { request, call: { name: 'read_file', values: { path: [file] } } };
};

const readLines: Template = (pick) => {
  const [file, from, count] = [fileOf(pick), pick([5, 12, 40, 118, 260]), pick([3, 8, 25])];
  const to = from + count;
  const request = pick([
    `What stands in lines ${from} to ${to} of ${file}?`,
    `Give me ${file} from line ${from} up to and with line ${to}.`,
  ]);
  return { request, call: { name: 'read_file', values: { path: [file], start_line: [from], end_line: [to] } } };
};

const readSymbol: Template = (pick) => {
  const [file, symbol] = [fileOf(pick), symbolOf(pick)];
  const request = pick([`Show only the function ${symbol} of ${file}.`, `How is ${symbol} written in ${file}?`]);
  return { request, call: { name: 'read_file', values: { path: [file], symbol: [symbol] } } };
};

const searchEverywhere: Template = (pick) => {
  const symbol = symbolOf(pick);
  const request = pick([
    `Search the whole workspace for the text ${symbol}.`,
    `In which lines of our code does "${symbol}" occur?`,
    `Find every place where ${symbol} is mentioned.`,
  ]);
  const values = { pattern: [symbol], is_regex: ['', false], case_sensitive: ['', true, false], path: ['', '.'] };
  return { request, call: { name: 'search_text', values } };
};

const searchFolder: Template = (pick) => {
  const [symbol, folder] = [symbolOf(pick), pick(folders)];
  const request = pick([
    `Where does the text ${symbol} occur in ${folder}?`,
    `Search for "${symbol}", only in the folder ${folder}.`,
  ]);
  const values = {
    pattern: [symbol],
    path: [folder, `${folder}/`],
    is_regex: ['', false],
    case_sensitive: ['', true, false],
  };
  return { request, call: { name: 'search_text', values } };
};

const findFile: Template = (pick) => {
  const stem = pick(stems);
  const request = pick([
    `Which files have ${stem} in their name?`,
    `I forgot where it is: find the files called something with "${stem}".`,
  ]);
  const pattern = [stem, `*${stem}*`, `**/*${stem}*`, `**/*${stem}*.*`];
  return { request, call: { name: 'find_files', values: { pattern, include_ignored: ['', false] } } };
};

const listFolder: Template = (pick) => {
  const folder = pick(folders);
  const request = pick([`List what the folder ${folder} holds.`, `Which files and folders are in ${folder}?`]);
  const values = { path: [folder, `${folder}/`], depth: ['', 1, 2], include_ignored: ['', false] };
  return { request, call: { name: 'list_files', values } };
};

const outline: Template = (pick) => {
  const file = fileOf(pick);
  const request = pick([
    `Which classes and functions does ${file} have? Only the outline.`,
    `Give me an outline of ${file}.`,
  ]);
  return { request, call: { name: 'outline_file', values: { path: [file] } } };
};

const edit: Template = (pick) => {
  const [file, from] = [fileOf(pick), symbolOf(pick)];
  const to = `${from}Now`;
  const request = pick([
    `In ${file} the text ${from} occurs once: replace it by ${to}.`,
    `Change ${from} to ${to} in ${file}. It stands there exactly once.`,
  ]);
  const edits = [[{ old_text: [from], new_text: [to], replace_all: ['', false, true] }]];
  return { request, call: { name: 'edit_file', values: { path: [file], edits } } };
};

const create: Template = (pick) => {
  const [file, text] = [`docs/${pick(stems)}.md`, pick(['# Notes', 'To be written.', '# Plan'])];
  const request = pick([
    `Make a new file ${file} with the text "${text}".`,
    `Create ${file}; it should hold just: ${text}`,
  ]);
  return { request, call: { name: 'create_file', values: { path: [file], text: [text, `${text}\n`] } } };
};

const remove: Template = (pick) => {
  const file = fileOf(pick);
  const request = pick([`Delete ${file}.`, `We no longer need ${file}, remove the file.`]);
  return { request, call: { name: 'delete_file', values: { path: [file] } } };
};

const diagnostics: Template = (pick) => {
  const file = fileOf(pick);
  const request = pick([
    `Which errors does the editor show for ${file}?`,
    `Are there compiler or linter problems in ${file}?`,
  ]);
  return { request, call: { name: 'get_diagnostics', values: { paths: [[file]] } } };
};

const status: Template = (pick) => ({
  request: pick(['On which branch am I, and what is staged?', 'What does git status say?']),
  call: { name: 'git_status', values: {} },
});

const log: Template = (pick) => {
  const limit = pick([3, 5, 12]);
  const request = pick([`Show the last ${limit} commits.`, `What were the ${limit} latest commits?`]);
  return { request, call: { name: 'git_log', values: { limit: [limit], revision: ['', 'HEAD'], path: ['', '.'] } } };
};

const show: Template = (pick) => {
  const revision = pick(['3fa91c2', 'b7e04d1', 'v1.4.0']);
  const request = pick([`What did commit ${revision} change?`, `Show me the commit ${revision}.`]);
  return { request, call: { name: 'git_show', values: { revision: [revision], summary: ['', false, true] } } };
};

const staged: Template = (pick) => ({
  request: pick([
    'Show the diff of what is staged.',
    'What would go into the next commit? Give me the staged changes as a diff.',
  ]),
  call: { name: 'git_diff', values: { staged: [true], summary: ['', false] } },
});

export const templates: readonly Template[] = [
  ...[readWhole, readLines, readSymbol, searchEverywhere, searchFolder, findFile, listFolder, outline],
  ...[edit, create, remove, diagnostics, status, log, show, staged],
];

type Request = (pick: Pick) => string;

const needless: readonly Request[] = [
  (pick) => pick(['Thanks, that was it.', 'Good morning! How are you?', 'Great, you can stop here.']),
  (pick) =>
    `What is the difference between a ${pick(['stack and a queue', 'mutex and a semaphore', 'list and a tuple'])}?`,
  (pick) =>
    `Explain in two sentences what ${pick(['recursion', 'memoisation', 'a closure', 'dependency injection'])} means.`,
  (pick) =>
    `Is "${pick(['a = b = 3', 'x?.y', 'for (;;) {}'])}" valid ${pick(['JavaScript', 'TypeScript'])}? Just say yes or no.`,
  (pick) => `Write a haiku about ${pick(['compilers', 'merge conflicts', 'tests'])}.`,
  (pick) => `What is ${pick([17, 23, 41])} times ${pick([3, 6, 9])}?`,
  (pick) => `Book me a ${pick(['train to Graz', 'table for two', 'meeting room'])} for tomorrow.`,
  (pick) => `Which name would you give a function that ${pick(['counts words', 'sorts dates', 'trims a path'])}?`,
];

const incomplete: readonly Request[] = [
  (pick) => pick(['Delete the file.', 'Please remove that file for me.']),
  (pick) => `Create a new file that says "${pick(['hello', 'TODO', '# Title'])}".`,
  (pick) => `Replace ${symbolOf(pick)} in the file by something better.`,
  (pick) => `Change the name in ${fileOf(pick)}.`,
  () => 'Show me what that commit changed.',
  () => 'Search the code for it.',
  () => 'Give me the outline of the other file.',
];

/** What no tool of the workspace is for, or no tool at all. */
export function needlessRequest(pick: Pick): string {
  return pick(needless)(pick);
}

/** What a tool could do if one knew more: the right answer asks back. */
export function incompleteRequest(pick: Pick): string {
  return pick(incomplete)(pick);
}
