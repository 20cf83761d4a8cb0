import { type ComponentProps, type ReactNode, useId } from 'react';
import { classNames } from './class-names.ts';

export const inputLook =
  'w-full rounded-sm border border-line-strong bg-surface px-3 text-base text-text outline-none transition-colors focus:border-accent focus-visible:outline-2 focus-visible:outline-offset-0 aria-invalid:border-red';

interface FieldProps extends Omit<ComponentProps<'input'>, 'id'> {
  label: string;
  hint?: ReactNode;
  problem?: string | undefined;
}

/** One line of input with its label, a hint, and what is wrong with it. */
export function Field({ label, hint, problem, className, ...rest }: FieldProps) {
  const id = useId();
  const described = problem ? `${id}-problem` : hint ? `${id}-hint` : undefined;
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1 block text-sm font-medium">
        {label}
      </label>
      <input
        id={id}
        {...rest}
        aria-invalid={problem ? true : undefined}
        aria-describedby={described}
        className={classNames(inputLook, 'h-9')}
      />
      {problem ? (
        <p id={`${id}-problem`} className="mt-1 text-sm text-red">
          {problem}
        </p>
      ) : (
        hint && (
          <p id={`${id}-hint`} className="mt-1 text-xs text-faint">
            {hint}
          </p>
        )
      )}
    </div>
  );
}

/** Several lines of input with their label. */
export function TextArea({
  label,
  hint,
  className,
  ...rest
}: ComponentProps<'textarea'> & { label: string; hint?: ReactNode }) {
  const id = useId();
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1 block text-sm font-medium">
        {label}
      </label>
      <textarea id={id} rows={3} {...rest} className={classNames(inputLook, 'py-2 font-mono text-sm')} />
      {hint && <p className="mt-1 text-xs text-faint">{hint}</p>}
    </div>
  );
}
