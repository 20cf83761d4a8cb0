import type { Answer } from '@locum/contracts';

/** What the source warned of. */
export function SourceWarnings({ answer }: { answer: Answer }) {
  const warnings = [...new Set(answer.evidence.flatMap((evidence) => evidence.warnings))];
  if (warnings.length === 0) return null;
  return (
    <div className="mt-4 flex flex-col gap-1.5 rounded-sm bg-amber-soft px-3 py-2 text-sm">
      {warnings.map((warning) => (
        <p key={warning}>
          <span className="font-medium text-amber">The source warns: </span>
          {warning}
        </p>
      ))}
    </div>
  );
}
