import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { TextTokenizer } from '../model/textTokenizer';
import { CopyPrior } from './copyPrior';
import { SourceIndex } from './sourceIndex';

const models = path.join(__dirname, '../../../media/models/embedded');
const deleteToken = 6;

describe('copy prior', function () {
  let tokenizer: TextTokenizer;
  before(async function () {
    if (!existsSync(path.join(models, 'tokenizer.json'))) this.skip();
    const { vocab_size: vocab } = JSON.parse(readFileSync(path.join(models, 'config.json'), 'utf8')) as {
      vocab_size: number;
    };
    tokenizer = await TextTokenizer.load(path.join(models, 'tokenizer.json'), vocab);
  });

  /** A prior for a cursor marked by `|`; the last pretoken before it is taken back, as in a request. */
  const priorFor = (marked: string, sources?: SourceIndex, file?: string) => {
    const [prefix = '', suffix = ''] = marked.split('|');
    const healed = prefix.slice(tokenizer.encode(prefix).pretokens.at(-1)?.unit ?? 0);
    const length = Buffer.byteLength(healed);
    const options = { prefix, suffix, snippets: [], tokenizer, deleteToken, healed: length, sources, path: file };
    return { prior: new CopyPrior(options), healed };
  };
  const decode = (tokens: readonly number[]) => Buffer.from(tokenizer.decode(tokens)).toString();

  it('proposes the token that follows the longest match', () => {
    const { prior, healed } = priorFor('self.total = 0\nself.count = load(first)\nself.count = load(|)\n');
    const proposal = prior.propose([], true);
    assert.ok(decode([proposal.best!]).startsWith(healed.slice(0, 1)));
    assert.equal(proposal.matchOf(proposal.best!), 'self.count = load('.length + 1);
  });

  it('drafts the copy up to the text after the cursor, then proposes the end', () => {
    const { prior, healed } = priorFor('value = loadOrders(customer, limit)\nvalue = loadOrders(|)\n');
    const draft = prior.draft(prior.propose([], true), [], 20);
    assert.equal(decode(draft).slice(healed.length), 'customer, limit');
    assert.equal(prior.propose(draft, true).best, deleteToken);
    assert.ok(!prior.propose(draft, false).tokens.has(deleteToken));
  });

  for (const [what, text] of [
    ['', 'return connection.close()\nreturn conn'],
    [', also behind another sign', '(connection.close())\nreturn conn'],
  ] as const) {
    it(`heals a word that was begun${what}`, () => {
      const { prior, healed } = priorFor(`${text}|\n`);
      assert.equal(healed, ' conn');
      const { best } = prior.propose([], true);
      assert.ok(' connection'.startsWith(decode([best!])) && decode([best!]).length > 1, decode([best!]));
      const next = prior.propose(tokenizer.encode(' connection').ids, true);
      assert.ok('.close()'.startsWith(decode([next.best!])), decode([next.best!]));
    });
  }

  it('follows what has been decoded, and cuts tokens as the model writes them', () => {
    const line = 'const wellKnownResult = computeSomethingUseful(alpha, beta);\n';
    const { prior, healed } = priorFor(`${line}let x;\nconst |\n`);
    const { ids } = tokenizer.encode(`${healed}wellKnownResult = computeSomethingUseful(alpha, beta);`);
    for (let length = 1; length < ids.length; length++) {
      const proposal = prior.propose(ids.slice(0, length), true);
      assert.equal(proposal.best, ids[length], decode(ids.slice(0, length)));
    }
  });

  it('goes back to an earlier state: other branches decode other text', () => {
    const { prior } = priorFor('call(first)\nsend(second)\n|\n');
    const heal = tokenizer.encode('\n').ids;
    const before = prior.propose([...heal, ...tokenizer.encode('call(').ids], true);
    prior.propose([...heal, ...tokenizer.encode('send(').ids], true);
    const again = prior.propose([...heal, ...tokenizer.encode('call(').ids], true);
    assert.deepEqual([...again.tokens], [...before.tokens]);
    assert.equal(decode([before.best!]), decode(tokenizer.encode('first').ids.slice(0, 1)));
  });

  it('copies from the sources, but not from the document itself', async () => {
    const sources = new SourceIndex({ turn: () => nextTurn() });
    sources.put('/own.py', Buffer.from('import os\nresult = fetch_orders(customer)\n'));
    await sources.settled();
    const marked = 'import os\nresult = fetch_orders(|)\n';
    assert.equal(priorFor(marked).prior.propose([], true).best, undefined);
    const { prior, healed } = priorFor(marked, sources, '/other.py');
    const draft = prior.draft(prior.propose([], true), [], 8);
    assert.equal(decode(draft).slice(healed.length), 'customer');
    assert.equal(priorFor(marked, sources, '/own.py').prior.propose([], true).best, undefined);
  });

  it('is silent about places inside a character', () => {
    const { prior } = priorFor('s = "größer"\ns = "gr|"\n');
    const first = Buffer.from('ö')[0]!;
    const half = tokenizer.bytes.findIndex((bytes) => bytes?.length === 1 && bytes[0] === first);
    const gr = tokenizer.encode('gr').ids;
    const proposal = prior.propose([...gr, half], true);
    for (const token of proposal.tokens.keys()) assert.ok(token === deleteToken || tokenizer.bytes[token]);
  });
});
