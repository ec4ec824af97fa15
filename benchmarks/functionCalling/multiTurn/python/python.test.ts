import assert from 'node:assert/strict';
import { parseExactJson } from '../../../../runtime/functionCalling';
import { decimalRoot } from './decimalRoot';
import { MersenneTwister } from './mersenneTwister';
import { mpLogarithm } from './mpLogarithm';
import { parseClock, parseMoment } from './pyDates';
import { parsePyCall, parsePyCalls } from './pyLiteral';
import { fixed, round } from './pyNumbers';
import { splitLines } from './pyStrings';
import { pyJson, pyRepr } from './pyText';
import { fromExact, pyEqual } from './pyValue';

const number = (literal: string) => (/^-?\d+$/.test(literal) ? BigInt(literal) : Number(literal));

/** What Python 3.11 with mpmath 1.3 prints. */
describe("Python's numbers and texts", () => {
  const seeds: readonly (readonly [seed: string, whole: readonly string[], uniform: number])[] = [
    ['0', ['60494', '894772', '563385069186', '1679215'], 2.945837514648167],
    ['1', ['27611', '696853', '984107995871', '2058756'], 2.753451286971085],
    ['141053', ['28959', '966117', '504861376796', '4191922'], 7.181514442819694],
    ['200191', ['67410', '354181', '521379371380', '4006190'], -7.775454278321577],
    ['1053520', ['79015', '155959', '909576826245', '4416726'], 27.42587377690628],
    ['-7', ['52445', '258176', '814660325134', '1810111'], -6.378185666622862],
    ['1099511627781', ['76110', '642031', '827003120297', '1460164'], 16.5479619646226],
  ];
  it('are drawn from its generator', () => {
    for (const [seed, whole, uniform] of seeds) {
      const random = new MersenneTwister(BigInt(seed));
      const drawn = [
        random.integer(10000n, 99999n),
        random.integer(100000n, 999999n),
        random.integer(100000000000n, 999999999999n),
        random.integer(1000000n, 9999999n),
      ];
      assert.deepEqual(drawn.map(String), whole, seed);
      assert.equal(random.uniform(-10, 40), uniform, seed);
    }
  });

  it('stay the same behind the first 624 words', () => {
    const random = new MersenneTwister(141053n);
    const drawn = Array.from({ length: 2000 }, () => random.integer(0n, 2n ** 32n - 1n));
    assert.equal(drawn.at(-1), 2388644796n);
  });

  const logarithms: readonly (readonly [value: string, base: string, digits: number, expected: string])[] = [
    ['36.0', '6.0', 4, "mpf('2.0')"],
    ['20', '10', 2, "mpf('1.3027')"],
    ['8', '2', 10, "mpf('3.000000000029')"],
    ['100', '10', 15, "mpf('2.0')"],
    ['2.5', '10', 1, "mpf('0.3945')"],
    ['1', '10', 5, "mpf('0.0')"],
    ['0.001', '2', 3, "mpf('-9.9668')"],
    ['1.0000001', '10', 5, "mpf('4.3429452e-8')"],
    ['7', '1.0000001', 6, "mpf('19459104.0')"],
    ['1e+300', '2', 30, "mpf('996.578428466208704436844186090106')"],
    ['10', '0.1', 20, "mpf('-1.0000000000000000241083')"],
    ['3', '7', 50, "mpf('0.56457503405357961380455016717490853614322791118679221')"],
    ['1234567', '10', 2, "mpf('6.1016')"],
    ['1e-300', '100000.0', 12, "mpf('-60.0')"],
    ['2', '1e+300', 8, "mpf('0.0010034333191')"],
    ['2', '1e+300', 3, "mpf('0.0010035')"],
    ['100000', '16', 2, "mpf('4.1484')"],
    ['1000', '10', 8, "mpf('3.0')"],
    ['46.90690477821637', '16', 16, "mpf('1.387932100121720608')"],
    ['73.11837167794242', '1.6486809740000086', 11, "mpf('8.584578955124')"],
    ['100', '10', 9, "mpf('2.0')"],
    ['1862', '10', 11, "mpf('3.2699796766428')"],
    ['1000', '10', 12, "mpf('3.0')"],
    ['96.85567743379022', '2.718281828459045', 27, "mpf('4.57322200903099784295751017068')"],
    ['174018', '16', 38, "mpf('4.3522192542765972234927296928120204264438')"],
    ['3548', '2.718281828459045', 31, "mpf('8.174139343429470543957673648502518')"],
    ['31.579310584644404', '2', 17, "mpf('4.9809077706146002232')"],
    ['2.286556325272071', '0.17260781840677109', 24, "mpf('-0.470786853685874364680798495')"],
    ['57.85188290568746', '10', 40, "mpf('1.762317498503713759392052514198517552446439')"],
    ['11.902055707377501', '2.718281828459045', 34, "mpf('2.476711133717294327454033073030816728')"],
  ];
  it('have logarithms of any precision', () => {
    for (const [value, base, digits, expected] of logarithms) {
      assert.equal(
        mpLogarithm(number(value), number(base), BigInt(digits)).repr,
        expected,
        `${value} ${base} ${digits}`,
      );
    }
  });

  const roots: readonly (readonly [value: string, digits: number, expected: string])[] = [
    ['16', 5, "Decimal('4')"],
    ['2', 5, "Decimal('1.4142')"],
    ['100', 1, "Decimal('1E+1')"],
    ['2.25', 10, "Decimal('1.5')"],
    ['0.1', 8, "Decimal('0.31622777')"],
    ['0', 3, "Decimal('0')"],
    ['0.0', 3, "Decimal('0')"],
    ['1e-10', 6, "Decimal('0.0000100000')"],
    ['100000000000000000000', 4, "Decimal('1.000E+10')"],
    ['1000000000000000000000', 30, "Decimal('31622776601.6837933199889354443')"],
    ['99', 1, "Decimal('1E+1')"],
    ['9.5e-20', 3, "Decimal('3.08E-10')"],
    ['43.931863680930604', 21, "Decimal('6.62811162254609319825')"],
    ['10000000000000000000000000000', 25, "Decimal('100000000000000')"],
    ['10000000000000000', 6, "Decimal('1.00000E+8')"],
    ['100000000000000000', 9, "Decimal('316227766')"],
    ['6.279512505937549e-10', 18, "Decimal('0.0000250589554968628904')"],
    ['1', 31, "Decimal('1')"],
    ['9.913438892015866e-10', 34, "Decimal('0.00003148561400388416485401500616523157')"],
    ['815344', 38, "Decimal('902.96400814207428740604625342833386054')"],
    ['64.15689885391997', 31, "Decimal('8.009800175654819004758303012362')"],
    ['546624', 2, "Decimal('7.4E+2')"],
    ['1000000000000000000000000000000', 22, "Decimal('1000000000000000')"],
    ['3.1364499707614913e-10', 14, "Decimal('0.000017710025326807')"],
    ['4.829346183920496e-10', 6, "Decimal('0.0000219758')"],
  ];
  it('have decimal roots of any precision', () => {
    for (const [value, digits, expected] of roots) {
      assert.equal(decimalRoot(number(value), BigInt(digits)).repr, expected, `${value} ${digits}`);
    }
  });

  const rounded: readonly (readonly [value: string, digits: number, expected: string])[] = [
    ['2.675', 2, '2.67'],
    ['2.5', 0, '2.0'],
    ['0.125', 2, '0.12'],
    ['3.14159', 3, '3.142'],
    ['1234.5', -2, '1200.0'],
    ['-2.5', 0, '-2.0'],
    ['1e+22', 3, '1e+22'],
    ['0.5', 0, '0.0'],
    ['1.005', 2, '1.0'],
    ['12345', -2, '12300'],
    ['15', -1, '20'],
    ['25', -1, '20'],
    ['7', 2, '7'],
    ['187.21811988026172', 10, '187.2181198803'],
    ['95.5', 9, '95.5'],
    ['-548555', 2, '-548555'],
    ['-309096', 8, '-309096'],
    ['83.5', 10, '83.5'],
    ['273492', 0, '273492'],
    ['277.0646328472255', -4, '0.0'],
  ];
  it('are rounded to even by their exact values', () => {
    for (const [value, digits, expected] of rounded) {
      assert.equal(pyRepr(round(number(value), BigInt(digits))), expected, `${value} ${digits}`);
    }
    assert.deepEqual(
      [0.125, 1.125, 2.375, 0.005].map((value) => fixed(value, 2)),
      ['0.12', '1.12', '2.38', '0.01'],
    );
  });

  const texts: readonly (readonly [json: string, repr: string, dumped: string])[] = [
    ['"it\'s"', '"it\'s"', '"it\'s"'],
    ['"a\\"b"', "'a\"b'", '"a\\"b"'],
    ['"both \' and \\""', "'both \\' and \"'", '"both \' and \\""'],
    ['"tab\\t\\n\\r\\\\"', "'tab\\t\\n\\r\\\\'", '"tab\\t\\n\\r\\\\"'],
    [
      '"\u00e9 \u00fc \u007f \\u0001 \u4e2d \ud83d\ude00"',
      "'\u00e9 \u00fc \\x7f \\x01 \u4e2d \ud83d\ude00'",
      '"\\u00e9 \\u00fc \\u007f \\u0001 \\u4e2d \\ud83d\\ude00"',
    ],
    [
      '{"a": [1, 2.0, true, null, "x"], "b": {}}',
      "{'a': [1, 2.0, True, None, 'x'], 'b': {}}",
      '{"a": [1, 2.0, true, null, "x"], "b": {}}',
    ],
  ];
  it('are printed as Python does', () => {
    for (const [json, repr, dumped] of texts) {
      const value = fromExact(parseExactJson(json));
      assert.deepEqual([pyRepr(value), pyJson(value)], [repr, dumped]);
    }
  });

  it('are equal as in Python', () => {
    assert.ok(pyEqual(1n, 1) && pyEqual(true, 1) && pyEqual([1n], [1]) && !pyEqual(Number.NaN, Number.NaN));
    assert.ok(!pyEqual('1', 1n) && !pyEqual(new Map([['a', 1n]]), new Map([['a', 2n]])) && !pyEqual(null, false));
    assert.ok(!pyEqual(2n ** 53n + 1n, 2 ** 53));
  });

  it('are cut into lines and read as dates as in Python', () => {
    assert.deepEqual(splitLines('a\r\nb\u2028c\n\n'), ['a', 'b', 'c', '']);
    assert.equal(parseMoment('2024-9-01 7:05:00'), '2024-09-01 07:05:00');
    assert.deepEqual(['12:05 AM', '12:00 pm', '9:30 AM'].map(parseClock), [5, 720, 570]);
    for (const bad of ['2024-02-30 00:00:00', '2024-01-01', '2024-01-01 24:00:00'])
      assert.throws(() => parseMoment(bad));
  });
});

