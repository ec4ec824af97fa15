/**
 * Whether text from outside reaches a place: from the parameters of the functions around it, over assignments, sums and calls of the
 * same file. What a rule calls a cleaner ends it, and so does a check that leaves the function before the place.
 */
import type { Node } from '@vscode/tree-sitter-wasm';
import type { Assignment, Call, CodeFile, CodeFunction } from './codeFile';
import { guardsOf, type GuardTest } from './guards';
import { hasWord, isVariable } from './names';
import { isText, within } from './texts';

export interface FlowRule {
  /** Whether what a call gives is harmless, whatever it was given. */
  readonly cleans: (call: Call, file: CodeFile) => boolean;
  /** The same of any other expression. */
  readonly cleansNode?: (node: Node, file: CodeFile) => boolean;
  /** Whether a condition lets only harmless values of a variable through. */
  readonly guards: GuardTest;
}

/** Functions whose result is a number, a truth value or a digest. */
const HARMLESS =
  /^(Number|parseInt|parseFloat|BigInt|Boolean|int|float|len|bool|Atoi|ParseInt|ParseUint|intval|floatval|count|strlen|sizeof|indexOf|lastIndexOf|charCodeAt|startsWith|endsWith|startswith|endswith|has|includes|test|isInteger|isFinite|isArray|hash|hexdigest|digest|randomUUID|uuid4|toFixed|random|floor|round|size|Parse|TryParse|valueOf)$/;
const COMPARES = /^(===?|!==?|<=?|>=?|in|not in|instanceof|is|is not|typeof|!|not|-|\*|\/|&|\||\^|<<|>>)$/;
const DIGITS =
  /^(number|int|float|bool|boolean|double|long|size_t|i32|i64|u32|u64|int32|int64|uint|short|bigint|date)\b/i;
const MOST_CALLS = 3;

interface Visit {
  /** Where the value ends up. */
  readonly place: Node;
  readonly seen: ReadonlySet<string>;
  /** Parameters of functions that are looked into, and whether what was handed over is tainted. */
  readonly given: ReadonlyMap<string, boolean>;
  readonly depth: number;
}

export class Flow {
  constructor(
    private readonly file: CodeFile,
    private readonly rule: FlowRule,
  ) {}

  /** @param place where the value ends up: checks before it count */
  reaches(node: Node, place: Node = node): boolean {
    return this.tainted(node, node, { place, seen: new Set(), given: new Map(), depth: 0 });
  }

  /** @param at the place where the value is used: only what was assigned before counts */
  private tainted(node: Node, at: Node, visit: Visit): boolean {
    const any = (nodes: readonly (Node | null | undefined)[]) =>
      nodes.some((each) => each !== null && each !== undefined && this.tainted(each, at, visit));
    if (isVariable(node)) return this.variable(node, at, visit);
    if (this.rule.cleansNode?.(node, this.file) === true) return false;
    const call = this.file.callAt(node);
    if (call !== undefined) return this.call(call, at, visit);
    if (isText(node) && node.namedChildCount === 0) return false;
    switch (node.type) {
      case 'number':
      case 'this':
      case 'self':
      case 'comment':
        return false;
      case 'ternary_expression':
      case 'conditional_expression':
        return this.choice(node, at, visit);
      case 'member_expression':
      case 'attribute':
      case 'selector_expression':
      case 'field_access':
      case 'member_access_expression':
      case 'field_expression': {
        const name = (
          node.childForFieldName('property') ??
          node.childForFieldName('attribute') ??
          node.childForFieldName('name') ??
          node.childForFieldName('field')
        )?.text;
        if (/^(length|size|Length|Count|byteLength)$/.test(name ?? '')) return false;
        return any([node.namedChild(0)]);
      }
      case 'subscript_expression':
      case 'subscript':
      case 'element_access_expression':
      case 'index_expression':
      case 'array_access':
        return any([node.namedChild(0)]);
      case 'unary_expression':
      case 'not_operator':
      case 'unary_op_expression':
      case 'prefix_unary_expression':
      case 'comparison_operator':
        return false;
      case 'binary_expression':
      case 'binary_operator': {
        const operator = node.childForFieldName('operator')?.text ?? node.child(1)?.text ?? '';
        if (COMPARES.test(operator)) return false;
        return any([node.childForFieldName('left'), node.childForFieldName('right')]);
      }
      case 'list_comprehension':
      case 'generator_expression':
        return any([node.childForFieldName('body')]);
      case 'pair':
      case 'keyword_argument':
        return any([node.childForFieldName('value')]);
      default:
        return this.file.functionOf(node)?.node.id === node.id ? false : any(node.namedChildren);
    }
  }

  private variable(node: Node, at: Node, visit: Visit): boolean {
    const name = node.text;
    const key = `${name} ${at.startIndex}`;
    if (visit.seen.has(key)) return false;
    const deeper = { ...visit, seen: new Set(visit.seen).add(key) };
    const scope = this.file.functionOf(at);
    if (this.guarded(name, at) || (visit.depth === 0 && this.guarded(name, visit.place))) return false;
    const owner = ownerOf(name, scope);
    const known = this.file
      .assignments(name)
      .filter((each) => each.owner === undefined || within(scope, each.owner))
      .filter((each) => each.owner?.node.id !== scope?.node.id || each.node.startIndex < at.startIndex);
    const last = known.filter((each) => each.whole && covers(each, at)).at(-1);
    const live = last === undefined ? known : known.slice(known.indexOf(last));
    const assigned = live.some((each) => this.tainted(each.value, each.value, deeper));
    if (assigned || last !== undefined) return assigned;
    if (owner === undefined || /^(self|this|cls)$/.test(name)) return false;
    const given = visit.given.get(`${owner.node.id} ${name}`);
    return given ?? !isNumber(owner, name);
  }

