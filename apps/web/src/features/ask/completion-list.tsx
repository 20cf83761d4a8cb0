import { Box, ChartLine, MessageSquareText, Tag, TextQuote } from 'lucide-react';
import type { Completion } from './use-completions.ts';

const kinds = {
  service: { icon: Box, word: 'service' },
  metric: { icon: ChartLine, word: 'metric' },
  label: { icon: Tag, word: 'label' },
  value: { icon: TextQuote, word: 'value' },
  question: { icon: MessageSquareText, word: 'question' },
};

interface CompletionListProps {
  id: string;
  options: Completion[];
  active: number | null;
  above: boolean;
  onChoose(option: Completion): void;
}

/** The completions under (or above) the question box. The focus stays in the box; `active` is what the arrows reached. */
export function CompletionList({ id, options, active, above, onChoose }: CompletionListProps) {
  return (
    <>
      <p className="sr-only" aria-live="polite">
        {options.length > 0 ? `${options.length} completions, arrow keys to choose` : ''}
      </p>
      {options.length > 0 && (
        <div
          id={id}
          role="listbox"
          aria-label="Completions"
          className={`absolute inset-x-0 z-30 overflow-hidden rounded-md border border-line bg-raised p-1 shadow-float ${above ? 'bottom-full mb-1.5' : 'top-full mt-1.5'}`}
        >
          {options.map((option, index) => {
            const { icon: Icon, word } = kinds[option.kind];
            return (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are handled by the question box, which keeps the focus
              // biome-ignore lint/a11y/useFocusableInteractive: aria-activedescendant moves instead of the focus
              <div
                key={`${option.kind} ${option.text}`}
                id={`${id}-${index}`}
                role="option"
                aria-selected={index === active}
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => onChoose(option)}
                className="flex h-9 items-center gap-2.5 rounded-sm px-2.5 text-sm hover:bg-hover aria-selected:bg-hover"
              >
                <Icon size={14} aria-hidden className="shrink-0 text-faint" />
                <span
                  className={`max-w-[80%] shrink-0 truncate ${option.kind === 'question' ? '' : 'font-mono text-xs'}`}
                >
                  {option.text}
                </span>
                <span className="ml-auto min-w-0 truncate text-xs text-faint">{option.detail ?? word}</span>
              </div>
            );
          })}
        </div>
      )}
    </>
  );
}
