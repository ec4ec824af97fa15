import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { chromium, type Browser, type Page } from 'playwright-core';
import { contentSecurityPolicy, webviewPage } from '../../extension/pages/webviewPage';
import type { Theme } from './themes';

const CHROMIUM = process.env.WHETSTONE_CHROMIUM ?? '/usr/bin/chromium';
const CHROMIUM_ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export interface OpenOptions {
  readonly theme: Theme;
  readonly width?: number;
  readonly height?: number;
  /** Browser zoom: 2 halves the width in CSS pixels, as the zoom of VS Code's window does. */
  readonly zoom?: number;
  /** What getState() returns. */
  readonly state?: unknown;
}

/** A page with a stand-in for VS Code's side: what it posted, what it kept, and what it did against the policy. */
export class OpenPage<Incoming, Outgoing> {
  constructor(readonly page: Page) {}

  /** Resolves when the page's own listener, which came before ours, has handled the message: posting alone is a task of later. */
  async post(message: Incoming): Promise<void> {
    await this.page.evaluate(
      (data) =>
        new Promise<void>((handled) => {
          window.addEventListener('message', () => handled(), { once: true });
          window.postMessage(data, '*');
        }),
      message,
    );
  }

  async sent(): Promise<readonly Outgoing[]> {
    return await this.page.evaluate<Outgoing[]>('window.whetstoneTest.sent');
  }

  async keptState(): Promise<unknown> {
    return await this.page.evaluate('window.whetstoneTest.state');
  }

  /** Violations of the content security policy and errors of the page's script. */
  async problems(): Promise<readonly string[]> {
    return await this.page.evaluate<string[]>('window.whetstoneTest.problems');
  }
}

/** Serves one page of webviews/, bundled as the product's are, under the policy that its panel sets, to a browser. */
export class PageHarness {
  private constructor(
    private readonly folder: string,
    private readonly server: Server,
    readonly browser: Browser,
    private readonly address: string,
  ) {}

  /** @param name Folder of webviews/ that has a main.ts. */
  static async start(name: string): Promise<PageHarness> {
    const folder = await mkdtemp(join(tmpdir(), 'whetstone-page-'));
    await build({
      entryPoints: { [name]: `webviews/${name}/main.ts` },
      outdir: folder,
      bundle: true,
      platform: 'browser',
      format: 'iife',
      target: 'es2022',
      logLevel: 'error',
      loader: { '.ttf': 'file', '.svg': 'dataurl' },
    });
    const server = createServer((request, response) => {
      const serve = async (): Promise<void> => {
        const { pathname } = new URL(request.url ?? '/', 'http://localhost');
        if (pathname === '/') {
          const cspSource = `http://${request.headers.host ?? ''}`;
          const nonce = randomBytes(24).toString('base64');
          const page = {
            cspSource,
            nonce,
            locale: 'en',
            title: name,
            scriptUri: `/${name}.js`,
            styleUri: `/${name}.css`,
          };
          // In the header too: a policy in a meta element alone would not cover what stands before it.
          response.setHeader('Content-Security-Policy', contentSecurityPolicy(page));
          response.setHeader('Content-Type', 'text/html; charset=utf-8');
          response.end(webviewPage(page));
        } else if (pathname === `/${name}.js` || pathname === `/${name}.css`) {
          response.setHeader('Content-Type', pathname.endsWith('.js') ? 'text/javascript' : 'text/css');
          response.end(await readFile(join(folder, pathname)));
        } else {
          response.statusCode = pathname === '/favicon.ico' ? 204 : 404;
          response.end();
        }
      };
      serve().catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const bound = server.address();
    if (bound === null || typeof bound === 'string') {
      throw new Error('The page server has no port.');
    }
    const browser = await chromium.launch({ executablePath: CHROMIUM, headless: true, args: CHROMIUM_ARGUMENTS });
    return new PageHarness(folder, server, browser, `http://127.0.0.1:${bound.port}/`);
  }

  async open<Incoming, Outgoing>(options: OpenOptions): Promise<OpenPage<Incoming, Outgoing>> {
    const { theme, width = 1200, height = 800, zoom = 1 } = options;
    const context = await this.browser.newContext({
      viewport: { width: Math.round(width / zoom), height: Math.round(height / zoom) },
      deviceScaleFactor: zoom,
      reducedMotion: 'reduce',
      timezoneId: 'UTC',
    });
    const page = await context.newPage();
    // The loader of the tests wraps functions in a call of this helper, which functions sent to the browser then lack.
    await page.addInitScript('globalThis.__name = (value) => value;');
    await page.addInitScript(standIn, { state: options.state, variables: theme.variables, classes: theme.bodyClasses });
    await page.goto(this.address);
    return new OpenPage(page);
  }

  /**
   * Measures work of a page until the frame that shows its effect.
   * @returns a function that does the work and gives the CPU milliseconds of the page's main thread, which a busy
   *   machine does not change as it changes wall time
   */
  async cpuMeter(page: Page): Promise<(work: () => Promise<unknown>) => Promise<number>> {
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    const seconds = async (): Promise<number> => {
      const { metrics } = await session.send('Performance.getMetrics');
      return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN;
    };
    return async (work) => {
      const before = await seconds();
      await work();
      // Two frames: the page may put its own work into the next one.
      for (let frame = 0; frame < 2; frame += 1) {
        await page.evaluate(() => new Promise((painted) => requestAnimationFrame(() => setTimeout(painted))));
      }
      return 1000 * ((await seconds()) - before);
    };
  }

  /** Path for a screenshot, in a folder that git ignores. */
  async screenshotFile(name: string): Promise<string> {
    const folder = resolve('.cache/screenshots');
    await mkdir(folder, { recursive: true });
    return join(folder, `${name}.png`);
  }

  async dispose(): Promise<void> {
    await this.browser.close();
    this.server.closeAllConnections();
    await new Promise((closed) => this.server.close(closed));
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** Runs in the browser before the page's own script: VS Code's side of the page. */
function standIn(given: {
  readonly state: unknown;
  readonly variables: Readonly<Record<string, string>>;
  readonly classes: readonly string[];
}): void {
  const test = { sent: [] as unknown[], state: given.state, problems: [] as string[] };
  Object.assign(window, {
    whetstoneTest: test,
    acquireVsCodeApi: () => ({
      postMessage: (message: unknown) => test.sent.push(message),
      getState: () => test.state,
      setState: (state: unknown) => {
        test.state = state;
      },
    }),
  });
  window.addEventListener('error', (event) => test.problems.push(event.message));
  window.addEventListener('unhandledrejection', (event) => test.problems.push(String(event.reason)));
  document.addEventListener('securitypolicyviolation', (event) =>
    test.problems.push(`${event.violatedDirective}: ${event.blockedURI}`),
  );
  document.addEventListener('DOMContentLoaded', () => {
    for (const [name, value] of Object.entries(given.variables)) {
      document.documentElement.style.setProperty(`--vscode-${name}`, value);
    }
    document.body.classList.add('vscode-reduce-motion', ...given.classes);
  });
}
