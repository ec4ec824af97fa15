import { decimalRoot } from '../python/decimalRoot';
import { mpLogarithm } from '../python/mpLogarithm';
import { PyError } from '../python/pyError';
import { absolute, add, compare, divide, multiply, power, round, subtract, sum, toFloat } from '../python/pyNumbers';
import { isPyNumber, type PyNumber, type PyValue } from '../python/pyValue';
import { failure, optional, required, result, type ApiClass, type ApiMethod, type Given } from './apiClass';
import { entryNamed } from './config';

const notNumbers = 'Both inputs must be numbers';
const notAllNumbers = 'All elements in the list must be numbers';

/** What `catching` gives for wrong types. */
function numberOf(value: PyValue): PyNumber {
  if (isPyNumber(value)) return value;
  throw new PyError('TypeError', 'not a number');
}

function catching(message: string, calculate: () => PyValue): PyValue {
  try {
    return calculate();
  } catch (error) {
    if (error instanceof PyError && error.kind === 'TypeError') return failure(message);
    throw error;
  }
}

function ofTwo(
  about: string,
  [a, b]: readonly [string, string],
  calculate: (a: PyNumber, b: PyNumber) => PyValue,
): ApiMethod {
  return {
    about,
    parameters: { [a]: required('float'), [b]: required('float') },
    run: (given) => catching(notNumbers, () => calculate(numberOf(given.value(a)), numberOf(given.value(b)))),
  };
}

function ofList(
  about: string,
  whenEmpty: string,
  calculate: (numbers: readonly [PyNumber, ...PyNumber[]]) => PyValue,
): ApiMethod {
  return {
    about,
    parameters: { numbers: required('floats') },
    run: (given) => {
      if (!given.truthy('numbers')) return failure(`Cannot ${whenEmpty} of an empty list`);
      return catching(notAllNumbers, () => {
        const [first, ...others] = given.items('numbers').map(numberOf);
        return result({ result: first === undefined ? null : calculate([first, ...others]) });
      });
    },
  };
}

const meanOf = (numbers: readonly PyNumber[]) => divide(sum(numbers), BigInt(numbers.length));

const toMetres: Readonly<Record<string, PyNumber>> = { km: 1000n, m: 1n, cm: 0.01, mm: 0.001, um: 1e-6, nm: 1e-9 };

const imperial: Readonly<Record<string, PyNumber>> = {
  cm_to_in: 0.393701,
  in_to_cm: 2.54,
  m_to_ft: 3.28084,
  ft_to_m: 0.3048,
  m_to_yd: 1.09361,
  yd_to_m: 0.9144,
  km_to_miles: 0.621371,
  miles_to_km: 1.60934,
  kg_to_lb: 2.20462,
  lb_to_kg: 0.453592,
  celsius_to_fahrenheit: 1.8,
  fahrenheit_to_celsius: 5 / 9,
};

function siConversion(given: Given): PyValue {
  const [value, from, to] = [given.value('value'), given.text('unit_in'), given.text('unit_out')];
  if (!isPyNumber(value)) return failure('Value must be a number');
  const [metres, target] = [entryNamed(toMetres, from), entryNamed(toMetres, to)];
  if (metres === undefined || target === undefined) {
    return failure(`Conversion from '${from}' to '${to}' is not supported`);
  }
  return result({ result: multiply(multiply(value, metres), divide(1n, target)) });
}

function imperialConversion(given: Given): PyValue {
  const [value, from, to] = [given.value('value'), given.text('unit_in'), given.text('unit_out')];
  if (!isPyNumber(value)) return failure('Value must be a number');
  if (from === to) return result({ result: value });
  const factor = entryNamed(imperial, `${from}_to_${to}`);
  if (factor === undefined) return failure(`Conversion from '${from}' to '${to}' is not supported`);
  if (from === 'celsius') return result({ result: add(multiply(value, factor), 32n) });
  return result({ result: multiply(from === 'fahrenheit' ? subtract(value, 32n) : value, factor) });
}

