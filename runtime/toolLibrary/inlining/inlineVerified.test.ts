import assert from 'node:assert/strict';
import { openSandbox, SandboxUnavailableError } from '../../tools/sandbox';
import { FixtureFolder } from '../execution/testing/toolFixture';
import { extractTools } from '../extraction';
import { inlineVerified, type VerifiedInlining } from './inlineVerified';

const lib = 'def area(width: float, height: float) -> float:\n    """Area."""\n    return width * height\n';
const old =
  'from lib import area\n\n\ndef surface(h: float, w: float) -> float:\n    """.. deprecated:: Use area of lib.py."""\n    return area(w, h)\n';

describe('inlining that is put to the test', function () {
  this.timeout(60_000);
  let folder: FixtureFolder | undefined;

  before(async function () {
    try {
      await openSandbox();
    } catch (error) {
      if (!(error instanceof SandboxUnavailableError)) throw error;
      console.error(`    skipped: ${error.message}`);
      this.skip();
    }
  });
  afterEach(() => folder?.remove());

  async function run(files: Readonly<Record<string, string>>): Promise<VerifiedInlining> {
    folder = await FixtureFolder.make(files);
    const collection = await extractTools({ root: folder.root });
    return inlineVerified({ collection, texts: new Map(Object.entries(files)), seed: 5 });
  }

  it('compares the tools whose code changes', async () => {
    const use =
      'from old import surface\n\n\ndef walls(h: float, w: float) -> float:\n    """Walls of a room."""\n    return 2 * surface(h, w)\n';
    const done = await run({ 'lib.py': lib, 'old.py': old, 'use.py': use });
    assert.equal(done.inlined.length, 1);
    assert.deepEqual(
      done.verifications.map(({ verdict }) => verdict),
      ['identical'],
    );
    assert.ok((done.verifications[0]?.cases ?? 0) >= 400);
  });

  it('leaves calls whose tool would answer otherwise', async () => {
    // The name of the adapter is looked at while it runs, which no reader of calls can know.
    const use =
      'import sys\nfrom old import surface\n\n\ndef walls(h: float, w: float) -> float:\n    """Walls of a room."""\n    return surface(h, w) if "surface" in walls.__code__.co_names else -1.0\n\n\ndef floor(h: float, w: float) -> float:\n    """Floor of a room."""\n    return surface(h, w)\n';
    const done = await run({ 'lib.py': lib, 'old.py': old, 'use.py': use });
    assert.deepEqual(
      done.inlined.map(({ line }) => line),
      [12],
    );
    assert.match(done.left[0]?.reason ?? '', /property|replay/);
    assert.ok(done.verifications.every(({ verdict }) => verdict !== 'rejected'));
  });
});