  private guarded(name: string, at: Node): boolean {
    return guardsOf(this.file, name, at).some(({ condition, names }) => this.rule.guards(condition, names, this.file));
  }

  private call(call: Call, at: Node, visit: Visit): boolean {
    const { name, object, args, named, callee } = call;
    if (this.rule.cleans(call, this.file)) return false;
    if (HARMLESS.test(name) || (callee.startsWith('Math.') && name !== 'max')) return false;
    const own = callee === name || /^(this|self)\.\w+$/.test(callee) ? this.file.functionNamed(name) : undefined;
    if (own !== undefined && visit.depth < MOST_CALLS) return this.inside(own, [...args, ...named.values()], at, visit);
    if (/^(map|flatMap|Select)$/.test(name) && object !== undefined && args[0] !== undefined) {
      const callback = this.file.functionOf(args[0]);
      if (callback?.node.id === args[0].id) {
        const source = this.tainted(object, at, visit);
        return this.results(
          callback,
          callback.parameters.slice(0, 1).map(() => source),
          visit,
        );
      }
    }
    const from = object !== undefined && !isNamespace(object, this.file) ? [object] : [];
    return [...from, ...args, ...named.values()].some((each) => this.tainted(each, at, visit));
  }

  /** What a function of the same file makes of its arguments. */
  private inside(own: CodeFunction, args: readonly Node[], at: Node, visit: Visit): boolean {
    const key = `call ${own.node.id}`;
    if (visit.seen.has(key)) return false;
    const given = args.map((each) => this.tainted(each, at, visit));
    return this.results(own, given, { ...visit, seen: new Set(visit.seen).add(key) });
  }

  private results(own: CodeFunction, tainted: readonly boolean[], visit: Visit): boolean {
    const given = new Map(visit.given);
    own.parameters.forEach((name, index) => given.set(`${own.node.id} ${name}`, tainted[index] ?? false));
    const inner = { ...visit, given, depth: visit.depth + 1 };
    return resultsOf(own, this.file).some((result) => this.tainted(result, result, inner));
  }

  /** `allowed.has(x) ? x : other` lets only harmless values through. */
  private choice(node: Node, at: Node, visit: Visit): boolean {
    const parts = node.namedChildren.flatMap((each) => each ?? []);
    const condition = node.childForFieldName('condition') ?? (this.file.family === 'python' ? parts[1] : parts[0]);
    const values = parts.filter((each) => each.id !== condition?.id);
    if (
      condition !== undefined &&
      values.some((value) => this.rule.guards(condition, new Set([value.text]), this.file))
    )
      return values.filter((value) => !isVariable(value)).some((value) => this.tainted(value, at, visit));
    return values.some((value) => this.tainted(value, at, visit));
  }
}

/** The innermost function whose parameter a name is. */
function ownerOf(name: string, scope: CodeFunction | undefined): CodeFunction | undefined {
  for (let at = scope; at !== undefined; at = at.owner) if (at.parameters.includes(name)) return at;
  return undefined;
}

/** Whether an assignment is made on every way to a place: it stands before it, in a block around it. */
function covers({ node, owner }: Assignment, at: Node): boolean {
  if (node.startIndex >= at.startIndex || node.endIndex > at.startIndex) return false;
  for (let block = node.parent; block !== null; block = block.parent) {
    if (block.startIndex <= at.startIndex && block.endIndex >= at.endIndex) return true;
    if (/^(if_statement|for|while|else_clause|elif_clause|switch|case|try|catch|except|match)/.test(block.type))
      return false;
    if (block.id === owner?.node.id) return false;
  }
  return false;
}

function isNumber({ list }: CodeFunction, name: string): boolean {
  for (const parameter of list?.namedChildren ?? []) {
    const type = parameter?.childForFieldName('type')?.text.replace(/^[:\s]+/, '');
    if (
      type !== undefined &&
      DIGITS.test(type) &&
      new RegExp(`(^|\\W)${name.replace(/\W/g, '\\$&')}\\b`).test(parameter?.text ?? '')
    ) {
      // `unsigned char *`, `string | number` and the like are not.
      return !/[*|[<]/.test(type) && !/[*[]/.test(parameter?.childForFieldName('declarator')?.text ?? '');
    }
  }
  return false;
}

/** Expressions that a function returns, without those of functions inside it. */
export function resultsOf(own: CodeFunction, file: CodeFile): readonly Node[] {
  if (!/block|compound|statement|declaration_list/.test(own.body.type)) return [own.body];
  return own.body.descendantsOfType('return_statement').flatMap((each) => {
    const value = each?.namedChild(0);
    return each !== null && value !== null && value !== undefined && file.functionOf(each)?.node.id === own.node.id
      ? [value]
      : [];
  });
}

const MODULES = new Set([
  'path',
  'posix',
  'os',
  'fs',
  'util',
  'shlex',
  'html',
  'json',
  'filepath',
  'strings',
  'fmt',
  'url',
  'crypto',
]);

/** A module, which carries nothing. */
function isNamespace(node: Node, file: CodeFile): boolean {
  const base = /^[\w$]+/.exec(node.text)?.[0] ?? '';
  return file.assignments(base).length === 0 && hasWord(base, MODULES) && /^[\w.$]+$/.test(node.text);
}
