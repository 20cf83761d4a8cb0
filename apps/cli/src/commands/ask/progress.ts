import type { StageName, Step } from '@locum/contracts';

const NEXT: Partial<Record<StageName, string>> = {
  understand: 'looking at the catalog',
  ground: 'planning',
  plan: 'checking the query',
  cost: 'asking the source',
  execute: 'reading the result',
};
const PATIENCE_MS = 1000;

/** One line on standard error that says what is going on, once it takes more than a second. Nothing when that is no terminal. */
export function showProgress(isWanted: boolean): { onStep(step: Step): void; clear(): void } {
  if (!isWanted || !process.stderr.isTTY) return { onStep: () => undefined, clear: () => undefined };
  let text = 'reading the question';
  let isShown = false;
  const show = () => {
    isShown = true;
    process.stderr.write(`\r\x1b[2K${text} …`);
  };
  const timer = setTimeout(show, PATIENCE_MS);
  return {
    onStep({ name }) {
      text = NEXT[name] ?? text;
      if (isShown) show();
    },
    clear() {
      clearTimeout(timer);
      if (isShown) process.stderr.write('\r\x1b[2K');
    },
  };
}
