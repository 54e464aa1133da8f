import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { createMetrics } from '../../src/metrics.ts';

const read = (name: string): string => readFileSync(new URL(`../../infra/${name}`, import.meta.url), 'utf8');

/** The names of the metrics that an expression asks for. */
const askedBy = (expression: string): string[] =>
  [...expression.matchAll(/\b(?:rollcall|nodejs|process)_\w+/g)].map(([name]) => name);

describe('what watches Rollcall', () => {
  /** Every name that a scrape gives, those of histograms and their parts. */
  const given = async (): Promise<Set<string>> => {
    const text = await createMetrics(async () => ({})).text();
    const described = [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)];
    return new Set(
      described.flatMap(([, name = '', kind]) => (kind === 'histogram' ? [`${name}_bucket`] : [name])),
    );
  };

  it('is a dashboard of metrics that there are, and leaves out none of ours', async () => {
    const dashboard = JSON.parse(read('grafana/rollcall.json')) as {
      panels: { id: number; title: string; targets?: { expr: string }[] }[];
      templating: { list: { query: string | { query: string } }[] };
    };
    const expressions = dashboard.panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
    const queries = dashboard.templating.list.map(({ query }) => JSON.stringify(query));
    const asked = [...expressions, ...queries].flatMap(askedBy);
    const known = await given();
    assert.deepEqual(
      asked.filter((name) => !known.has(name)),
      [],
    );
    const ours = [...known].filter((name) => name.startsWith('rollcall_'));
    assert.ok(ours.length > 15, String(ours));
    assert.deepEqual(
      ours.filter((name) => !asked.includes(name)),
      [],
    );
    const ids = dashboard.panels.map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
  });

  it('is alerts on metrics that there are', async () => {
    const { groups } = parse(read('alerts.yaml')) as {
      groups: { rules: { alert: string; expr: string }[] }[];
    };
    const known = await given();
    const rules = groups.flatMap((group) => group.rules);
    assert.ok(rules.length > 3);
    for (const { alert, expr } of rules)
      assert.deepEqual(
        askedBy(expr).filter((name) => !known.has(name)),
        [],
        alert,
      );
  });
});
