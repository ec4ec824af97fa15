import assert from 'node:assert/strict';
import { type CommandSandbox, openSandbox, SandboxUnavailableError } from '../../../tools/sandbox';
import { FixtureFolder, tool } from '../../execution/testing/toolFixture';
import { verifyCandidate } from '../verifyCandidate';

/** Only one value of one parameter beside one of another is answered otherwise. */
const TIMES = `def times(text: str, least: int, most: int) -> str:
    if least == 31 and most == 34:
        return text
    return "%s{%d,%d}" % (text, least, most)
def repeated(text: str, least: int, most: int) -> str:
    return times(text, least, most)
`;

describe('stronger cases', function () {
  this.timeout(60_000);
  let sandbox: CommandSandbox;
  let folder: FixtureFolder;

  before(async function () {
    try {
      sandbox = await openSandbox();
    } catch (error) {
      if (!(error instanceof SandboxUnavailableError)) throw error;
      this.skip();
    }
    folder = await FixtureFolder.make({ 'times.py': TIMES });
  });
  after(() => folder.remove());

  const repeated = tool('times.py', 'times(text: str, least: int, most: int)');

  async function verdict(fault: string, strength: number): Promise<string | undefined> {
    const [found] = await verifyCandidate({
      collection: folder.collection([repeated]),
      candidate: { texts: new Map([['times.py', TIMES.replace('most == 34', fault)]]) },
      entries: [
        {
          ...{ tool: repeated.id, outcome: 'merged', into: 'times.py#repeated' },
          arguments: { text: { from: 'text' }, least: { from: 'least' }, most: { from: 'most' } },
        },
      ],
      ...{ seed: 3, sandbox, mutants: 0, strength },
    });
    return found?.verdict;
  }

  it('notice a fault where two constants have to meet', async () => {
    assert.equal(await verdict('most == 35', 32), 'rejected');
  });

  it('let through what answers alike', async () => {
    assert.equal(await verdict('most == 30 + 4', 32), 'identical');
  });
});
