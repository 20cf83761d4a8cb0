// Runs before the first paint, so that a dark room never sees a white flash. A file of its own because a strict
// content security policy allows no inline script. src/preferences.ts writes what this reads.
(() => {
  let theme = 'system';
  try {
    theme = JSON.parse(localStorage.getItem('locum-preferences') ?? '{}').state?.theme ?? 'system';
  } catch {
    // Storage may be blocked or hold something else: the system decides.
  }
  const dark = theme === 'dark' || (theme === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
})();
