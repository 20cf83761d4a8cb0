import { type DestinationStream, type Logger, pino } from 'pino';

export type { Logger } from 'pino';

export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';

const SECRET_NAMES = [
  'password',
  'token',
  'secret',
  'secretKey',
  'apiKey',
  'authorization',
  'cookie',
  'headers.authorization',
  'headers.cookie',
  'headers["set-cookie"]',
  'headers["x-api-key"]',
];

/** JSON lines on standard error (standard output belongs to what commands print). Secrets are replaced by `[secret]`. */
export function createLogger(options: { level: LogLevel; destination?: DestinationStream }): Logger {
  return pino(
    {
      level: options.level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: SECRET_NAMES.flatMap((name) => [name, below(name)]), censor: '[secret]' },
      serializers: { err: (error: Error) => withoutParameters(pino.stdSerializers.errWithCause(error)) },
    },
    options.destination ?? pino.destination({ fd: 2, sync: false }),
  );
}

const LONGEST_STATEMENT = 500;

/**
 * A failed statement as drizzle throws it repeats every value it was given, in three places: what people asked, hashes, whole
 * catalogs. The statement tells enough, and so does the database's own error, which is its cause.
 */
function withoutParameters(error: unknown): unknown {
  if (typeof error !== 'object' || error === null) return error;
  // Errors carry whatever their makers gave them.
  const { params, query, message, stack, cause, ...rest } = { ...error } as Record<string, unknown>;
  const inner = cause === undefined ? {} : { cause: withoutParameters(cause) };
  if (!Array.isArray(params) || typeof query !== 'string') return { ...rest, message, stack, ...inner };
  const said = `Failed query: ${query.slice(0, LONGEST_STATEMENT)}`;
  return { ...rest, message: said, stack: String(stack).replace(String(message), () => said), ...inner };
}

function below(name: string): string {
  return `*.${name}`;
}
