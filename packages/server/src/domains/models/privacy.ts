import type { ModelConsent, PrivacyMode } from '@locum/contracts';
import { AppError } from '../../platform/errors.ts';
import type { PrivacyRow } from './store.ts';

/** What the operator's configuration says for all organisations. */
export interface PrivacyDefaults {
  /** Nothing leaves, whatever an organisation chooses. */
  readonly nothingLeaves: boolean;
  /** The operator agrees for every organisation that has chosen nothing. */
  readonly hasConsent: boolean;
}

/** What holds for one organisation. */
export interface Privacy {
  readonly mode: PrivacyMode;
  readonly isLocked: boolean;
  readonly masksHostnames: boolean;
  readonly masksInstances: boolean;
  readonly consent?: ModelConsent;
}

/** Without any choice nothing leaves. */
export function privacyOf(row: PrivacyRow | null, { nothingLeaves, hasConsent }: PrivacyDefaults): Privacy {
  const chosen = row?.mode ?? (hasConsent ? 'allowed' : 'nothing_leaves');
  const consent = consentOf(row);
  return {
    mode: nothingLeaves ? 'nothing_leaves' : chosen,
    isLocked: nothingLeaves,
    masksHostnames: row?.masksHostnames ?? false,
    masksInstances: row?.masksInstances ?? false,
    ...(consent === undefined ? {} : { consent }),
  };
}

/** Why nothing may be sent to this address, or null when it may. */
export function findObjection({ mode, consent }: Privacy, url: string): AppError | null {
  if (mode === 'allowed') return null;
  if (mode === 'nothing_leaves') return new AppError('model_nothing_leaves');
  const recipient = recipientOf(url);
  if (consent?.recipients.includes(recipient)) return null;
  return new AppError('model_consent_missing', { hint: `The data would go to ${recipient}.` });
}

/** Whom data sent to an address goes to: consent is given for these. */
export function recipientOf(url: string): string {
  return new URL(url).origin;
}

function consentOf(row: PrivacyRow | null): ModelConsent | undefined {
  if (row?.consentBy == null || row.consentAt === null) return undefined;
  return {
    givenBy: row.consentBy,
    givenAt: row.consentAt.toISOString(),
    recipients: [...(row.consentRecipients ?? [])],
  };
}

/** Shown before consent is given; the planner and the embedder send nothing else. */
export const WHAT_LEAVES: readonly string[] = [
  'The question as typed.',
  'Of up to 30 metrics that may answer it: names, types, units, help texts, names of labels, and a few values of labels.',
  'The version of your Prometheus, and the query that the built-in planner proposes.',
  'With an embedding model: names, help texts and label names of all metrics, and what is searched for.',
];

export const WHAT_NEVER_LEAVES: readonly string[] = [
  'Values of samples: no number that was ever measured.',
  'E-mail addresses, IP addresses, keys and tokens, card and phone numbers: placeholders go instead.',
  'Credentials of your sources.',
];
