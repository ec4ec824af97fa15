import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import { PageHarness, type OpenOptions, type OpenPage } from './pageHarness';
import { themes } from './themes';

/** What a test says about how its page is opened; the theme is the dark one unless it says another. */
export type Opening = Partial<OpenOptions>;

/** The page that a test has open, and the browser that all tests of a suite share. */
export class PageUnderTest<Incoming, Outgoing> {
  private started: PageHarness | undefined;
  private readonly opened: OpenPage<Incoming, Outgoing>[] = [];

  constructor(private readonly name: string) {}

  get harness(): PageHarness {
    return this.started ?? assert.fail('The browser is started before the first test.');
  }

  get page(): Page {
    return this.current.page;
  }

  /** Opens the page; what a test opened before stays open until its end, but is no longer meant. */
  async open(options: Opening = {}): Promise<Page> {
    const open: OpenPage<Incoming, Outgoing> = await this.harness.open({ theme: themes[1]!, ...options });
    this.opened.push(open);
    return open.page;
  }

  post(message: Incoming): Promise<void> {
    return this.current.post(message);
  }

  sent(): Promise<readonly Outgoing[]> {
    return this.current.sent();
  }

  async lastSent(): Promise<Outgoing | undefined> {
    return (await this.sent()).at(-1);
  }

  keptState(): Promise<unknown> {
    return this.current.keptState();
  }

  /** Found by its whole name. */
  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  /** Saves a picture in the folder of screenshots. @param name of its file, without the ending */
  async screenshot(name: string, options: { readonly fullPage?: boolean } = {}): Promise<void> {
    await this.page.screenshot({ ...options, path: await this.harness.screenshotFile(name) });
  }

  async start(): Promise<void> {
    this.started = await PageHarness.start(this.name);
  }

  /** Closes what the test opened. @throws AssertionError when one of its pages broke its policy or threw */
  async close(): Promise<void> {
    const problems: string[] = [];
    for (const open of this.opened.splice(0)) {
      problems.push(...(await open.problems()));
      await open.page.context().close();
    }
    assert.deepEqual(problems, [], 'the page broke its policy or threw');
  }

  async stop(): Promise<void> {
    await this.started?.dispose();
  }

  private get current(): OpenPage<Incoming, Outgoing> {
    return this.opened.at(-1) ?? assert.fail('No page was opened.');
  }
}

/**
 * Gives the tests of a suite a page: its browser is started before the first, each test's pages are closed behind it, and
 * have to have kept their policy.
 * @param suite `this` of the `describe` in which it is called
 */
export function pageUnderTest<Incoming, Outgoing>(suite: Mocha.Suite, name: string): PageUnderTest<Incoming, Outgoing> {
  const tested = new PageUnderTest<Incoming, Outgoing>(name);
  useBrowser(suite, tested);
  return tested;
}

/** The hooks of {@link pageUnderTest}, for a page with more to it. */
export function useBrowser(suite: Mocha.Suite, tested: PageUnderTest<never, unknown>): void {
  suite.timeout(60_000);
  before(() => tested.start());
  afterEach(() => tested.close());
  after(() => tested.stop());
}
