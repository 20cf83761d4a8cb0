import type { Claim, Segment } from '@locum/contracts';

interface SegmentsProps {
  segments: Segment[];
  claims: Claim[];
  onClaim(claimId: string): void;
}

/** Text whose figures lead to what they rest on. */
export function Segments({ segments, claims, onClaim }: SegmentsProps) {
  let offset = 0;
  return segments.map((segment) => {
    const claim = segment.claimId ? claims.find((candidate) => candidate.id === segment.claimId) : undefined;
    const key = offset;
    offset += segment.text.length;
    if (!claim) return <span key={key}>{segment.text}</span>;
    return (
      <button
        key={key}
        type="button"
        title={`${claim.derivation}: show what this rests on`}
        onClick={() => onClaim(claim.id)}
        className="figures inline rounded-[3px] font-semibold underline decoration-line-strong decoration-dotted underline-offset-4 hover:text-accent hover:decoration-accent"
      >
        {segment.text}
      </button>
    );
  });
}

/** The same text without its links. */
export function plainText(segments: Segment[]): string {
  return segments.map((segment) => segment.text).join('');
}
