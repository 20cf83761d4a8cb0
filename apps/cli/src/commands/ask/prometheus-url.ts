import { UsageError } from '../../terminal/report-failure.ts';

/** The value of `--prometheus`. Throws UsageError when it is no address. */
export function readPrometheusUrl(text: string): string {
  if (/^https?:\/\//.test(text) && URL.canParse(text)) return text;
  throw new UsageError(`--prometheus takes an address like http://127.0.0.1:9090, not "${text}".`);
}
