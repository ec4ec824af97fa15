import type { Json, ToolDefinition } from '../../../gateway/types';
import type { SeededRandom } from '../../../gateway/router';
import { ToolIndex } from '../../selection/toolIndex';
import { valueMaker, type ValueMaker } from './makeValue';
import type { SheetParameter, SheetTool } from './toolSheet';

/** A generated request. */
export interface GeneratedRow {
  readonly request: string;
  readonly tools: readonly ToolDefinition[];
  /** Undefined where none of the tools does what is asked. */
  readonly call: { readonly name: string; readonly arguments: Readonly<Record<string, Json>> } | undefined;
}

interface MadeParameter {
  readonly sheet: SheetParameter;
  readonly name: string;
  readonly maker: ValueMaker;
  readonly required: boolean;
}

interface MadeTool {
  readonly sheet: SheetTool;
  readonly tool: ToolDefinition;
  readonly parameters: readonly MadeParameter[];
}

const frames = [
  (text: string) => `${capital(text)}.`,
  (text: string) => `${capital(text)}.`,
  (text: string) => `Please ${text}.`,
  (text: string) => `Can you ${text}?`,
  (text: string) => `Could you ${text}, please?`,
  (text: string) => `I want to ${text}.`,
  (text: string) => `I need you to ${text}.`,
  (text: string) => `How can I ${text}?`,
  (text: string) => `Help me ${text}.`,
  (text: string) => capital(text),
];
const openings = [
  'I am a student.',
  'Hello!',
  'I have a question.',
  'My friends asked me this.',
  'I am preparing for an exam.',
  'Hi there.',
  'I am curious.',
  'This is for work.',
];

/** Requests that no tool of this kind answers. */
const small = [
  'Thanks a lot!',
  'How are you today?',
  'Write a poem about autumn.',
  'What do you think about friendship?',
  'Tell me a joke.',
  'Explain why the sky is blue.',
  'Who are you?',
  'What is the meaning of life?',
];

/** Tools of a sheet with requests for them: names, types, descriptions and requests vary with the random numbers. */
export class RowGenerator {
  constructor(
    private readonly sheet: readonly SheetTool[],
    private readonly random: SeededRandom,
  ) {}

  /** @param kind 'single': the right tool alone; 'several': among others; 'none': only others */
  row(kind: 'single' | 'several' | 'none'): GeneratedRow {
    const right = this.made(this.pick(this.sheet));
    const near = kind === 'single' || this.chance(0.3) ? undefined : right;
    const others = Array.from({ length: kind === 'single' ? 0 : 1 + this.random.below(kind === 'none' ? 2 : 4) }, () =>
      this.other(right.sheet, near),
    ).filter(
      (each, at, all) =>
        each.tool.name !== right.tool.name && all.findIndex(({ sheet }) => sheet === each.sheet) === at,
    );
    if (kind === 'none' && this.chance(0.06))
      return { request: this.pick(small), tools: others.map(({ tool }) => tool), call: undefined };
    const { request, given } = this.request(right);
    if (kind === 'none') return { request, tools: others.map(({ tool }) => tool), call: undefined };
    const tools = this.random.shuffled([right, ...others]).map(({ tool }) => tool);
    return { request, tools, call: { name: right.tool.name, arguments: given } };
  }

  /** Another tool: any, or of some the one that shares the most words with the right one, which is hard to tell from it. */
  private other(sheet: SheetTool, near: MadeTool | undefined): MadeTool {
    const rest = this.sheet.filter((each) => each !== sheet);
    if (near === undefined) return this.made(this.pick(rest));
    const some = Array.from({ length: 14 }, () => this.made(this.pick(rest)));
    const index = new ToolIndex(some.map(({ tool }) => tool));
    const [best] = index.find(`${this.request(near).request} ${sheet.description}`, 1);
    return some.find(({ tool }) => tool === best?.tool) ?? some[0]!;
  }

  private made(sheet: SheetTool): MadeTool {
    const camel = this.chance(0.2);
    const parameters = sheet.parameters.map((each): MadeParameter => {
      const name = this.cased(this.pick(each.names), camel);
      return { sheet: each, name, maker: valueMaker(each.kind, each.values, this.random), required: !each.optional };
    });
    const properties = Object.fromEntries(parameters.map((each) => [each.name, this.property(each)]));
    for (const [name, schema] of this.extras()) if (!(name in properties)) properties[name] = schema;
    const shuffled = this.chance(0.1)
      ? Object.fromEntries(this.random.shuffled(Object.entries(properties)))
      : properties;
    const required = parameters.filter((each) => each.required).map(({ name }) => name);
    const prefix = this.chance(0.1) ? `${this.pick(['api', 'service', 'tools', 'math', 'data'])}.` : '';
    const verb = this.chance(0.35) ? `${this.pick(['get', 'calculate', 'find', 'compute', 'fetch', 'do'])}_` : '';
    return {
      sheet,
      parameters,
      tool: {
        name: prefix + this.cased(verb + this.pick(sheet.names), camel),
        description:
          sheet.description + this.pick(['.', '.', '', ' for the given parameters.', ' from the given data.']),
        inputSchema: { type: 'object', properties: shuffled, required },
      },
    };
  }

  private property({ sheet, maker, required }: MadeParameter): Json {
    const example = maker.make().value;
    const notes = [
      sheet.description,
      maker.note,
      ...(this.chance(0.12) && typeof example === 'string' ? [`e.g. '${example}'`] : []),
    ];
    const standard = !required && this.chance(0.4) ? maker.make().value : undefined;
    const told = standard !== undefined && this.chance(0.5) ? ` Default is ${JSON.stringify(standard)}.` : '';
    const description = `${notes.filter((each) => each !== '').join(', ')}.${told}`;
    return {
      ...maker.schema,
      ...(this.chance(0.93) && { description }),
      ...(standard !== undefined && told === '' && { default: standard }),
    };
  }

