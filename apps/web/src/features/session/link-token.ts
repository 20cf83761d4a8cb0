/** The token in `#token=…` of a fragment or of a whole pasted address; null when there is none. */
export function tokenIn(text: string): string | null {
  const fragment = text.indexOf('#');
  if (fragment < 0) return null;
  return new URLSearchParams(text.slice(fragment + 1).trim()).get('token') || null;
}

/** Takes the token out of the address bar and the browser's history, and returns it. */
export function takeTokenFromAddress(): string | null {
  const token = tokenIn(location.hash);
  if (token) history.replaceState(history.state, '', location.pathname);
  return token;
}
