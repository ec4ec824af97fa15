/** The objects of one dialogue, and calls of their methods. */
import type { ExactObject } from '../../../runtime/functionCalling';
import { apiClasses } from './apis/apiClasses';
import { Given, type ApiMethod, type ApiObject, type Circumstances } from './apis/apiClass';
import { PyError } from './python/pyError';
import type { PyCall, PyExpression } from './python/pyLiteral';
import { pyJson, pyRepr, pyStr } from './python/pyText';
import { fromExact, pyDict, PyOther, type PyDict, type PyValue } from './python/pyValue';

/** The harness refuses these, whatever they are. */
const refusedNames = ['kill', 'exit', 'quit', 'remove', 'unlink', 'popen', 'Popen', 'run'];

interface Callable {
  readonly className: string;
  readonly method: ApiMethod;
}

export class ApiWorld {
  private readonly objects: ReadonlyMap<string, ApiObject>;
  private readonly callables = new Map<string, Callable>();

  /**
   * @param classes names of known classes; the last one that has a method of a name gives it
   * @param config `initial_config`; nothing of it is changed
   */
  constructor(classes: readonly string[], config: ExactObject, circumstances: Circumstances) {
    this.objects = new Map(
      classes.flatMap((name): [string, ApiObject][] => {
        const own: PyValue = fromExact(config.get(name) ?? null);
        const made = apiClasses.get(name)?.create(dictOf(own), circumstances);
        return made === undefined ? [] : [[name, made]];
      }),
    );
    for (const [className, { methods }] of this.objects) {
      for (const [name, method] of Object.entries(methods)) this.callables.set(name, { className, method });
    }
  }

  /** @returns the result as text, as the leaderboard compares it and as a model is told it */
  execute(call: PyCall): string {
    try {
      return resultText(this.call(call));
    } catch (error) {
      if (!(error instanceof PyError)) throw error;
      return `Error during execution: ${error.message}`;
    }
  }

  /** Public attributes of all objects, by class. */
  state(): ReadonlyMap<string, Readonly<Record<string, PyValue>>> {
    return new Map([...this.objects].map(([name, object]) => [name, object.attributes()]));
  }

  private call({ name, positional, named }: PyCall): PyValue {
    if (refusedNames.includes(name)) throw new PyError('Other', `Function call ${name} is not allowed.`);
    const callable = this.callables.get(name);
    if (callable === undefined) throw new PyError('NameError', `name '${name}' is not defined`);
    const values = positional.map((each) => this.valueOf(each));
    const keywords = named.map(([key, value]): readonly [string, PyValue] => [key, this.valueOf(value)]);
    return callable.method.run(bound(`${callable.className}.${name}()`, callable.method, values, keywords));
  }

  private valueOf(expression: PyExpression): PyValue {
    if (expression.kind === 'value') return expression.value;
    return expression.kind === 'list' ? expression.items.map((each) => this.valueOf(each)) : this.call(expression.call);
  }
}

function dictOf(value: PyValue): PyDict {
  return value instanceof Map ? value : pyDict();
}

function bound(
  what: string,
  { parameters }: ApiMethod,
  values: readonly PyValue[],
  keywords: readonly (readonly [string, PyValue])[],
): Given {
  const names = Object.keys(parameters);
  const given = new Map(values.slice(0, names.length).map((value, index) => [names[index] ?? '', value]));
  for (const [key, value] of keywords) {
    if (!names.includes(key)) throw new PyError('TypeError', `${what} got an unexpected keyword argument '${key}'`);
    if (given.has(key)) throw new PyError('TypeError', `${what} got multiple values for argument '${key}'`);
    given.set(key, value);
  }
  const least = names.filter((name) => parameters[name]?.fallback === undefined).length;
  if (values.length > names.length) {
    // The object itself counts.
    const takes = least === names.length ? `${names.length + 1}` : `from ${least + 1} to ${names.length + 1}`;
    const noun = names.length === 0 ? 'argument' : 'arguments';
    throw new PyError('TypeError', `${what} takes ${takes} positional ${noun} but ${values.length + 1} were given`);
  }
  const missing: string[] = [];
  for (const [name, { fallback }] of Object.entries(parameters)) {
    if (given.has(name)) continue;
    if (fallback === undefined) missing.push(`'${name}'`);
    else given.set(name, fallback());
  }
  if (missing.length > 0) {
    const noun = missing.length === 1 ? 'argument' : 'arguments';
    throw new PyError(
      'TypeError',
      `${what} missing ${missing.length} required positional ${noun}: ${enumerated(missing)}`,
    );
  }
  return new Given(given);
}

function enumerated(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  if (names.length < 2) return last;
  return `${names.slice(0, -1).join(', ')}${names.length > 2 ? ',' : ''} and ${last}`;
}

/** Texts as they are, dicts as JSON where they can be, all else as Python prints it. */
function resultText(value: PyValue): string {
  if (!(value instanceof Map)) return pyStr(value);
  return holdsOther(value) ? pyRepr(value) : pyJson(value);
}

function holdsOther(value: PyValue): boolean {
  if (value instanceof PyOther) return true;
  if (Array.isArray(value)) return value.some(holdsOther);
  return value instanceof Map && [...value.values()].some(holdsOther);
}
