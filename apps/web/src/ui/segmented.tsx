import { classNames } from './class-names.ts';

interface TabsProps<Key extends string> {
  label: string;
  value: Key;
  options: readonly { key: Key; label: string; count?: number | undefined }[];
  onChange(key: Key): void;
}

/** A choice of one among few, all visible; arrow keys move as in any radio group. */
export function Segmented<Key extends string>({ label, value, options, onChange }: TabsProps<Key>) {
  return (
    <div role="radiogroup" aria-label={label} className="inline-flex rounded-sm border border-line bg-sunken p-0.5">
      {options.map((option, index) => (
        // biome-ignore lint/a11y/useSemanticElements: a radio input cannot hold the look of a segment without a second element
        <button
          key={option.key}
          type="button"
          role="radio"
          aria-checked={option.key === value}
          tabIndex={option.key === value ? 0 : -1}
          onClick={() => onChange(option.key)}
          onKeyDown={(event) => {
            const move = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
            if (!move) return;
            event.preventDefault();
            const next = (index + move + options.length) % options.length;
            onChange(options[next]!.key);
            const sibling = event.currentTarget.parentElement?.children[next];
            if (sibling instanceof HTMLElement) sibling.focus();
          }}
          className={classNames(
            'inline-flex h-7 items-center gap-1.5 rounded-[5px] px-2.5 text-sm transition-colors',
            option.key === value
              ? 'bg-raised font-medium text-text shadow-[0_0_0_1px_var(--line-strong)]'
              : 'text-muted hover:text-text',
          )}
        >
          {option.label}
          {option.count !== undefined && (
            <span className="figures text-xs text-faint">{option.count.toLocaleString('en')}</span>
          )}
        </button>
      ))}
    </div>
  );
}
