import { type Browser, chromium } from 'playwright-core';
import { getProgram } from '../process/find-program.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'Google Chrome', 'Chromium'];
const MAC_FOLDERS = ['Google Chrome', 'Chromium'].map((name) => `/Applications/${name}.app/Contents/MacOS`);
const HINT = 'Install Chromium (Debian: apt install chromium), or run `npm test`, which does.';

// No sandbox: its user namespaces are refused in most containers and to root. The rest keeps the browser off the network.
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts the machine's Chromium without a window, driven by playwright-core. `stop` closes it with all its pages. */
export async function launchChromium(
  options: { flags?: readonly string[] } = {},
): Promise<{ browser: Browser; stop(): Promise<void> }> {
  const executablePath = getProgram(NAMES, { hint: HINT, extraFolders: MAC_FOLDERS });
  const browser = await chromium.launch({
    executablePath,
    headless: true,
    args: [...FLAGS, ...(options.flags ?? [])],
    timeout: 60_000,
  });
  return { browser, stop: () => browser.close() };
}
