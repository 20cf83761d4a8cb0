import type { Claim, Segment } from '@locum/contracts';
import { formatMoment, utc } from '../../format/time.tsx';

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
    offset += segment.text.length + 1;
    if (!claim) return <span key={key}>{segment.text}</span>;
    return (
      <a
        key={key}
        href={`#${claim.id}`}
        title={`${claim.derivation}${isMoment(claim) ? `, ${utc(claim.value)}` : ''}: show what this rests on`}
        onClick={(event) => {
          event.preventDefault();
          onClaim(claim.id);
        }}
        className="figures rounded-[3px] whitespace-nowrap font-semibold underline decoration-line-strong decoration-dotted underline-offset-4 hover:text-accent hover:decoration-accent"
      >
        {isMoment(claim) ? formatMoment(claim.value) : segment.text}
      </a>
    );
  });
}

/** When something was, as opposed to a value that happens to be a time. The chart below shows the reader's zone, so does the text. */
function isMoment({ unit, value, at }: Claim): boolean {
  return unit === 'timestamp' && value === at;
}

/** The same text without its links. */
export function plainText(segments: Segment[]): string {
  return segments.map((segment) => segment.text).join('');
}