const units = { value: required('float'), unit_in: required('string'), unit_out: required('string') };

const methods: Readonly<Record<string, ApiMethod>> = {
  logarithm: {
    about: 'Logarithm of a number to a base, with so many digits of precision.',
    parameters: { value: required('float'), base: required('float'), precision: required('integer') },
    run: (given) => {
      try {
        const precision = given.integer('precision');
        return result({ result: mpLogarithm(given.number('value'), given.number('base'), precision) });
      } catch (error) {
        // The original gives the text of every exception back.
        if (error instanceof PyError) return failure(error.message);
        throw error;
      }
    },
  },
  mean: ofList('Mean of numbers.', 'calculate mean', meanOf),
  standard_deviation: ofList('Standard deviation of numbers.', 'calculate standard deviation', (numbers) => {
    const mean = meanOf(numbers);
    const squares = numbers.map((each) => power(subtract(each, mean), 2n));
    return Math.sqrt(toFloat(divide(sum(squares), BigInt(numbers.length))));
  }),
  si_unit_conversion: { about: 'Converts between km, m, cm, mm, um and nm.', parameters: units, run: siConversion },
  imperial_si_conversion: {
    about: 'Converts between imperial and SI units, e.g. unit_in ft, unit_out m.',
    parameters: units,
    run: imperialConversion,
  },
  add: ofTwo('Adds two numbers.', ['a', 'b'], (a, b) => result({ result: add(a, b) })),
  subtract: ofTwo('Subtracts b from a.', ['a', 'b'], (a, b) => result({ result: subtract(a, b) })),
  multiply: ofTwo('Multiplies two numbers.', ['a', 'b'], (a, b) => result({ result: multiply(a, b) })),
  divide: ofTwo('Divides a by b.', ['a', 'b'], (a, b) =>
    compare(b, 0n) === 0 ? failure('Cannot divide by zero') : result({ result: divide(a, b) }),
  ),
  power: ofTwo('Raises base to the power of exponent.', ['base', 'exponent'], (a, b) =>
    result({ result: power(a, b) }),
  ),
  square_root: {
    about: 'Square root of a number, with so many digits of precision.',
    parameters: { number: required('float'), precision: required('integer') },
    run: (given) =>
      catching('Input must be a number or computation resulted in an invalid operation', () => {
        const number = numberOf(given.value('number'));
        if (compare(number, 0n) < 0) return failure('Cannot calculate square root of a negative number');
        return result({ result: decimalRoot(number, given.integer('precision')) });
      }),
  },
  absolute_value: {
    about: 'Absolute value of a number.',
    parameters: { number: required('float') },
    run: (given) =>
      catching('Input must be a number', () => result({ result: absolute(numberOf(given.value('number'))) })),
  },
  round_number: {
    about: 'Rounds a number to so many decimal places.',
    parameters: { number: required('float'), decimal_places: optional('integer', () => 0n) },
    run: (given) =>
      catching('First input must be a number, second input must be an integer', () =>
        result({ result: round(numberOf(given.value('number')), given.integer('decimal_places')) }),
      ),
  },
  percentage: ofTwo('Which percentage of the whole a part is.', ['part', 'whole'], (part, whole) =>
    compare(whole, 0n) === 0
      ? failure('Whole value cannot be zero')
      : result({ result: multiply(divide(part, whole), 100n) }),
  ),
  min_value: ofList('Smallest of numbers.', 'find minimum', ([first, ...others]) =>
    others.reduce((least, each) => (compare(each, least) < 0 ? each : least), first),
  ),
  max_value: ofList('Largest of numbers.', 'find maximum', ([first, ...others]) =>
    others.reduce((most, each) => (compare(each, most) > 0 ? each : most), first),
  ),
  sum_values: ofList('Sum of numbers.', 'calculate sum', (numbers) => sum(numbers)),
};

export const mathApi: ApiClass = {
  name: 'MathAPI',
  descriptionFile: 'math_api.json',
  about: 'Calculations.',
  create: () => ({ methods, attributes: () => ({}) }),
};