describe("Python's calls", () => {
  it('are read with all kinds of literals', () => {
    const text = `f('a\\'b' "c", -1, 2.5e3, [True, None, (1,), ()], x={'k': {1: "v"}}, y=r'\\d', z=0x1F, u='\\u00e9\\q')`;
    const { name, positional, named } = parsePyCall(text);
    const values = [...positional, ...named.map(([, value]) => value)];
    assert.equal(name, 'f');
    assert.deepEqual(
      values.map((each) => (each.kind === 'value' ? pyRepr(each.value) : '?')),
      [`"a'bc"`, '-1', '2500.0', '[True, None, [1], []]', "{'k': {1: 'v'}}", `'\\\\d'`, '31', `'é\\\\q'`],
    );
  });

  it('are read as lists, and inside each other', () => {
    const calls = parsePyCalls('[a.b(x=1), g(h(2), [k()])]');
    assert.deepEqual(
      calls.map(({ name }) => name),
      ['a.b', 'g'],
    );
    assert.deepEqual(
      calls[1]?.positional.map(({ kind }) => kind),
      ['call', 'list'],
    );
    assert.deepEqual(parsePyCalls('[]'), []);
  });

  const broken = [
    '',
    'f(',
    'f(a=1',
    "f('a)",
    'f(a=1, 2)',
    'f(a=1, a=2)',
    'x',
    '3',
    'f() g()',
    '[f(), 3]',
    'f(a=b)',
    'Sorry, no.',
  ];
  for (const text of broken) {
    it(`are not read from what is none: ${text}`, () => assert.throws(() => parsePyCalls(text), { name: /Error$/ }));
  }

  it('are refused when nested without end', () => {
    assert.throws(() => parsePyCalls(`f(${'['.repeat(100_000)}`), /nested/);
  });
});
