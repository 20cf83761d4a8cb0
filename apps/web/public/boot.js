// Runs before everything else; a file of its own because a strict content security policy allows no inline script.
(() => {
  // zod would try to compile its checks with eval, which the same policy forbids and reports.
  globalThis.__zod_globalConfig = { jitless: true };

  // The theme before the first paint, so that a dark room never sees a white flash. src/preferences.ts writes what this reads.
  let theme = 'system';
  try {
    theme = JSON.parse(localStorage.getItem('locum-preferences') ?? '{}').state?.theme ?? 'system';
  } catch {
    // Storage may be blocked or hold something else: the system decides.
  }
  const dark = theme === 'dark' || (theme === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
})();
