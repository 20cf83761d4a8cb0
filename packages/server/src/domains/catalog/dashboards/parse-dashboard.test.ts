import { describe, expect, it } from 'vitest';
import { findLibraryPanelUids, parseDashboard } from './parse-dashboard.ts';

const target = (expr: string, rest: object = {}) => ({ refId: 'A', expr, ...rest });

describe('a Grafana dashboard', () => {
  it('gives each panel its title and its expression', () => {
    const json = { title: 'Till', panels: [{ title: 'Receipts', targets: [target('rate(till_receipts_total[5m])')] }] };
    expect(parseDashboard(json)).toEqual([
      { dashboard: 'Till', title: 'Receipts', promql: 'rate(till_receipts_total[5m])' },
    ]);
  });

  it('is read in rows, in collapsed rows, and as the API wraps it', () => {
    const inside = { title: 'Paper', targets: [target('till_paper_ratio')] };
    const old = { title: 'Old', rows: [{ panels: [inside] }] };
    const collapsed = { title: 'New', panels: [{ type: 'row', title: 'Row', collapsed: true, panels: [inside] }] };
    for (const json of [old, collapsed, { meta: {}, dashboard: collapsed }]) {
      expect(parseDashboard(json)?.map(({ title }) => title)).toEqual(['Paper']);
    }
  });

  it('tells several expressions of a panel apart by legends that are words', () => {
    const targets = [
      target('sum(till_drawers)', { legendFormat: 'drawers open' }),
      target('up', { legendFormat: '{{instance}}' }),
      target('vector(1)', { legendFormat: '__auto' }),
    ];
    const titles = parseDashboard({ title: 'Till', panels: [{ title: 'State', targets }] })?.map(({ title }) => title);
    expect(titles).toEqual(['State: drawers open', 'State', 'State']);
  });

  it('leaves out other query languages and what is not PromQL', () => {
    const panels = [
      { title: 'Logs', datasource: { type: 'loki', uid: 'x' }, targets: [target('up')] },
      {
        title: 'Mixed',
        datasource: { uid: '-- Mixed --' },
        targets: [target('up', { datasource: { type: 'elasticsearch' } })],
      },
      { title: 'Broken', targets: [target('sum(rate(')] },
      { title: 'Text', targets: 'none' },
      { title: 'Ours', datasource: { type: 'prometheus', uid: 'p' }, targets: [target('up')] },
      // biome-ignore lint/suspicious/noTemplateCurlyInString: Grafana's notation
      { title: 'Named', datasource: '${DS_PROMETHEUS}', targets: [target('up')] },
    ];
    expect(parseDashboard({ title: 'All', panels })?.map(({ title }) => title)).toEqual(['Ours', 'Named']);
  });

  it('takes library panels from the dashboard or from the library', () => {
    const model = { title: 'Shared', targets: [target('up')] };
    const embedded = { title: 'D', panels: [{ libraryPanel: { uid: 'a', name: 'Shared', model } }] };
    const referring = { title: 'D', panels: [{ id: 1, libraryPanel: { uid: 'a', name: 'Shared' } }] };
    expect(parseDashboard(embedded)).toEqual([{ dashboard: 'D', title: 'Shared', promql: 'up' }]);
    expect(findLibraryPanelUids(referring)).toEqual(['a']);
    expect(parseDashboard(referring, { libraryPanels: new Map([['a', model]]) })).toEqual(parseDashboard(embedded));
    expect(parseDashboard(referring)).toEqual([]);
  });

  it.each([[null], ['text'], [[]], [{ panels: [] }]])('is not %j', (json) => {
    expect(parseDashboard(json)).toBeNull();
  });
});
