import { LoaderCircle } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { classNames } from './class-names.ts';

const looks = {
  primary: 'bg-accent text-on-accent hover:bg-accent-hover border border-transparent font-medium',
  secondary: 'bg-surface text-text hover:bg-hover border border-line-strong',
  quiet: 'text-muted hover:bg-hover hover:text-text border border-transparent',
  danger: 'bg-surface text-red hover:bg-red-soft border border-line-strong',
};
const sizes = {
  small: 'h-7 px-2 text-sm gap-1.5',
  medium: 'h-9 px-3.5 text-base gap-2',
};

export type ButtonProps = ComponentProps<'button'> & {
  look?: keyof typeof looks;
  size?: keyof typeof sizes;
  icon?: ReactNode;
  busy?: boolean;
};

/** A button; `busy` shows that its work is under way and keeps its width. */
export function Button({ look = 'secondary', size = 'medium', icon, busy, className, children, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      disabled={rest.disabled || busy}
      aria-busy={busy || undefined}
      className={classNames(
        'inline-flex shrink-0 items-center justify-center rounded-sm whitespace-nowrap transition-colors select-none disabled:opacity-55',
        looks[look],
        sizes[size],
        className,
      )}
    >
      {busy ? <LoaderCircle aria-hidden size={15} className="spin" /> : icon}
      {children}
    </button>
  );
}

/** A square button with an icon only; `label` is read out and shown on hover. */
export function IconButton({ label, children, className, ...rest }: ComponentProps<'button'> & { label: string }) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      {...rest}
      className={classNames(
        'inline-flex size-7 shrink-0 items-center justify-center rounded-sm text-muted transition-colors hover:bg-hover hover:text-text disabled:opacity-50',
        className,
      )}
    >
      {children}
    </button>
  );
}
