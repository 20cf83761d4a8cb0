import { useState } from 'react';
import { Field, TextArea } from '../../ui/field.tsx';
import { Fold } from '../../ui/fold.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import type { ConnectionForm, FormProblems } from './connection-form.ts';

interface ConnectionFieldsProps {
  form: ConnectionForm;
  problems: FormProblems;
  onChange(change: Partial<ConnectionForm>): void;
}

/** Address and authentication; what few need is folded away. */
export function ConnectionFields({ form, problems, onChange }: ConnectionFieldsProps) {
  const text = (field: keyof ConnectionForm) => ({
    value: String(form[field]),
    problem: problems[field],
    onChange: (event: { target: { value: string } }) => onChange({ [field]: event.target.value }),
  });
  return (
    <>
      <Field
        label="Address"
        type="url"
        inputMode="url"
        placeholder="http://127.0.0.1:9090"
        autoComplete="off"
        spellCheck={false}
        hint="The base address, as Locum's server reaches it; for Mimir with its /prometheus path."
        {...text('url')}
      />
      <Field label="Name" autoComplete="off" {...text('name')} />
      <div>
        <p className="mb-1 text-sm font-medium">Authentication</p>
        <Segmented
          label="Authentication"
          value={form.auth}
          options={[
            { key: 'none', label: 'None' },
            { key: 'basic', label: 'User and password' },
            { key: 'bearer', label: 'Token' },
          ]}
          onChange={(auth) => onChange({ auth })}
        />
      </div>
      {form.auth === 'basic' && (
        <div className="grid gap-3 sm:grid-cols-2">
          <Field label="User name" autoComplete="off" {...text('username')} />
          <Field label="Password" type="password" autoComplete="new-password" {...text('password')} />
        </div>
      )}
      {form.auth === 'bearer' && (
        <Field label="Bearer token" type="password" autoComplete="new-password" {...text('token')} />
      )}
      <More form={form} problems={problems} onChange={onChange} />
    </>
  );
}

function More({ form, problems, onChange }: ConnectionFieldsProps) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Fold
      title="Tenant, headers and TLS"
      open={isOpen || problems.headers !== undefined}
      onToggle={() => setIsOpen(!isOpen)}
    >
      <div className="flex flex-col gap-4">
        <Field
          label="Tenant"
          hint="Sent as X-Scope-OrgID, for Mimir and others with several tenants."
          autoComplete="off"
          value={form.tenant}
          onChange={(event) => onChange({ tenant: event.target.value })}
        />
        <TextArea
          label="Extra headers"
          hint={problems.headers ?? 'One a line, as Name: value.'}
          spellCheck={false}
          value={form.headers}
          onChange={(event) => onChange({ headers: event.target.value })}
        />
        <TextArea
          label="Certificate authority (PEM)"
          hint="When the server's certificate is signed by an authority of your own."
          spellCheck={false}
          value={form.caPem}
          onChange={(event) => onChange({ caPem: event.target.value })}
        />
        <Field
          label="Pinned certificate"
          hint="Its SHA-256 fingerprint, hex with colons: no other certificate is accepted."
          autoComplete="off"
          spellCheck={false}
          value={form.pinnedSha256}
          onChange={(event) => onChange({ pinnedSha256: event.target.value })}
        />
        <label className="flex items-start gap-2.5 text-sm">
          <input
            type="checkbox"
            className="mt-1 accent-[var(--accent)]"
            checked={form.insecureSkipVerify}
            onChange={(event) => onChange({ insecureSkipVerify: event.target.checked })}
          />
          <span>
            Accept any certificate
            <span className="block text-xs text-faint">
              Whoever sits between Locum and the source could then read and change what passes.
            </span>
          </span>
        </label>
      </div>
    </Fold>
  );
}
