/** What `--help` of a program says: argparse, click, commander, yargs, clap, Go's flag, GNU and plain texts. */
import type { ToolParameter } from '../types';

export interface HelpOption {
  readonly parameter: ToolParameter;
  /** As it is passed: `--output`; undefined: by place. */
  readonly flag: string | undefined;
  readonly takesValue: boolean;
}

export interface HelpFacts {
  readonly description: string;
  readonly options: readonly HelpOption[];
  /** Names of its commands, with what it says about them. */
  readonly commands: ReadonlyMap<string, string>;
}

interface Entry {
  readonly head: string;
  readonly text: string;
}

const headings = /^\s{0,2}([A-Za-z][A-Za-z /-]*?)\s*:\s*$/;

/** @returns undefined for what is no help of a program */
export function parseHelp(text: string): HelpFacts | undefined {
  const lines = text.replaceAll('\t', '    ').split(/\r?\n/);
  const usage = usageOf(lines);
  const options = new Map<string, HelpOption>();
  const commands = new Map<string, string>();
  const positional: Entry[] = [];
  for (const { section, entries } of sectionsOf(lines)) {
    for (const entry of entries) {
      if (entry.head.startsWith('-')) {
        const option = optionOf(entry);
        if (option !== undefined && !options.has(option.parameter.name)) options.set(option.parameter.name, option);
      } else if (/command|subcommand/i.test(section)) {
        const name = /^[\w:-]+/.exec(entry.head)?.[0];
        if (name !== undefined && name !== 'help') commands.set(name, entry.text);
      } else if (/argument|positional/i.test(section)) positional.push(entry);
    }
  }
  if (usage === undefined && options.size === 0) return undefined;
  const places = placesOf(usage ?? '', positional);
  const all = [...places, ...[...options.values()].map((each) => neededBy(usage ?? '', each))].filter(
    ({ parameter: { name } }) => !/^(help|version|h|V)$/.test(name),
  );
  return { description: descriptionOf(lines), options: all, commands };
}

function usageOf(lines: readonly string[]): string | undefined {
  const at = lines.findIndex((line) => /^\s*usage\b/i.test(line));
  if (at === -1) return undefined;
  let text = lines[at]!.replace(/^\s*usage:?\s*/i, '');
  for (
    let next = at + 1;
    next < lines.length && /^\s+\S/.test(lines[next]!) && (text === '' || /^\s{6,}/.test(lines[next]!));
    next++
  ) {
    text += ` ${lines[next]!.trim()}`;
  }
  return text.trim();
}

/** The first lines of prose: neither usage, nor headings, nor entries. */
function descriptionOf(lines: readonly string[]): string {
  const found: string[] = [];
  let inUsage = false;
  for (const line of lines) {
    if (/^\s*usage\b/i.test(line)) inUsage = true;
    else if (line.trim() === '') {
      inUsage = false;
      if (found.length > 0) break;
    } else if (headings.test(line) || /^\s*-/.test(line)) {
      if (found.length > 0) break;
    } else if (!inUsage) found.push(line.trim());
  }
  return found.join(' ');
}

