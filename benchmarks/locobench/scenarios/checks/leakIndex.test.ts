import assert from 'node:assert/strict';
import { LeakIndex } from './leakIndex';

const body =
  'const total = prices.map((price) => price * rate).filter((each) => each > 0).reduce((sum, each) => sum + each, 0);';

describe('Finding a text that gives an answer away', () => {
  const leaks = new LeakIndex([
    { path: 'same.ts', text: `function a() {\n  ${body.replaceAll(' ', '   ')}\n}` },
    { path: 'half.ts', text: `// ${body.slice(0, body.length / 3)}\nconst other = 1;` },
    { path: 'none.ts', text: 'export const nothing = true;\n'.repeat(40) },
  ]);

  it('finds it whatever the white space', () => {
    assert.deepEqual(
      leaks.leaks(body).map(({ path }) => path),
      ['same.ts'],
    );
  });

  it('finds a copy with a changed word in the middle', () => {
    const long = Array.from({ length: 30 }, (_, at) => `step${at}(value${at});`).join('\n');
    const index = new LeakIndex([{ path: 'copy.ts', text: long.replace('step15', 'other') }]);
    assert.equal(index.leaks(long).length, 1);
  });

  it('says nothing of texts too short to mean something', () => {
    assert.deepEqual(leaks.leaks('const nothing = true;'), []);
  });

  it('finds a short text in a prompt where it stands whole', () => {
    assert.equal(leaks.contains('Call it `nothing = true` please.', 'nothing=true'), true);
    assert.equal(leaks.contains('Call it `nothing`.', 'nothing = true'), false);
  });
});
