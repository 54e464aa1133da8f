import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { readConfig } from '../../src/config.ts';

const read = (name: string): string => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');

/** The names of all settings, with values that work. */
const settings = readConfig({
  PUBLIC_URL: 'https://rollcall.example',
  BOT_ID: '11111111-2222-4333-8444-555555555555',
  BOT_TENANT_ID: 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee',
  BOT_PASSWORD: 'secret',
});
const isSetting = (name: string): boolean => Object.hasOwn(settings, name);

interface Service {
  init?: boolean;
  environment?: Record<string, string>;
  healthcheck?: { test: string[] };
  stop_grace_period?: string;
  volumes?: string[];
  ports?: string[];
}

describe('the Dockerfile', () => {
  /** Instructions with their arguments, continued lines as one, of the last stage. */
  const instructions = read('Dockerfile')
    .replace(/^#.*\n/gm, '')
    .replace(/\\\n\s*/g, '')
    .split('\n')
    .filter(Boolean)
    .map((line) => ({ word: line.split(' ')[0] ?? '', rest: line.slice(line.indexOf(' ') + 1) }));
  const last = instructions.slice(instructions.findLastIndex(({ word }) => word === 'FROM'));
  const only = (word: string): string => {
    const found = last.filter((one) => one.word === word);
    assert.equal(found.length, 1, word);
    return found[0]?.rest ?? '';
  };

  it('is Node 24 for both stages, and root for none that runs', () => {
    const bases = instructions.filter(({ word }) => word === 'FROM').map(({ rest }) => rest.split(' ')[0]);
    assert.deepEqual([...new Set(bases)], ['node:24-slim']);
    assert.equal(only('USER'), 'node');
    const after = last.slice(last.findIndex(({ word }) => word === 'USER'));
    assert.ok(after.every(({ word }) => !['RUN', 'COPY'].includes(word)));
  });

  it('starts the product without a shell, and asks whether it is alive without one', () => {
    assert.deepEqual(JSON.parse(only('CMD')), ['node', 'src/main.ts']);
    assert.ok(existsSync(new URL('../../src/main.ts', import.meta.url)));
    const [, command = ''] = /CMD (\[.*\])$/.exec(only('HEALTHCHECK')) ?? [];
    const [program, flag, code] = JSON.parse(command) as string[];
    assert.deepEqual([program, flag], ['node', '-e']);
    assert.match(code ?? '', /\/healthz/);
    new Function(code ?? '');
  });

  it('sets settings that there are', () => {
    const names = only('ENV')
      .split(' ')
      .map((pair) => pair.split('=')[0] ?? '')
      .filter((name) => !name.startsWith('NODE_'));
    assert.ok(names.length > 0);
    assert.deepEqual(
      names.filter((name) => !isSetting(name)),
      [],
    );
  });
});

describe('compose.yaml', () => {
  const { services, volumes } = parse(read('compose.yaml'), { merge: true }) as {
    services: Record<string, Service>;
    volumes: Record<string, null>;
  };
  const instances = Object.entries(services).filter(([name]) => name.startsWith('rollcall'));

  it('has two instances behind one door, each with an init and time to stop', () => {
    assert.equal(instances.length, 2);
    for (const [name, { init, stop_grace_period, environment = {}, ports }] of instances) {
      assert.equal(init, true, name);
      assert.ok(Number.parseInt(stop_grace_period ?? '', 10) > 10, name);
      assert.deepEqual(
        Object.keys(environment).filter((key) => !isSetting(key)),
        [],
      );
      assert.equal(ports, undefined, 'only the load balancer is reached from outside');
      assert.ok(read('infra/Caddyfile').includes(`${name}:${settings.PORT}`));
      assert.ok(read('infra/prometheus.yaml').includes(`${name}:${settings.METRICS_PORT}`));
    }
    assert.deepEqual(
      Object.entries(services)
        .filter(([, { ports }]) => ports)
        .map(([name]) => name),
      ['caddy'],
    );
  });

  it('gives every needed setting, and values that the product takes', () => {
    const [, { environment = {} }] = instances[0] ?? ['', {}];
    const given: Record<string, string> = {
      PUBLIC_HOST: 'rollcall.example',
      POSTGRES_PASSWORD: 'secret',
      BOT_ID: settings.BOT_ID,
      BOT_TENANT_ID: settings.BOT_TENANT_ID,
      BOT_PASSWORD: 'secret',
    };
    const filled = Object.entries(environment).map(([name, value]) => [
      name,
      value.replace(/\$\{(\w+):\?[^}]*\}/g, (_, key: string) => given[key] ?? assert.fail(key)),
    ]);
    const config = readConfig(Object.fromEntries(filled));
    assert.equal(config.PUBLIC_URL, 'https://rollcall.example');
    assert.equal(config.DATABASE_URL, 'postgres://rollcall:secret@postgres:5432/rollcall');
  });

  it('keeps the data of PostgreSQL, and knows when it is there', () => {
    const { postgres } = services;
    const kept = postgres?.volumes?.map((volume) => volume.split(':')) ?? [];
    assert.deepEqual(kept, [['postgres', '/var/lib/postgresql']]);
    assert.ok(Object.hasOwn(volumes, 'postgres'));
    assert.equal(postgres?.healthcheck?.test[1], 'pg_isready');
  });
});