function sectionsOf(
  lines: readonly string[],
): readonly { readonly section: string; readonly entries: readonly Entry[] }[] {
  const sections: { section: string; entries: { head: string; text: string; indent: number }[] }[] = [
    { section: '', entries: [] },
  ];
  for (const line of lines) {
    const heading = headings.exec(line);
    if (heading !== null) {
      sections.push({ section: heading[1]!, entries: [] });
      continue;
    }
    const { entries } = sections.at(-1)!;
    const indent = line.search(/\S/);
    const last = entries.at(-1);
    // An entry: its head, two blanks or more, its text. Or its text on the lines below, further in.
    const parts = /^\s{1,12}(-{1,2}\S.*?|[\w<[{][^\s]*(?: [<[{A-Z][^\s]*)*)(?:\s{2,}(.*))?$/.exec(line);
    const isBelow = last !== undefined && indent > last.indent + 1 && !/^\s*-{1,2}[\w[]/.test(line);
    if (parts !== null && !isBelow) entries.push({ head: parts[1]!.trim(), text: parts[2] ?? '', indent });
    else if (last !== undefined && indent > last.indent) last.text = `${last.text} ${line.trim()}`.trim();
  }
  return sections;
}

/** `-o, --output FILE`, `--level <n>`, `--color[=WHEN]`, `--[no-]cache`, `--mode {a,b}`, `-n int`. */
function optionOf({ head, text }: Entry): HelpOption | undefined {
  const flags = [...head.matchAll(/(?:^|[\s,/|])(-{1,2}(?:\[no-\])?[A-Za-z0-9?][\w-]*)/g)].map(([, flag = '']) =>
    flag.replace('[no-]', ''),
  );
  const flag = flags.find((each) => each.startsWith('--')) ?? flags[0];
  if (flag === undefined) return undefined;
  const rest = head.slice(head.lastIndexOf(flags.at(-1) ?? '') + (flags.at(-1) ?? '').length).trim();
  const value = /^(?:\[?=|\s)?\[?(\{[^}]*\}|[<[]?[^\s,]+?[>\]]?(?:\.\.\.)?)\]?(?:\s*\.\.\.)?$/.exec(rest)?.[1];
  const takesValue = value !== undefined && value !== '' && !/^(or|and)$/.test(value);
  const bare = (value ?? '').replace(/[<>[\]]/g, '');
  const choices = choicesOf(value ?? '', text);
  const isMany =
    /\.\.\.|\[string\]\s*\[array\]|\(multiple\)|can be (?:used|given|specified) (?:multiple|several|more)/i.test(
      `${head} ${text}`,
    );
  const schema =
    takesValue || /\[(string|number)\]/.test(text) ? valueSchema(bare, text, choices) : { type: 'boolean' };
  const fallback = defaultOf(text, schema);
  return {
    parameter: {
      name: flag.replace(/^-+/, '').replaceAll('-', '_'),
      schema: isMany && takesValue ? { type: 'array', items: schema } : schema,
      required: /\[required\]|\(required\)|^required\b/i.test(text),
      passing: 'keyword',
      ...(fallback === undefined ? {} : { default: fallback }),
      ...(text === '' ? {} : { description: text.replace(/\s+/g, ' ').trim() }),
    },
    flag,
    takesValue: schema.type !== 'boolean',
  };
}

/** What the usage says outside of brackets has to be given. */
function neededBy(usage: string, option: HelpOption): HelpOption {
  let plain = usage;
  for (let before = ''; before !== plain;) [before, plain] = [plain, plain.replace(/\[[^[\]]*\]/g, ' ')];
  const isNeeded = option.flag !== undefined && plain.split(/[\s=]+/).includes(option.flag);
  return isNeeded ? { ...option, parameter: { ...option.parameter, required: true } } : option;
}

function choicesOf(value: string, text: string): readonly string[] | undefined {
  const listed = /^\{(.+)\}$/.exec(value) ?? /^\[?([\w-]+(?:\|[\w-]+)+)\]?$/.exec(value.replace(/[<>]/g, ''));
  const told = /(?:\[?choices:|possible values:|one of:?)\s*([^\]\n)]+)/i.exec(text);
  const parts = (listed?.[1] ?? told?.[1])?.split(/[,|]/).map((each) => each.trim().replace(/^["'`]|["'`.]$/g, ''));
  return parts !== undefined && parts.length > 1 && parts.every((each) => /^[\w.+-]+$/.test(each)) ? parts : undefined;
}

function valueSchema(
  name: string,
  text: string,
  choices: readonly string[] | undefined,
): Readonly<Record<string, unknown>> {
  if (choices !== undefined) return { type: 'string', enum: choices };
  if (/^(int|integer|uint\d*|int\d*|num|number|n|count|port)$/i.test(name) || text.includes('[number]')) {
    return text.includes('[number]') || /^(num|number)$/i.test(name) ? { type: 'number' } : { type: 'integer' };
  }
  if (/^(float\d*|double|seconds|secs)$/i.test(name)) return { type: 'number' };
  return { type: 'string' };
}

function defaultOf(text: string, { type }: Readonly<Record<string, unknown>>): unknown {
  const told = /[[(]\s*default(?:s to|:| is|=)?\s*["'`]?([^\])"'`]+?)["'`]?\s*[\])]/i.exec(text)?.[1];
  if (told === undefined || /^(none|null)$/i.test(told)) return undefined;
  if (type === 'boolean')
    return /^(true|yes|on)$/i.test(told) ? true : /^(false|no|off)$/i.test(told) ? false : undefined;
  if (type === 'integer' || type === 'number') return Number.isFinite(Number(told)) ? Number(told) : undefined;
  return type === 'string' ? told : undefined;
}

/** Arguments by place: of the usage, with what the section of arguments says. */
function placesOf(usage: string, entries: readonly Entry[]): readonly HelpOption[] {
  // Without options and their values; groups in brackets stay for what they say about need.
  const plain = usage
    .replace(/\s+\.\.\./g, '...')
    .replace(/\[-[^\]]*\]/g, ' ')
    .replace(/--?[\w-]+(?:[ =](?:<[^>]*>|\{[^}]*\}|[A-Z_]+))?/g, ' ');
  const words = plain.split(/\s+/).slice(1);
  const found = new Map<string, HelpOption>();
  for (const word of words) {
    const name = /^\[*<?([A-Za-z][\w-]*)>?(?:\.\.\.)?\]*(?:\.\.\.)?$/.exec(word)?.[1];
    if (name === undefined || /^(options?|command|commands|flags|args?|OPTIONS?|COMMAND|ARGS)$/.test(name)) continue;
    const isMarked =
      /[<[\]>.]/.test(word) || word === word.toUpperCase() || entries.some(({ head }) => headName(head) === name);
    if (isMarked) found.set(name, placed(name, !word.startsWith('['), word.includes('...'), entries));
  }
  for (const { head } of entries) {
    const name = headName(head);
    if (name !== undefined && !found.has(name))
      found.set(name, placed(name, !head.startsWith('['), head.includes('...'), entries));
  }
  return [...found.values()];
}

function headName(head: string): string | undefined {
  return /^[[<]*([A-Za-z][\w-]*)/.exec(head)?.[1];
}

function placed(name: string, required: boolean, isMany: boolean, entries: readonly Entry[]): HelpOption {
  const text = entries.find(({ head }) => headName(head) === name)?.text ?? '';
  const schema = valueSchema('', text, choicesOf('', text));
  return {
    parameter: {
      name: name.toLowerCase().replaceAll('-', '_'),
      schema: isMany ? { type: 'array', items: schema } : schema,
      required,
      passing: isMany ? 'rest' : 'positional',
      ...(text === '' ? {} : { description: text.replace(/\s+/g, ' ').trim() }),
    },
    flag: undefined,
    takesValue: true,
  };
}
