import type { FakeRequest } from '../../gateway/testing/fakeProvider';

export type ModelDeed = 'right' | 'drops a branch' | 'swaps a constant' | 'deletes the tests';

export interface TaxModel {
  /** Text of an answer. */
  readonly answer: (request: FakeRequest) => string;
  /** What it was told, a request an entry. */
  readonly seen: readonly string[];
}

/**
 * A script in the place of a model that refactors the sample: it joins the three functions of value added tax, and leaves all other groups alone.
 * @param deeds what it does each time that it is asked for code
 */
export function taxModel(deeds: readonly ModelDeed[]): TaxModel {
  const left = [...deeds];
  const seen: string[] = [];
  return {
    seen,
    answer: ({ body }) => {
      const text = JSON.stringify(body);
      seen.push(text);
      if (text.includes('You review code')) return '{"decision": "pass"}';
      if (text.includes('You write one')) return module(left.shift() ?? 'right');
      return plan(text);
    },
  };
}

function plan(text: string): string {
  const labels = [...text.matchAll(/(T\d+) \((\w+)\):/g)].map(([, label = '', name = '']) => ({ label, name }));
  const rates = new Map([
    ['vat_standard', 20],
    ['vat_reduced', 10],
    ['vat_hotel', 13],
  ]);
  const taxes = labels.filter(({ name }) => rates.has(name));
  const covers = taxes.map(({ label, name }) => ({
    tool: label,
    arguments: { amount: { from: 'amount' }, percent: { value: rates.get(name) } },
  }));
  const parameters = [
    { name: 'amount', type: 'float', description: 'price without tax' },
    { name: 'percent', type: 'float', description: 'rate of the tax' },
  ];
  const joined = { name: 'price_with_tax', purpose: 'Price with a tax.', parameters, returns: 'float', covers };
  const others = labels.filter((each) => !taxes.includes(each)).map(({ label }) => ({ tool: label, reason: 'alone' }));
  return JSON.stringify({
    functions: taxes.length < 3 ? [] : [joined],
    left: taxes.length < 3 ? labels.map(({ label }) => ({ tool: label, reason: 'alone' })) : others,
  });
}

const bodies: Readonly<Record<ModelDeed, string>> = {
  right: '    return round(amount * (1 + percent / 100), 2)',
  // Rounding is what the tools do last.
  'drops a branch': '    return amount * (1 + percent / 100)',
  'swaps a constant': '    return round(amount * (1 + percent / 100), 3)',
  'deletes the tests':
    '    import shutil\n    shutil.rmtree("tests")\n    return round(amount * (1 + percent / 100), 2)',
};

function module(deed: ModelDeed): string {
  return [
    '```python',
    'def price_with_tax(amount: float, percent: float) -> float:',
    '    """Price with a tax, rounded to cents.',
    '',
    '    >>> price_with_tax(50.0, 20)',
    '    60.0',
    '    """',
    bodies[deed],
    '```',
  ].join('\n');
}
