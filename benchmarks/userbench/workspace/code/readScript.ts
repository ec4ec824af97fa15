/** Facts of a TypeScript or JavaScript file, modules of both kinds. */
import type { Node } from '@vscode/tree-sitter-wasm';
import { blanked, below, field, lineOf, named, unquoted } from './nodes';
import { scriptFunction } from './scriptFunction';
import type { CodeFacts, Definition } from './types';

const FUNCTION =
  /^(function_declaration|generator_function_declaration|function_expression|generator_function|arrow_function|method_definition)$/;
const TYPE = /^(interface_declaration|type_alias_declaration|enum_declaration)$/;
const LITERAL = /^(number|string|true|false|unary_expression|template_string)$/;
const TEST = /^(?:it|test|specify|describe|suite)(?:\.\w+)*$/;

type Draft = Omit<Definition, 'code'>;

export function readScript(path: string, text: string, root: Node): CodeFacts {
  const reader = new ScriptReader(text);
  for (const statement of named(root)) reader.statement(statement, undefined);
  const comments = [...below(root)].filter((node) => node.type === 'comment');
  const code = blanked(text, comments);
  const first = named(root).find((node) => node.type !== 'hash_bang_line');
  return {
    path,
    definitions: reader.finished(code),
    ...outline(root),
    comments: comments.map((node) => ({ text: node.text, line: lineOf(node) })),
    code,
    header: first?.type === 'comment' ? headerOf(first) : '',
    broken: root.hasError,
  };
}

/** The first comments of the file, as far as no definition follows right after: then they are its documentation. */
function headerOf(first: Node): string {
  let text = first.text;
  let at = first;
  for (let next = at.nextNamedSibling; next?.type === 'comment'; next = next.nextNamedSibling) {
    if (lineOf(next) > at.endPosition.row + 2) return text;
    text += `\n${next.text}`;
    at = next;
  }
  const following = at.nextNamedSibling;
  const documents =
    following !== null &&
    following.startPosition.row === at.endPosition.row + 1 &&
    !/^import_statement$/.test(following.type);
  return documents && !/licen[cs]e|copyright/i.test(text) ? '' : text;
}

class ScriptReader {
  private readonly found: Draft[] = [];
  /** Local name -> how it leaves the file, where that is said apart. */
  private readonly exports = new Map<string, 'named' | 'default' | 'object'>();

  /** Function -> the object it stands in, which may be exported further below. */
  private readonly heldBy = new Map<string, string>();

  constructor(private readonly text: string) {}

  /** @param code the text without comments */
  finished(code: string): readonly Definition[] {
    return this.found.map((each) => {
      const container = each.container === undefined ? undefined : this.exports.get(each.container);
      const own = each.container === undefined ? this.exports.get(each.name) : undefined;
      const holder = each.container === undefined ? this.exports.get(this.heldBy.get(each.name) ?? '') : undefined;
      return {
        ...each,
        code: code.slice(each.start, each.start + each.text.length),
        exported: own ?? each.exported ?? ((container ?? holder) && 'object'),
      };
    });
  }

  statement(node: Node, exported: 'named' | 'default' | undefined, outer: Node = node): void {
    if (node.type === 'export_statement') this.exportStatement(node);
    else if (node.type.endsWith('function_declaration'))
      this.add(node, 'function', { exported, outer, form: 'declaration', of: node });
    else if (/^(abstract_)?class_declaration$/.test(node.type)) this.classOf(node, exported, outer);
    else if (TYPE.test(node.type)) this.add(node, 'type', { exported, outer });
    else if (/^(lexical|variable)_declaration$/.test(node.type)) this.variables(node, exported, outer);
    else if (node.type === 'expression_statement') this.assignment(node);
    else if (node.type === 'ambient_declaration')
      for (const child of named(node)) this.statement(child, exported, outer);
  }

  private exportStatement(node: Node): void {
    const isDefault = node.children.some((child) => child?.type === 'default');
    const declaration = field(node, 'declaration');
    const value = field(node, 'value');
    if (declaration !== undefined) this.statement(declaration, isDefault ? 'default' : 'named', node);
    else if (value?.type === 'identifier') this.exports.set(value.text, 'default');
    else if (value?.type === 'object') this.object(value, undefined, 'object');
    else if (value !== undefined && FUNCTION.test(value.type)) {
      const form = value.type === 'arrow_function' ? 'arrow' : 'expression';
      this.push(field(value, 'name')?.text ?? '', 'function', {
        node: value,
        outer: node,
        form,
        exported: 'default',
        of: value,
      });
    } else if (value?.type === 'class') this.classOf(value, 'default', node);
    if (field(node, 'source') !== undefined) return;
    for (const clause of named(node).filter((child) => child.type === 'export_clause')) {
      for (const specifier of named(clause).filter((child) => child.type === 'export_specifier')) {
        const name = field(specifier, 'name')?.text ?? '';
        this.exports.set(name, field(specifier, 'alias')?.text === 'default' ? 'default' : 'named');
      }
    }
  }

