import type { Json } from '../../gateway/types';
import { parsedCall } from './callShapes';
import { JsonReader } from './jsonReader';
import { tellCall, type Payload, type PayloadSink, type PayloadStep } from './payload';

/** Llama's built-in tools are called as `brave_search.call(query="...")`. */
const methodOfBuiltIn = '.call';

type State = 'begin' | 'name' | 'key' | 'value' | 'after-value' | 'after-call';

/** Calls as Python writes them, with named arguments: `f(a=1)`, or a list of them. A call is told when it is complete. */
export class PythonCalls implements Payload {
  private complete = false;
  private state: State = 'begin';
  private listed = false;
  private name = '';
  private key = '';
  private told = 0;
  private given: [string, Json][] = [];
  private reader = new JsonReader();

  /** @param form 'list': in brackets; 'one': without them, several with `;` between */
  constructor(
    private readonly sink: PayloadSink,
    private readonly form: 'list' | 'one',
  ) {}

  get isCalls(): boolean {
    return this.complete || (!this.listed && this.state === 'after-call');
  }

  get mayBeCalls(): boolean {
    return this.told > 0 || this.name !== '';
  }

  push(char: string): PayloadStep {
    switch (this.state) {
      case 'begin':
        return this.begin(char);
      case 'name':
        return this.inName(char);
      case 'key':
        return this.inKey(char);
      case 'value':
        return this.inValue(char);
      case 'after-value':
        if (/\s/.test(char)) return 'more';
        if (char === ')') return this.endCall();
        return this.go(char === ',' ? 'key' : undefined);
      case 'after-call':
        if (/\s/.test(char)) return 'more';
        return this.listed ? this.afterListed(char) : this.afterOne(char);
    }
  }

  private afterListed(char: string): PayloadStep {
    if (char !== ']') return this.go(char === ',' ? 'name' : undefined);
    this.complete = true;
    return 'done';
  }

  /** Several calls stand beside each other with semicolons between. */
  private afterOne(char: string): PayloadStep {
    if (char === ';') return this.go('name');
    this.complete = true;
    return 'before';
  }

  cut(): void {
    // Nothing of a call is told before it is complete.
  }

  private begin(char: string): PayloadStep {
    if (/\s/.test(char)) return 'more';
    if (this.form === 'one') return this.inName(char);
    this.listed = true;
    return this.go(char === '[' ? 'name' : undefined);
  }

  private inName(char: string): PayloadStep {
    this.state = 'name';
    if (char === '(' && /^[A-Za-z_][\w.-]*$/.test(this.name)) return this.go('key');
    if (/\s/.test(char)) return this.name === '' ? 'more' : 'bad';
    if (!/[\w.-]/.test(char)) return 'bad';
    this.name += char;
    return 'more';
  }

  private inKey(char: string): PayloadStep {
    if (/\s/.test(char)) return 'more';
    if (char === ')' && this.key === '') return this.endCall();
    if (char === '=' && this.key !== '') {
      this.reader = new JsonReader();
      return this.go('value');
    }
    if (!/\w/.test(char)) return 'bad';
    this.key += char;
    return 'more';
  }

  private inValue(char: string): PayloadStep {
    const step = this.reader.push(char);
    if (step === 'more' || step === 'bad') return step;
    if (this.reader.value !== undefined) this.given.push([this.key, this.reader.value]);
    this.sink.repaired(
      [...this.reader.repairs].filter((repair) => repair !== 'single-quotes' && repair !== 'python-words'),
    );
    this.key = '';
    this.state = 'after-value';
    return step === 'before' ? this.push(char) : 'more';
  }

  private endCall(): PayloadStep {
    const name = this.name.endsWith(methodOfBuiltIn) ? this.name.slice(0, -methodOfBuiltIn.length) : this.name;
    tellCall(this.sink, parsedCall(name, Object.fromEntries(this.given)));
    this.told++;
    this.name = '';
    this.given = [];
    return this.go('after-call');
  }

  private go(state: State | undefined): PayloadStep {
    if (state === undefined) return 'bad';
    this.state = state;
    return 'more';
  }
}
