import type { Claim, Labels, Segment } from '@locum/contracts';
import { formatMoment, formatValue } from './format-value.ts';

export interface NewClaim {
  readonly value: number;
  readonly unit: string;
  readonly evidenceId: string;
  readonly derivation: string;
  /** Unix seconds. */
  readonly at?: number | undefined;
  readonly labels?: Labels | undefined;
}

/** Collects the numbers of an answer. No number reaches the text but through here. */
export interface ClaimBook {
  readonly claims: readonly Claim[];
  /** A number as this answer writes it. */
  format(value: number, unit: string): string;
  /** A piece of text that shows the claim's number. */
  say(claim: NewClaim, text?: string): Segment;
  /** A moment of the evidence: `10:42 UTC`. */
  sayMoment(seconds: number, claim: Pick<NewClaim, 'evidenceId' | 'derivation'>): Segment;
}

export interface ClaimBookOptions {
  /** Unix seconds. */
  readonly now: number;
  readonly format?: ClaimBook['format'];
}

export function createClaimBook({ now, format = formatValue }: ClaimBookOptions): ClaimBook {
  const claims: Claim[] = [];
  const add = ({ at, labels, ...claim }: NewClaim, text: string): Segment => {
    const id = `c${claims.length + 1}`;
    claims.push({ id, ...claim, text, ...(at !== undefined && { at }), ...(labels !== undefined && { labels }) });
    return { text, claimId: id };
  };
  return {
    claims,
    format,
    say: (claim, text) => add(claim, text ?? format(claim.value, claim.unit)),
    sayMoment: (seconds, claim) =>
      add({ ...claim, value: seconds, unit: 'timestamp', at: seconds }, formatMoment(seconds, now)),
  };
}
