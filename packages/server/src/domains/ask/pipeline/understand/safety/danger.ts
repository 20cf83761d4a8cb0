import { hasAny } from '../pattern.ts';
import {
  ADMIN_SIGNS,
  BOMB_SIGNS,
  DELETION_ORDERS,
  DELETION_SIGNS,
  FETCH_SIGNS,
  INSTRUCTION_SIGNS,
} from './danger-signs.ts';
import type { Refusal } from './refusal.ts';

/** Something that must never be done, by what gives it away. */
interface Danger {
  readonly reason: Refusal['reason'];
  readonly message: string;
  readonly signs: readonly RegExp[];
  /** Words by which the same sentence is a harmless question. */
  readonly unless?: RegExp;
}

/** The worst first: what is said of a request is said once. */
export function findDanger(question: string): Refusal | undefined {
  const danger = DANGERS.find(({ signs, unless }) => hasAny(question, signs) && !unless?.test(question));
  return danger && { status: 'refused', reason: danger.reason, message: danger.message };
}

const DELETED = 'Locum only reads. It never deletes or changes data in a source.';

const DANGERS: readonly Danger[] = [
  {
    reason: 'admin_endpoint',
    message:
      'Locum only reads. It does not call administrative endpoints and does not change how your monitoring runs.',
    signs: ADMIN_SIGNS,
  },
  {
    reason: 'malicious',
    message: 'Locum asks your connected sources only. It does not fetch other addresses and does not reveal secrets.',
    signs: FETCH_SIGNS,
  },
  {
    reason: 'injected_instructions',
    message: 'This contains instructions to Locum instead of a question about production, so nothing was run.',
    signs: INSTRUCTION_SIGNS,
  },
  {
    reason: 'cardinality_bomb',
    message:
      'This would read every series at once and could take the source down, so nothing was run. Name the metric or the service you care about.',
    signs: BOMB_SIGNS,
  },
  { reason: 'data_deletion', message: DELETED, signs: DELETION_ORDERS },
  {
    reason: 'data_deletion',
    message: DELETED,
    signs: DELETION_SIGNS,
    // Deletions and resets are counted like anything else.
    unless:
      /\b(?:how many|how often|number of|rate|count|per second|per minute|per hour|failed|failures?|when|last|which|percentage|share|bytes|errors?)\b/,
  },
];
