import { createSource, listSources, type SourceInput, testSource } from '@locum/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { CircleAlert, CircleCheck, PlugZap } from 'lucide-react';
import { useState } from 'react';
import { client } from '../../api.ts';
import { Button } from '../../ui/button.tsx';
import { FailureState } from '../../ui/state.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { useMe } from '../session/use-me.ts';
import { ConnectionFields } from './connection-fields.tsx';
import { type ConnectionForm, emptyConnection, type FormProblems, readConnection } from './connection-form.ts';

/** "Connect your Prometheus": the first page of a fresh installation, and how further sources are added. */
export function ConnectPage() {
  const me = useMe();
  const sources = useQuery({ queryKey: ['sources'], queryFn: () => client.call(listSources, {}) });
  const isFirst = sources.data?.sources.length === 0;
  return (
    <div className="mx-auto w-full max-w-[600px] px-4 pt-[clamp(20px,7vh,72px)] pb-12 sm:px-6">
      <h1 className="text-xl font-semibold tracking-[-0.02em]">Connect your Prometheus</h1>
      <p className="mt-1.5 mb-6 text-muted">
        {isFirst ? 'Locum answers from what your Prometheus measures. ' : ''}
        Prometheus, Mimir, Thanos and VictoriaMetrics work. Locum only reads; secrets are stored encrypted and never
        shown again.
      </p>
      {me.data?.role === 'admin' ? (
        <ConnectForm />
      ) : (
        <p className="rounded-md border border-line bg-surface p-4">
          Ask an administrator of your organisation to connect a source.
        </p>
      )}
    </div>
  );
}

function ConnectForm() {
  const [form, setForm] = useState<ConnectionForm>(emptyConnection);
  const [problems, setProblems] = useState<FormProblems>({});
  const { test, save } = useConnection();
  const submit = (run: 'test' | 'save') => {
    const read = readConnection(form);
    setProblems('problems' in read ? read.problems : {});
    if ('problems' in read) return;
    if (run === 'test') test.mutate(read.input);
    else save.mutate(read.input);
  };
  return (
    <form
      noValidate
      className="flex flex-col gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        submit('save');
      }}
    >
      <ConnectionFields
        form={form}
        problems={problems}
        onChange={(change) => {
          setForm({ ...form, ...change });
          // A verdict on other settings would mislead.
          test.reset();
          save.reset();
        }}
      />
      <div className="min-h-14" aria-live="polite">
        {test.data?.ok && (
          <p className="flex items-start gap-2.5 rounded-md bg-green-soft px-3.5 py-3">
            <CircleCheck size={18} aria-hidden className="mt-0.5 shrink-0 text-green" />
            <span>{test.data.message}</span>
          </p>
        )}
        {test.data && !test.data.ok && (
          <p className="flex items-start gap-2.5 rounded-md bg-red-soft px-3.5 py-3">
            <CircleAlert size={18} aria-hidden className="mt-0.5 shrink-0 text-red" />
            <span>{test.data.message}</span>
          </p>
        )}
        {(save.error || test.error) && (
          <FailureState
            failure={save.error ?? test.error}
            title={save.error ? 'The source was not connected' : 'The test could not be made'}
          />
        )}
      </div>
      <div className="flex gap-2">
        <Button type="submit" look="primary" busy={save.isPending} disabled={test.isPending}>
          Connect
        </Button>
        <Button
          busy={test.isPending}
          disabled={save.isPending}
          onClick={() => submit('test')}
          icon={<PlugZap size={15} aria-hidden />}
        >
          Test
        </Button>
      </div>
    </form>
  );
}

function useConnection() {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const test = useMutation({
    mutationFn: (input: SourceInput) =>
      client.call(testSource, { body: { kind: input.kind, settings: input.settings } }),
  });
  const save = useMutation({
    mutationFn: (input: SourceInput) => client.call(createSource, { body: input }),
    onSuccess: async (source) => {
      showToast({ text: `${source.name} is connected. Its catalog is being read.` });
      await queryClient.invalidateQueries();
      void navigate({ to: '/' });
    },
  });
  return { test, save };
}
