import type { SourceHealth } from '@locum/contracts';
import type { AppError } from '../../platform/errors.ts';
import type { SourceCall } from './measured-provider.ts';
import type { BuildInfo } from './provider.ts';

/** What is known about a source's health in this process, from the calls it answered. */
export interface HealthRecord {
  readonly checkedAtMs: number;
  readonly error?: AppError;
  readonly build?: BuildInfo;
}

/** Answers that show the source at work, even though the question failed. */
const SIGNS_OF_LIFE: ReadonlySet<string> = new Set(['source_query_rejected', 'source_response_too_large']);

/** The record after a call; an aborted call tells nothing. */
export function noteCall(record: HealthRecord | undefined, { outcome, error }: SourceCall, nowMs: number) {
  if (outcome === 'aborted') return record;
  const build = record?.build === undefined ? {} : { build: record.build };
  const isAlive = error === undefined || SIGNS_OF_LIFE.has(error.code);
  return { checkedAtMs: nowMs, ...build, ...(isAlive ? {} : { error }) };
}

export function toSourceHealth(record: HealthRecord | undefined): SourceHealth {
  if (record === undefined) return { state: 'unknown' };
  const { error, build, checkedAtMs } = record;
  return {
    state: error === undefined ? 'up' : 'down',
    checkedAt: new Date(checkedAtMs).toISOString(),
    ...(error === undefined
      ? {}
      : { message: `${error.publicMessage}${error.hint === undefined ? '' : ` ${error.hint}`}` }),
    ...(build === undefined
      ? {}
      : { flavour: build.flavour, ...(build.version === '' ? {} : { version: build.version }) }),
  };
}
