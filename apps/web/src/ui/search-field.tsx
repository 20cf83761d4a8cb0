import { Search, X } from 'lucide-react';
import { IconButton } from './button.tsx';
import { classNames } from './class-names.ts';
import { inputLook } from './field.tsx';

interface SearchFieldProps {
  label: string;
  value: string;
  placeholder?: string;
  onChange(text: string): void;
  className?: string;
}

/** A search box that can be emptied at one click. */
export function SearchField({ label, value, placeholder, onChange, className }: SearchFieldProps) {
  return (
    <search className={classNames('relative block', className)}>
      <Search size={15} aria-hidden className="pointer-events-none absolute top-2.5 left-3 text-faint" />
      <input
        type="text"
        inputMode="search"
        aria-label={label}
        placeholder={placeholder ?? label}
        value={value}
        autoComplete="off"
        spellCheck={false}
        maxLength={200}
        onChange={(event) => onChange(event.target.value)}
        className={classNames(inputLook, 'h-9 pr-9 pl-9')}
      />
      {value && (
        <IconButton label="Clear the search" className="absolute top-1 right-1" onClick={() => onChange('')}>
          <X size={14} aria-hidden />
        </IconButton>
      )}
    </search>
  );
}