  private variables(node: Node, exported: 'named' | 'default' | undefined, outer: Node): void {
    for (const declarator of named(node).filter((child) => child.type === 'variable_declarator')) {
      const name = field(declarator, 'name');
      const value = bare(field(declarator, 'value'));
      if (name?.type !== 'identifier') continue;
      if (value !== undefined && FUNCTION.test(value.type)) {
        const form = value.type === 'arrow_function' ? 'arrow' : 'expression';
        this.push(name.text, 'function', { node: declarator, outer, form, exported, of: value });
      } else if (value !== undefined && /^class$/.test(value.type)) {
        this.push(name.text, 'class', { node: declarator, outer, form: undefined, exported, of: undefined });
        this.members(value, name.text, exported);
      } else {
        this.push(name.text, 'constant', { node: declarator, outer, form: undefined, exported, of: undefined, value });
        if (value?.type === 'object') {
          this.object(value, name.text, exported === undefined ? undefined : 'object');
        }
      }
    }
  }

  /** `module.exports = …`, `exports.a = …`. */
  private assignment(statement: Node): void {
    let node = named(statement)[0];
    while (node?.type === 'assignment_expression') {
      const left = (field(node, 'left')?.text ?? '').replace(/\s/g, '');
      const right = bare(field(node, 'right'));
      const [, member = ''] = /^(?:module\.)?exports\.([\w$]+)$/.exec(left) ?? [];
      if (left === 'module.exports' || left === 'exports') this.exported(right, 'default', statement, '');
      else if (member !== '') this.exported(right, 'named', statement, member);
      node = right?.type === 'assignment_expression' ? right : undefined;
    }
  }

  private exported(value: Node | undefined, how: 'named' | 'default', statement: Node, name: string): void {
    if (value?.type === 'identifier') this.exports.set(value.text, how);
    else if (value?.type === 'object' && how === 'default') this.commonObject(value, statement);
    else if (value !== undefined && FUNCTION.test(value.type)) {
      const form = value.type === 'arrow_function' ? 'arrow' : 'expression';
      const own = name === '' ? (field(value, 'name')?.text ?? '') : name;
      this.push(own, 'function', { node: statement, outer: statement, form, exported: how, of: value });
    } else if (value?.type === 'object' && name !== '') this.object(value, name, 'object');
    else if (name !== '') {
      this.push(name, 'constant', {
        node: statement,
        outer: statement,
        form: undefined,
        exported: how,
        of: undefined,
        value,
      });
    }
  }

  /** `module.exports = { a, b: c }` is how CommonJS has named exports; nested objects are objects. */
  private commonObject(value: Node, statement: Node): void {
    for (const entry of named(value)) {
      if (entry.type === 'shorthand_property_identifier')
        this.exports.set(entry.text, this.exports.get(entry.text) ?? 'named');
      else if (entry.type === 'pair') {
        const right = bare(field(entry, 'value'));
        const key = unquoted(field(entry, 'key')?.text ?? '');
        if (right?.type === 'identifier') this.exports.set(right.text, this.exports.get(right.text) ?? 'named');
        else if (right?.type === 'object') this.object(right, key, 'object');
        else this.exported(right, 'named', statement, key);
      } else if (entry.type === 'method_definition') {
        this.add(entry, 'function', { exported: 'named', outer: entry, form: 'method', of: entry });
      }
    }
  }

  private object(value: Node, container: string | undefined, exported: Definition['exported']): void {
    for (const entry of named(value)) {
      if (entry.type === 'shorthand_property_identifier' && exported !== undefined)
        this.exports.set(entry.text, 'object');
      else if (entry.type === 'shorthand_property_identifier' && container !== undefined)
        this.heldBy.set(entry.text, container);
      else if (entry.type === 'method_definition') {
        this.add(entry, 'function', { exported, outer: entry, form: 'method', of: entry, container });
      } else if (entry.type === 'pair') {
        const right = bare(field(entry, 'value'));
        const name = unquoted(field(entry, 'key')?.text ?? '');
        if (right?.type === 'identifier' && exported !== undefined) this.exports.set(right.text, 'object');
        if (right === undefined || !FUNCTION.test(right.type)) continue;
        const form = right.type === 'arrow_function' ? 'arrow' : 'expression';
        this.push(name, 'function', { node: entry, outer: entry, form, exported, of: right, container });
      }
    }
  }

