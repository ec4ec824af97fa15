import assert from 'node:assert/strict';
import type { SamplePage } from '../protocol';
import { samplePage } from '../testing/sampleFixture';
import type { Ask } from '../questions';
import { SamplePages } from './samplePages';

const filter = { run: 'run-1', sort: 'index', descending: false } as const;

describe('pages of samples', () => {
  /** Offsets that were asked for, and pages that answer from the fixture. */
  function open(): { readonly asked: number[]; readonly pages: SamplePages; readonly settled: () => Promise<void> } {
    const asked: number[] = [];
    const ask = ((_name: 'listSamples', { offset, limit }: { offset: number; limit: number }): Promise<SamplePage> => {
      asked.push(offset);
      return Promise.resolve(samplePage({ ...filter, offset, limit }, 1000));
    }) as Ask;
    const pages = new SamplePages({ ask, onChange: () => undefined, onProblem: (error) => assert.fail(String(error)) });
    return { asked, pages, settled: () => new Promise((done) => setImmediate(done)) };
  }

  it('are asked for once, when their rows are needed', async () => {
    const { asked, pages, settled } = open();
    pages.use(filter);
    await settled();
    pages.need(390, 410);
    pages.need(390, 410);
    await settled();
    assert.deepEqual(asked, [0, 200, 400]);
    assert.equal(pages.row(405)?.index, 405);
    assert.equal(pages.row(700), undefined);
  });

  it('stay while newer ones are on their way', async () => {
    const { asked, pages, settled } = open();
    pages.use(filter);
    await settled();
    pages.renew();
    assert.equal(pages.row(3)?.index, 3);
    pages.need(0, 10);
    await settled();
    assert.deepEqual(asked, [0, 0]);
  });
});
