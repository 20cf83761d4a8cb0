import { type Expr, selectors } from '@locum/promql';

/** Labels by which people say where; the others are part of what is measured (`mode="idle"`). */
const PLACES =
  /^(?:service|app|application|service_name|job|instance|pod|container|namespace|node|host|route|path|uri|handler|endpoint|method|region|zone|cluster|env|deployment|statefulset|daemonset|topic|consumergroup|queue|database|datname|device|mountpoint|index|provider|grpc_method|grpc_service)$/;

/** What an answer is about: `p99 of latency (service checkout)`. */
export interface Subject {
  readonly text: string;
  readonly isPlural: boolean;
  /** How it was reckoned, where that is no part of its name: "forecast by linear trend". */
  readonly method?: string;
}

/** `reading` says what is measured; the places come from the matchers that all selectors share. */
export function subjectOf(read: string, expr: Expr): Subject {
  const [, reading = read, method] = /^(.+): (forecast by .+)$/.exec(read) ?? [];
  const places = placesOf(expr).filter(({ value }) => !reading.includes(value));
  const where = places.map(({ label, value }) => `${label} ${value}`).join(', ');
  const text = where === '' ? reading : `${reading} (${where})`;
  return { text, isPlural: isPlural(reading), ...(method !== undefined && { method }) };
}

/** The subject with how it was reckoned. */
export function titleOf({ text, method }: Subject): string {
  return method === undefined ? text : `${text}, ${method}`;
}

export function capitalise(text: string): string {
  // The name of a metric keeps its spelling.
  return /^[a-z]+(?:[ ,:(-]|$)/.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
}

function placesOf(expr: Expr): { label: string; value: string }[] {
  const [first, ...rest] = selectors(expr).map((selector) =>
    selector.matchers.flatMap(({ label, op, value }) => {
      const plain = op === '=~' ? /^([\w./-]+)\(:\.\*\)\?$/.exec(value)?.[1] : value;
      const isPlace = PLACES.test(label) && (op === '=' || op === '=~') && plain !== undefined && plain !== '';
      return isPlace ? [{ label, value: plain }] : [];
    }),
  );
  if (first === undefined) return [];
  return first.filter(({ label, value }) =>
    rest.every((places) => places.some((place) => place.label === label && place.value === value)),
  );
}

/** By the noun that the rest explains: "requests by status code", "p95 of latency". */
function isPlural(reading: string): boolean {
  const head = reading.split(/ (?:of|by|per|with|for|in|from|versus|as|over|to)\b|[,(:]/)[0] ?? reading;
  const noun = head.trim().split(' ').at(-1) ?? '';
  return /[^sui]s$/.test(noun);
}
