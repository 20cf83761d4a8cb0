import { type ReactNode, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Mark } from '../../ui/mark.tsx';
import { FailureState } from '../../ui/state.tsx';
import { tokenIn } from './link-token.ts';
import { useRedeem } from './use-redeem.ts';

/** What somebody sees who is not signed in: where the link is, and a place to paste it. `children` is said first. */
export function SignedOutPage({ children }: { children?: ReactNode }) {
  const redeem = useRedeem();
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string>();
  const submit = () => {
    const token = tokenIn(text);
    if (!token) return setProblem('This is not a sign-in link. Paste all of it, including the part after #.');
    setProblem(undefined);
    redeem.mutate(token);
  };
  return (
    <main className="mx-auto flex min-h-dvh max-w-lg flex-col justify-center gap-6 px-5 py-10">
      <Mark />
      {children}
      <div>
        <h1 className="text-xl font-semibold tracking-[-0.02em]">Sign in</h1>
        <p className="mt-1.5 text-muted">
          Locum prints a one-time link in the terminal where it was started. Open that link in this browser, or paste it
          here.
        </p>
      </div>
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Field
          label="One-time link"
          placeholder={`${location.origin}/link#token=…`}
          value={text}
          problem={problem}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setText(event.target.value)}
        />
        <Button type="submit" look="primary" busy={redeem.isPending} className="self-start">
          Sign in
        </Button>
      </form>
      {redeem.isError && <FailureState failure={redeem.error} title="This link could not be used" />}
      <p className="border-t border-line pt-4 text-sm text-faint">
        Each link works once. If yours was used or lost, <code className="font-mono text-text">locum link</code> on that
        machine prints a new one.
      </p>
    </main>
  );
}
