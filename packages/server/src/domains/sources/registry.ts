import type { SourceKind } from '@locum/contracts';
import type { z } from 'zod';
import type { TelemetryProvider } from './provider.ts';
import { prometheusKind } from './providers/prometheus/index.ts';

/** What a kind of source needs to be known by: its settings and how to connect. */
export interface ProviderKind<Settings extends z.ZodType = z.ZodType> {
  readonly settings: Settings;
  connect(settings: z.output<Settings>, options?: ConnectOptions): TelemetryProvider;
  /** The address to show, without credentials. */
  publicUrl(settings: z.output<Settings>): string;
}

export interface ConnectOptions {
  /** Attempts after the first. */
  readonly retries?: number;
}

/** Every kind of telemetry source. A new one is a folder in `providers/` and a line here. */
export const providerKinds = {
  prometheus: prometheusKind,
} satisfies Record<SourceKind, ProviderKind>;