  private classOf(node: Node, exported: 'named' | 'default' | undefined, outer: Node): void {
    const name = field(node, 'name')?.text ?? '';
    this.push(name, 'class', { node, outer, form: undefined, exported, of: undefined });
    this.members(node, name, exported);
  }

  private members(node: Node, container: string, exported: 'named' | 'default' | undefined): void {
    const body = field(node, 'body');
    for (const member of body === undefined ? [] : named(body)) {
      if (member.type !== 'method_definition') continue;
      const how = exported === undefined ? undefined : 'object';
      this.add(member, 'function', { exported: how, outer: member, form: 'method', of: member, container });
    }
  }

  private add(
    node: Node,
    kind: Definition['kind'],
    rest: {
      exported: Definition['exported'];
      outer: Node;
      form?: Definition['form'];
      of?: Node | undefined;
      container?: string | undefined;
    },
  ): void {
    this.push(field(node, 'name')?.text ?? '', kind, { node, form: rest.form, of: rest.of, ...rest });
  }

  private push(
    name: string,
    kind: Definition['kind'],
    more: {
      node: Node;
      outer: Node;
      form: Definition['form'];
      exported: Definition['exported'];
      of: Node | undefined;
      value?: Node | undefined;
      container?: string | undefined;
    },
  ): void {
    const { node, outer, form, exported, of, value, container } = more;
    const heritage = kind === 'class' ? named(node).find((child) => child.type === 'class_heritage') : undefined;
    this.found.push({
      name: unquoted(name),
      kind,
      line: lineOf(node),
      start: outer.startIndex,
      text: this.text.slice(outer.startIndex, outer.endIndex),
      container,
      form,
      exported,
      documentation: commentBefore(outer),
      function: of === undefined ? undefined : scriptFunction(of),
      literal: value !== undefined && LITERAL.test(value.type) ? value.text : undefined,
      extends: heritage?.text.replace(/^extends\s+/, ''),
    });
  }
}

/** Without parentheses and assertions of types. */
function bare(node: Node | undefined): Node | undefined {
  let at = node;
  while (
    at !== undefined &&
    /^(parenthesized_expression|as_expression|satisfies_expression|non_null_expression)$/.test(at.type)
  ) {
    at = named(at)[0];
  }
  return at;
}

function commentBefore(node: Node): string | undefined {
  const before = node.previousNamedSibling;
  if (before?.type !== 'comment' || before.endPosition.row < node.startPosition.row - 1) return undefined;
  return before.text;
}

function outline(root: Node): Pick<CodeFacts, 'imports' | 'tests' | 'environment'> {
  const imports: { specifier: string; line: number }[] = [];
  const tests: { title: string; line: number }[] = [];
  const environment: { name: string; fallback: string | undefined; line: number }[] = [];
  for (const node of below(root)) {
    if (node.type === 'import_statement' || node.type === 'export_statement') {
      const source = field(node, 'source');
      if (source !== undefined) imports.push({ specifier: unquoted(source.text), line: lineOf(node) });
    } else if (node.type === 'call_expression') {
      const callee = field(node, 'function')?.text ?? '';
      const first = field(node, 'arguments')?.namedChildren[0];
      if ((callee === 'require' || callee === 'import') && first?.type === 'string') {
        imports.push({ specifier: unquoted(first.text), line: lineOf(node) });
      } else if (TEST.test(callee) && first?.type.includes('string')) {
        tests.push({ title: unquoted(first.text), line: lineOf(node) });
      }
    } else if (/^(member|subscript)_expression$/.test(node.type)) {
      const [, dotted, quoted] = /^process\.env(?:\.(\w+)|\[\s*['"](\w+)['"]\s*\])$/.exec(node.text) ?? [];
      const name = dotted ?? quoted;
      if (name !== undefined) environment.push({ name, fallback: fallbackOf(node), line: lineOf(node) });
    }
  }
  return { imports, tests, environment };
}

/** `a ?? 5`, `a || '5'`, `a === undefined ? 5 : a`. */
function fallbackOf(node: Node): string | undefined {
  let at: Node | null = node.parent;
  for (let steps = 0; at !== null && steps < 4; steps += 1, at = at.parent) {
    const operator = at.type === 'binary_expression' ? field(at, 'operator')?.text : undefined;
    if (operator === '??' || operator === '||') {
      const right = field(at, 'right');
      return right === undefined ? undefined : unquoted(right.text);
    }
  }
  return undefined;
}
