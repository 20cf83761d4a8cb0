import { type AppError, findAppError } from '../../../platform/errors.ts';

/** The failure of a source behind an error, or null: then something else went wrong, and must not be hidden. */
export function findSourceFailure(error: unknown): AppError | null {
  const known = findAppError(error);
  return known?.code.startsWith('source_') ? known : null;
}
