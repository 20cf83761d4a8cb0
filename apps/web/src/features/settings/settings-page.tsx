import { getHealth, type Health, signOut } from '@locum/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { CircleAlert, CircleCheck, CircleMinus, LogOut } from 'lucide-react';
import type { ReactNode } from 'react';
import { client } from '../../api.ts';
import { describeFailure } from '../../failure.ts';
import { chooseTheme, usePreferences } from '../../preferences.ts';
import { Button } from '../../ui/button.tsx';
import { Page } from '../../ui/page.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { FailureState } from '../../ui/state.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { useAskPreferences } from '../ask/ask-preferences.ts';
import { useMe } from '../session/use-me.ts';

/** How this browser shows Locum, who is signed in, and how the server is. */
export function SettingsPage() {
  const theme = usePreferences((state) => state.theme);
  return (
    <Page title="Settings">
      <div className="flex flex-col divide-y divide-line border-y border-line">
        <Row title="Theme" about="In this browser.">
          <Segmented
            label="Theme"
            value={theme}
            options={[
              { key: 'system', label: 'As the system' },
              { key: 'light', label: 'Light' },
              { key: 'dark', label: 'Dark' },
            ]}
            onChange={chooseTheme}
          />
        </Row>
        <Account />
        <ServerHealth />
      </div>
    </Page>
  );
}

function Row({ title, about, children }: { title: string; about?: ReactNode; children: ReactNode }) {
  return (
    <section className="flex flex-wrap items-start gap-x-8 gap-y-3 py-5">
      <div className="w-56">
        <h2 className="font-medium">{title}</h2>
        {about && <div className="text-sm text-muted">{about}</div>}
      </div>
      <div className="min-w-0 flex-1 basis-64">{children}</div>
    </section>
  );
}

function Account() {
  const me = useMe();
  const queryClient = useQueryClient();
  const leave = useMutation({
    mutationFn: () => client.call(signOut, {}),
    onSuccess: () => {
      // What was typed and asked here is not for the next person at this browser.
      useAskPreferences.setState({ drafts: { new: '', 'follow-up': '' }, recent: [], sourceId: null, range: null });
      queryClient.clear();
      location.assign('/');
    },
    onError: (failure) => showToast({ tone: 'problem', text: describeFailure(failure).message }),
  });
  if (!me.data) return null;
  return (
    <Row title="Account" about={me.data.mode === 'local' ? 'Signed in by the one-time link.' : undefined}>
      <p>
        {me.data.name}, {me.data.role === 'admin' ? 'administrator' : 'member'} of {me.data.organisation.name}
      </p>
      <Button
        className="mt-3"
        busy={leave.isPending}
        onClick={() => leave.mutate()}
        icon={<LogOut size={15} aria-hidden />}
      >
        Sign out
      </Button>
      {me.data.mode === 'local' && (
        <p className="mt-2 text-sm text-muted">
          To sign in again you need a new link: run <code className="font-mono">locum link</code>.
        </p>
      )}
    </Row>
  );
}

function ServerHealth() {
  const health = useQuery({ queryKey: ['health'], queryFn: () => client.call(getHealth, {}), refetchInterval: 30_000 });
  const details = health.data?.details;
  return (
    <Row title="Server" about={details && `Version ${details.version}`}>
      {health.isPending && <div className="skeleton h-16 max-w-sm" />}
      {health.isError && <FailureState failure={health.error} onRetry={() => health.refetch()} />}
      {details && (
        <ul className="flex flex-col gap-1.5">
          {Object.entries(details.components).map(([name, component]) => (
            <Component key={name} name={name} component={component} />
          ))}
        </ul>
      )}
    </Row>
  );
}

function Component({
  name,
  component,
}: {
  name: string;
  component: NonNullable<Health['details']>['components'][string];
}) {
  const isUp = component.state === 'up';
  const isOff = component.state === 'off';
  const Icon = isUp ? CircleCheck : isOff ? CircleMinus : CircleAlert;
  return (
    <li className="flex items-start gap-2.5">
      <Icon
        size={16}
        aria-hidden
        className={`mt-[3px] shrink-0 ${isUp ? 'text-green' : isOff ? 'text-faint' : component.state === 'down' ? 'text-red' : 'text-amber'}`}
      />
      <span>
        {name} <span className="text-muted">{isOff ? (component.message ?? 'off') : component.state}</span>
        {component.message && !isOff && <span className="block text-sm text-muted">{component.message}</span>}
      </span>
    </li>
  );
}
