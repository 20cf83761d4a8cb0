import { z } from 'zod';
import type { DashboardPanel } from '../snapshot.ts';
import { substituteVariables, type TemplateValues } from './template-variables.ts';

const target = z.object({
  expr: z.string().optional().catch(undefined),
  legendFormat: z.string().optional().catch(undefined),
  datasource: z.unknown().optional(),
});

const variable = z.object({
  name: z.string(),
  current: z.object({ value: z.unknown().optional() }).optional().catch(undefined),
});

interface Panel {
  readonly title: string;
  readonly datasource?: unknown;
  readonly targets: readonly z.infer<typeof target>[];
  readonly panels: readonly Panel[];
  readonly libraryPanel?:
    | { readonly uid: string; readonly name?: string | undefined; readonly model?: Panel | undefined }
    | undefined;
}

// What a panel does not have, or has in a form of another age, is left out rather than refused: dashboards live for a decade.
const panel: z.ZodType<Panel> = z.lazy(() =>
  z.object({
    title: z.string().catch(''),
    datasource: z.unknown().optional(),
    targets: z.array(target.catch({ datasource: undefined })).catch([]),
    panels: z.array(panel).catch([]),
    libraryPanel: z
      .object({ uid: z.string(), name: z.string().optional(), model: panel.optional() })
      .optional()
      .catch(undefined),
  }),
);

const dashboard = z.object({
  title: z.string(),
  panels: z.array(panel).catch([]),
  // Before Grafana 5 panels stood in rows.
  rows: z.array(z.object({ panels: z.array(panel).catch([]) })).catch([]),
  templating: z.object({ list: z.array(variable.nullable().catch(null)).catch([]) }).catch({ list: [] }),
});

export interface ParseDashboardOptions {
  /** Panels kept in Grafana's library, by uid, where the dashboard only refers to them. */
  readonly libraryPanels?: ReadonlyMap<string, unknown>;
}

/**
 * The panels of a Grafana dashboard, as exported or as the API answers it, with what each is called and its PromQL. Null when it is
 * not a dashboard. Queries of other languages and ones that are not PromQL without their variables are left out.
 */
export function parseDashboard(
  json: unknown,
  { libraryPanels }: ParseDashboardOptions = {},
): readonly DashboardPanel[] | null {
  // The API wraps the dashboard beside its metadata.
  const inner = z.object({ dashboard: z.unknown().optional() }).safeParse(json);
  const result = dashboard.safeParse(inner.success && inner.data.dashboard !== undefined ? inner.data.dashboard : json);
  if (!result.success) return null;
  const { title, panels, rows, templating } = result.data;
  const values = readValues(templating.list);
  const found: DashboardPanel[] = [];
  const visit = (entry: Panel) => {
    const full = resolveLibraryPanel(entry, libraryPanels);
    for (const { expr, legendFormat, datasource } of full.targets) {
      if (expr === undefined || !isPrometheus(datasource ?? full.datasource)) continue;
      const promql = substituteVariables(expr, values);
      if (promql !== null) found.push({ dashboard: title, title: nameOf(full, legendFormat), promql });
    }
    full.panels.forEach(visit);
  };
  [...panels, ...rows.flatMap((row) => row.panels)].forEach(visit);
  return found;
}

/** Uids of library panels that a dashboard refers to without holding them. */
export function findLibraryPanelUids(json: unknown): readonly string[] {
  const uids = new Set<string>();
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const reference = z
      .object({ libraryPanel: z.object({ uid: z.string() }), targets: z.undefined().optional() })
      .safeParse(value);
    if (reference.success) uids.add(reference.data.libraryPanel.uid);
    Object.values(value).forEach(visit);
  };
  visit(json);
  return [...uids];
}

function resolveLibraryPanel(entry: Panel, library: ReadonlyMap<string, unknown> | undefined): Panel {
  if (entry.libraryPanel === undefined || entry.targets.length > 0) return entry;
  const { uid, name, model } = entry.libraryPanel;
  const stored = model ?? panel.safeParse(library?.get(uid)).data;
  if (stored === undefined) return entry;
  return {
    ...stored,
    title: [entry.title, stored.title, name].find((text) => text !== undefined && text !== '') ?? '',
  };
}

/** A legend that is words, not only label templates, tells apart the expressions of one panel. */
function nameOf({ title }: Panel, legend: string | undefined): string {
  const words =
    legend
      ?.replaceAll(/\{\{[^}]*\}\}/g, ' ')
      .replaceAll(/\s+/g, ' ')
      .trim() ?? '';
  return /[a-z]{3}/i.test(words) && !words.startsWith('__') ? `${title}: ${words}` : title;
}

function readValues(list: readonly (z.infer<typeof variable> | null)[]): TemplateValues {
  const values = new Map<string, string | undefined>();
  for (const entry of list) {
    const value = entry?.current?.value;
    if (entry !== null) values.set(entry.name, typeof value === 'string' && isPlain(value) ? value : undefined);
  }
  return values;
}

function isPlain(value: string): boolean {
  return value !== '' && value !== '$__all' && value !== 'All' && !value.includes('$');
}

/** Unnamed, by the name of a variable or of the data source, or by type: only a type that is another one excludes. */
function isPrometheus(datasource: unknown): boolean {
  const typed = z.object({ type: z.string() }).safeParse(datasource);
  return !typed.success || typed.data.type === 'prometheus' || typed.data.type.endsWith('-prometheus-datasource');
}
