/** What a documentation comment says. */

export interface JsdocTag {
  readonly type: string | undefined;
  readonly name: string | undefined;
  /** Written in brackets, or with `=` behind its type. */
  readonly optional: boolean;
  readonly default: string | undefined;
  readonly description: string;
}

export interface Jsdoc {
  readonly description: string;
  /** By name; fields of an object as `options.field`. */
  readonly parameters: ReadonlyMap<string, JsdocTag>;
  readonly returns: JsdocTag | undefined;
  readonly type: string | undefined;
  readonly examples: readonly string[];
  readonly deprecated: boolean;
  readonly isPrivate: boolean;
  /** `@typedef` and its `@property` tags. */
  readonly typedef: { readonly name: string; readonly type: string | undefined } | undefined;
  readonly properties: ReadonlyMap<string, JsdocTag>;
}

const empty: Jsdoc = {
  description: '',
  parameters: new Map(),
  returns: undefined,
  type: undefined,
  examples: [],
  deprecated: false,
  isPrivate: false,
  typedef: undefined,
  properties: new Map(),
};

/** @param comment with its slashes; any other than a documentation comment says nothing */
export function parseJsdoc(comment: string | undefined): Jsdoc {
  if (!comment?.startsWith('/**')) return empty;
  const lines = comment
    .slice(3, -2)
    // In a comment of one line they stand behind the text.
    .replace(
      /(?<=\S)[ \t]+(?=@(?:param|returns?|throws|deprecated|example|internal|private|template|type|see)\b)/g,
      '\n',
    )
    .split(/\r?\n/)
    .map((line) => line.replace(/^\s*\* ?/, '').trimEnd());
  const blocks: { tag: string; lines: string[] }[] = [{ tag: '', lines: [] }];
  for (const line of lines) {
    const tag = /^\s*@(\w+)\s?(.*)$/.exec(line);
    if (tag !== null) blocks.push({ tag: tag[1]!, lines: [tag[2]!] });
    else blocks.at(-1)!.lines.push(line);
  }
  const parameters = new Map<string, JsdocTag>();
  const properties = new Map<string, JsdocTag>();
  const examples: string[] = [];
  let { description, returns, type, deprecated, isPrivate, typedef } = empty;
  for (const { tag, lines: body } of blocks) {
    const text = body.join('\n').trim();
    switch (tag) {
      case '':
        description = folded(text);
        break;
      case 'description':
      case 'desc':
      case 'summary':
        description = [description, folded(text)].filter((each) => each !== '').join('\n\n');
        break;
      case 'param':
      case 'arg':
      case 'argument':
        put(parameters, tagOf(text, true));
        break;
      case 'property':
      case 'prop':
        put(properties, tagOf(text, true));
        break;
      case 'returns':
      case 'return':
        returns = tagOf(text, false);
        break;
      case 'type':
        ({ type } = tagOf(text, false));
        break;
      case 'typedef': {
        const read = tagOf(text, true);
        typedef = read.name === undefined ? undefined : { name: read.name, type: read.type };
        break;
      }
      case 'example':
        examples.push(text);
        break;
      case 'deprecated':
        deprecated = true;
        break;
      case 'private':
      case 'internal':
        isPrivate = true;
        break;
    }
  }
  return { description, parameters, returns, type, examples, deprecated, isPrivate, typedef, properties };
}

function put(tags: Map<string, JsdocTag>, tag: JsdocTag): void {
  if (tag.name !== undefined) tags.set(tag.name, tag);
}

function tagOf(text: string, hasName: boolean): JsdocTag {
  const { type: written, rest } = typeIn(text);
  const optionalType = written?.endsWith('=') === true;
  const type = optionalType ? written.slice(0, -1) : written;
  if (!hasName) {
    return { type, name: undefined, optional: optionalType, default: undefined, description: dashless(rest) };
  }
  const bracket = /^\[\s*([\w$.]+)\s*(?:=\s*([^\]]*))?\]\s*([\s\S]*)$/.exec(rest);
  if (bracket !== null) {
    return { type, name: bracket[1], optional: true, default: bracket[2]?.trim(), description: dashless(bracket[3]!) };
  }
  const plain = /^(?:\.\.\.)?([\w$.[\]]+)\s*([\s\S]*)$/.exec(rest);
  const name = plain?.[1]?.replaceAll('[]', '');
  return { type, name, optional: optionalType, default: undefined, description: dashless(plain?.[2] ?? '') };
}

/** `{type}` with the braces inside it. */
function typeIn(text: string): { readonly type: string | undefined; readonly rest: string } {
  if (!text.startsWith('{')) return { type: undefined, rest: text };
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '{') depth++;
    if (text[at] === '}' && --depth === 0) return { type: text.slice(1, at).trim(), rest: text.slice(at + 1).trim() };
  }
  return { type: undefined, rest: text };
}

function dashless(text: string): string {
  return folded(text.replace(/^\s*-\s+/, ''));
}

/** Lines that were broken for width are one; paragraphs and lists stay. */
function folded(text: string): string {
  return text
    .trim()
    .replace(
      /\{@link(?:code|plain)?\s+([^}|\s]+)(?:[|\s]+([^}]*))?\}/g,
      (_, target: string, label?: string) => label ?? target,
    )
    .split(/\n{2,}/)
    .map((each) => each.replace(/\s*\n(?!\s*[-*\d])\s*/g, ' '))
    .join('\n\n');
}
