import { isIP } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { AppError } from '../errors.ts';

export interface OriginPolicy {
  /** Host names (without port) under which this server is reached, besides IP addresses. */
  readonly allowedHosts: readonly string[];
  /** Whether any IP address is accepted as host: true when the server listens beyond loopback. */
  readonly allowAnyAddress: boolean;
  /** Other web origins that may call, such as `https://grafana.example.com`. The server's own always may. */
  readonly allowedOrigins: readonly string[];
}

const LOOPBACK = new Set(['localhost', '127.0.0.1', '::1']);

/**
 * Refuses requests that a foreign page makes a browser send. DNS rebinding gives such a page our address under its own
 * name, so the name must be one of ours; an address as host cannot be rebound. Without an `Origin` header the caller is
 * no page of another origin (browsers send it with every request that could change something).
 */
export function guardOrigins(app: FastifyInstance, policy: OriginPolicy): void {
  const hosts = new Set(policy.allowedHosts.map((host) => host.toLowerCase()));
  const origins = new Set(policy.allowedOrigins.map((origin) => origin.toLowerCase()));
  const isOurHost = (name: string) =>
    LOOPBACK.has(name) || hosts.has(name) || (policy.allowAnyAddress && isIP(name) !== 0);

  app.addHook('onRequest', async (request) => {
    const host = (request.headers.host ?? '').toLowerCase();
    if (!isOurHost(nameOf(host))) {
      throw refuse(`host "${host.slice(0, 100)}"`, 'LOCUM_ALLOWED_HOSTS');
    }
    const origin = request.headers.origin?.toLowerCase();
    if (origin === undefined || origins.has(origin)) return;
    // The scheme is left out: behind a proxy that ends TLS the page is https and this server is not.
    if (origin.replace(/^https?:\/\//, '') !== host)
      throw refuse(`origin "${origin.slice(0, 100)}"`, 'LOCUM_ALLOWED_ORIGINS');
  });
}

function refuse(what: string, setting: string): AppError {
  return new AppError('origin_refused', { hint: `The ${what} is not among those allowed; see ${setting}.` });
}

/** `example.com:8080` → `example.com`, `[::1]:8080` → `::1`. */
function nameOf(host: string): string {
  const bracketed = /^\[([^\]]+)\]/.exec(host);
  return bracketed?.[1] ?? host.replace(/:\d+$/, '');
}
