import type { CatalogMetric } from '@locum/contracts';
import { Copy, MessageSquareText } from 'lucide-react';
import { Moment } from '../../format/time.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import { copyText } from '../../ui/copy.ts';
import { TypeChip } from './type-chip.tsx';
import { useAskAbout } from './use-ask-about.ts';

const SHOWN_VALUES = 24;

/** All that is known of a metric. Its HELP and label values were written by whoever runs the target: shown as text only. */
export function MetricDetail({ metric }: { metric: CatalogMetric }) {
  const askAbout = useAskAbout();
  return (
    <div className="flex flex-col gap-4">
      <p className="whitespace-pre-wrap text-muted">{metric.help || 'The source gives no description.'}</p>
      <div className="flex flex-wrap items-center gap-2">
        <Button
          size="small"
          look="primary"
          icon={<MessageSquareText size={14} aria-hidden />}
          onClick={() => askAbout(questionAbout(metric))}
        >
          Ask about this
        </Button>
        <Button size="small" icon={<Copy size={13} aria-hidden />} onClick={() => copyText(metric.name, 'Name copied')}>
          Copy the name
        </Button>
      </div>
      <dl className="grid grid-cols-[auto_1fr] gap-x-5 gap-y-1.5 text-sm">
        <dt className="text-faint">Type</dt>
        <dd>
          <TypeChip type={metric.type} />
        </dd>
        <dt className="text-faint">Unit</dt>
        <dd>{metric.unit || 'none known'}</dd>
        <dt className="text-faint">Series</dt>
        <dd className="figures">{metric.seriesCount.toLocaleString('en')}</dd>
        <dt className="text-faint">Services</dt>
        <dd>{metric.services.join(', ') || 'none known'}</dd>
        <dt className="text-faint">Last seen</dt>
        <dd>
          <Moment at={metric.lastSeenAt} style="ago" />
        </dd>
      </dl>
      <section>
        <h3 className="mb-2 text-sm font-medium">Labels</h3>
        {metric.labels.length === 0 && <p className="text-sm text-muted">None.</p>}
        <ul className="flex flex-col gap-3">
          {metric.labels.map((label) => (
            <LabelValues key={label.name} label={label} />
          ))}
        </ul>
      </section>
    </div>
  );
}

function LabelValues({ label }: { label: CatalogMetric['labels'][number] }) {
  const shown = label.values.slice(0, SHOWN_VALUES);
  const left = label.distinct - shown.length;
  return (
    <li>
      <p className="mb-1 flex items-center gap-1 font-mono text-sm">
        {label.name}
        <span className="figures font-sans text-xs text-faint">
          {label.distinct.toLocaleString('en')} {label.distinct === 1 ? 'value' : 'values'}
        </span>
        <IconButton
          label={`Copy the label ${label.name}`}
          className="size-5!"
          onClick={() => copyText(label.name, 'Label copied')}
        >
          <Copy size={11} aria-hidden />
        </IconButton>
      </p>
      <ul aria-label={`Values of ${label.name}`} className="flex flex-wrap gap-1">
        {shown.map((value) => (
          <li
            key={value}
            className="max-w-full truncate rounded-[4px] bg-hover px-1.5 font-mono text-xs leading-5"
            title={value}
          >
            {value}
          </li>
        ))}
        {left > 0 && <li className="px-1 text-xs leading-5 text-faint">and {left.toLocaleString('en')} more</li>}
      </ul>
    </li>
  );
}

/** A question in the words that suit the type; it lands in the box, to be changed before it is asked. */
function questionAbout({ name, type }: CatalogMetric): string {
  if (type === 'counter') return `rate of ${name} over the last hour`;
  if (type === 'histogram' || type === 'native_histogram') return `95th percentile of ${name} over the last hour`;
  return `${name} over the last hour`;
}
