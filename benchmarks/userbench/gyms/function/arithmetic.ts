/** Rules of arithmetic over a, b, c and d, as Python writes them: `+ - * / // % **`, signs and parentheses. */

export type Numbers = Readonly<Record<'a' | 'b' | 'c' | 'd', number>>;

/** @returns undefined where there is no result, e.g. for a division by zero */
export type Rule = (numbers: Numbers) => number | undefined;

/** @returns undefined where the text is no such rule */
export function readRule(text: string): Rule | undefined {
  const tokens = text.match(/\d+(?:\.\d*)?(?:e[+-]?\d+)?|\.\d+|\*\*|\/\/|[-+*/%()]|[abcd]\b|\S/giu) ?? [];
  if (tokens.length > 200) return undefined;
  const reader = new RuleReader(tokens);
  const rule = reader.sum();
  return rule !== undefined && reader.ended ? rule : undefined;
}

type Operator = (left: number, right: number) => number | undefined;

const operators: Readonly<Record<string, Operator>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => (right === 0 ? undefined : left / right),
  '//': (left, right) => (right === 0 ? undefined : Math.floor(left / right)),
  // The sign of Python's remainder is the divisor's.
  '%': (left, right) => (right === 0 ? undefined : left - right * Math.floor(left / right)),
  '**': power,
};

/** Python raises for 0 to a negative power and for results that are too large, and leaves the reals for roots of negative numbers. */
function power(base: number, exponent: number): number | undefined {
  const result = base ** exponent;
  return Number.isFinite(result) ? result : undefined;
}

class RuleReader {
  private at = 0;

  constructor(private readonly tokens: readonly string[]) {}

  get ended(): boolean {
    return this.at === this.tokens.length;
  }

  sum(): Rule | undefined {
    return this.chain(['+', '-'], () => this.product());
  }

  private product(): Rule | undefined {
    return this.chain(['*', '/', '//', '%'], () => this.signed());
  }

  private chain(names: readonly string[], next: () => Rule | undefined): Rule | undefined {
    let left = next();
    while (left !== undefined && names.includes(this.tokens[this.at] ?? '')) {
      const operator = this.tokens[this.at++]!;
      left = combined(operator, left, next());
    }
    return left;
  }

  /** A sign binds less than a power: -a ** 2 is -(a ** 2). */
  private signed(): Rule | undefined {
    const token = this.tokens[this.at];
    if (token !== '-' && token !== '+') return this.power();
    this.at++;
    const rule = this.signed();
    if (rule === undefined || token === '+') return rule;
    return (numbers) => {
      const value = rule(numbers);
      return value === undefined ? undefined : -value;
    };
  }

  /** From the right, and with a sign of its own: 2 ** -a ** b. */
  private power(): Rule | undefined {
    const base = this.atom();
    if (base === undefined || this.tokens[this.at] !== '**') return base;
    this.at++;
    return combined('**', base, this.signed());
  }

  private atom(): Rule | undefined {
    const token = this.tokens[this.at++];
    if (token === undefined) return undefined;
    if (token === '(') {
      const inner = this.sum();
      return this.tokens[this.at++] === ')' ? inner : undefined;
    }
    if (token === 'a' || token === 'b' || token === 'c' || token === 'd') return (numbers) => numbers[token];
    const value = /^[\d.]/u.test(token) ? Number(token) : Number.NaN;
    return Number.isNaN(value) ? undefined : () => value;
  }
}

function combined(name: string, left: Rule, right: Rule | undefined): Rule | undefined {
  const operator = operators[name];
  if (right === undefined || operator === undefined) return undefined;
  return (numbers) => {
    const first = left(numbers);
    const second = right(numbers);
    return first === undefined || second === undefined ? undefined : operator(first, second);
  };
}
