import type { ComponentProps, ReactNode } from 'react';
import { classNames } from './class-names.ts';

const tones = {
  plain: 'border-line text-muted',
  accent: 'border-transparent bg-accent-soft text-accent',
  amber: 'border-transparent bg-amber-soft text-amber',
  red: 'border-transparent bg-red-soft text-red',
  green: 'border-transparent bg-green-soft text-green',
  blue: 'border-transparent bg-blue-soft text-blue',
};
export type Tone = keyof typeof tones;
const shape = 'inline-flex h-6 max-w-full items-center gap-1.5 rounded-full border px-2.5 text-xs whitespace-nowrap';

/** A fact in a few words. The tone always comes with an icon or a word. */
export function Chip({ tone = 'plain', icon, children, title }: ChipProps) {
  return (
    <span title={title} className={classNames(shape, tones[tone])}>
      {icon}
      <span className="figures truncate">{children}</span>
    </span>
  );
}

interface ChipProps {
  tone?: Tone;
  icon?: ReactNode;
  children: ReactNode;
  title?: string | undefined;
}

/** A chip that does something. */
export function ChipButton({ tone = 'plain', icon, children, ...rest }: ComponentProps<'button'> & ChipProps) {
  return (
    <button
      type="button"
      {...rest}
      className={classNames(shape, tones[tone], 'transition-colors hover:bg-hover hover:text-text', rest.className)}
    >
      {icon}
      <span className="figures truncate">{children}</span>
    </button>
  );
}
