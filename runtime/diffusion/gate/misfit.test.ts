import assert from 'node:assert/strict';
import { isMisfit } from './misfit';

/** @param place code with the suggestion between `‹` and `›` */
const misfit = (place: string) => {
  const [prefix = '', rest = ''] = place.split('‹');
  const [text = '', suffix = ''] = rest.split('›');
  return isMisfit(text, { prefix, suffix });
};

describe('misfit', () => {
  const fits: readonly (readonly [what: string, place: string])[] = [
    ['what closes all it opens', 'x = ‹f(a[0])›\n'],
    ['what closes the bracket before it', 'x = f(‹a)›\n'],
    ['what stands in front of the closing bracket', 'x = f(‹a›)\n'],
    ['a brace left open at the end of the text', 'function f() {\n  ‹if (a) {›\n}\n'],
    ['a brace whose end is behind the cursor', 'function f() {\n  ‹if (a) {›\n    b();\n  }\n}\n'],
    ['the last statement of a block', 'function f() {\n  ‹return 1;›\n}\n'],
    ['an end of an inner block', 'function f() {\n  if (a) {\n    b();\n  ‹}›\n}\n'],
    ['an arm between two', 'if (a) {\n  b();\n‹} else {›\n  c();\n}\n'],
    ['brackets in strings and comments', "x = f(‹':)') // (›\n"],
    ['brackets of another file part that is not known', '  b();\n‹}›\n\nfunction g() {}\n'],
    ['code without brackets', 'for a in b:\n    ‹print›\n'],
    ['nothing known around it', '‹foo(›'],
  ];
  for (const [what, place] of fits) it(`is not ${what}`, () => assert.equal(misfit(place), false));

  const misfits: readonly (readonly [what: string, place: string])[] = [
    ['a bracket closed twice', 'f() {\n  x = g(‹a));›\n}\n'],
    ['another bracket than the open one', 'x = f(‹a]›\n'],
    ['a bracket left open in front of the end of a block', 'f() {\n  x = g(‹a›\n}\n'],
    ['a bracket too many in front of one that is closed', 'x = f(‹g(›]\n'],
    ['the end of a block that ends below', 'function f() {\n  if (a) {\n    ‹}›\n    b();\n  }\n}\n'],
    ['the brace that stands behind the cursor', 'func f(‹a int) {› {\n}\n'],
    ['the comma that stands behind the cursor', 'f(‹a,›, b)\n'],
  ];
  for (const [what, place] of misfits) it(`is ${what}`, () => assert.equal(misfit(place), true));
});