  /** Parameters that requests do not speak of. */
  private extras(): readonly (readonly [string, Json])[] {
    const all: readonly (readonly [string, Json])[] = [
      ['limit', { type: 'integer', description: 'Most results. Default is 10.' }],
      ['language', { type: 'string', description: "Language of the answer, e.g. 'en'.", default: 'en' }],
      ['verbose', { type: 'boolean', description: 'Whether the steps are told.', default: false }],
      ['format', { type: 'string', enum: ['json', 'text', 'xml'], description: 'Form of the answer.' }],
      ['precision', { type: 'integer', description: 'Digits after the point.', default: 2 }],
      ['include_details', { type: 'boolean', description: 'Whether details are included. Default is false.' }],
      ['unit', { type: 'string', description: "Unit of the result, e.g. 'm' or 'km'." }],
      ['timezone', { type: 'string', description: 'Time zone.' }],
      ['category', { type: 'string', description: 'Category of the results.' }],
      ['source', { type: 'string', description: 'Where the data come from.' }],
      ['filters', { type: 'array', items: { type: 'string' }, description: 'Filters.' }],
      ['gravity', { type: 'number', description: 'Acceleration of gravity. Default is 9.81.' }],
      ['year', { type: 'integer', description: 'Year. Default is the current one.' }],
      ['region', { type: 'string', description: 'Region, if it matters.' }],
    ];
    return this.chance(0.4) ? this.random.shuffled(all).slice(0, 1 + this.random.below(2)) : [];
  }

  private request(made: MadeTool): { readonly request: string; readonly given: Readonly<Record<string, Json>> } {
    const given: Record<string, Json> = {};
    const plain = this.chance(0.25) ? this.generic(made) : this.pick(made.sheet.requests);
    const chosen = plain.replace(
      /\[(?:(\w+)(::|!:))?([^\]]*)\]/g,
      (_, flag: string | undefined, sign: string | undefined, text: string) => {
        if (!this.chance(0.5)) return '';
        if (flag !== undefined) given[this.named(made, flag).name] = sign === '::';
        return text;
      },
    );
    const filled = chosen.replace(/\{(\w+)\}/g, (_, name: string) => {
      const parameter = this.named(made, name);
      const { text, value } = parameter.maker.make();
      given[parameter.name] = value;
      return text;
    });
    const sentence = filled.startsWith('!') ? this.pick(frames)(filled.slice(1)) : filled;
    const more = this.chance(0.15) ? this.said(made, given) : '';
    const request = (this.chance(0.12) ? `${this.pick(openings)} ` : '') + sentence + more;
    return {
      request: this.chance(0.04)
        ? request.toLowerCase() === request
          ? request
          : request.replace(/[.?]$/, '')
        : request,
      given,
    };
  }

  /** A sentence of its own about a parameter that the request has not named yet. */
  private said({ parameters }: MadeTool, given: Record<string, Json>): string {
    const open = parameters.filter(({ name, sheet: { kind } }) => !(name in given) && kind !== 'bool');
    if (open.length === 0) return '';
    const { name, maker } = this.pick(open);
    const { text, value } = maker.make();
    given[name] = value;
    const words = spoken(name);
    return this.pick([
      ` Use ${text} as the ${words}.`,
      ` The ${words} should be ${text}.`,
      ` Set the ${words} to ${text}.`,
      ` The ${words} is ${text}.`,
      ` Assume a ${words} of ${text}.`,
    ]);
  }

  /** An instruction out of the tool's own description and the names of its parameters. */
  private generic({ sheet, parameters }: MadeTool): string {
    const what = sheet.description
      .replace(/^\w/, (letter) => letter.toLowerCase())
      .replace(/ (?:from|with|of a given) .*$/, '');
    const said = parameters.filter(
      ({ required, sheet: { kind } }) => required || (kind !== 'bool' && this.chance(0.25)),
    );
    const form = this.random.below(5);
    const parts = said.map(({ name, sheet: { names, kind } }) => {
      const words = spoken(name);
      const place = `{${names[0]!}}`;
      if (form === 0) return `${words} ${place}`;
      if (form === 1) return `${words} = ${place}`;
      if (form === 2) return `${/^[aeiou]/.test(words) ? 'an' : 'a'} ${words} of ${place}`;
      if (form === 3) return `the ${words} is ${place}`;
      return kind === 'person'
        ? `for ${place}`
        : kind === 'date'
          ? `on ${place}`
          : kind === 'place' || kind === 'country'
            ? `in ${place}`
            : `the ${words} ${place}`;
    });
    const joined = parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)!}`;
    const link =
      form === 3
        ? ' if '
        : form === 4 && joined.startsWith('the')
          ? ' with '
          : form === 4
            ? ' '
            : this.pick([' with ', ' for ', ', ', ' given ']);
    return parts.length === 0 ? `!${what}` : `!${what}${link}${joined}`;
  }

  private named({ sheet, parameters }: MadeTool, name: string): MadeParameter {
    const found = parameters.find((each) => each.sheet.names[0] === name);
    if (found === undefined) throw new Error(`${sheet.names[0]!} has no parameter ${name}.`);
    return found;
  }

  private cased(name: string, camel: boolean): string {
    return camel ? name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()) : name;
  }

  private pick<T>(list: readonly T[]): T {
    return list[this.random.below(list.length)]!;
  }

  private chance(share: number): boolean {
    return this.random.uniform() < share;
  }
}

function spoken(name: string): string {
  return name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll('_', ' ')
    .toLowerCase();
}

function capital(text: string): string {
  return text.replace(/^\w/, (letter) => letter.toUpperCase());
}
