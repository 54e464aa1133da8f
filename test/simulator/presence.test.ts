import assert from 'node:assert/strict';
import { control, graph, idOf } from './callSteps.ts';
import { type Stage, startStage } from './harness.ts';

describe('simulator: presence', () => {
  let stage: Stage;
  beforeEach(async () => {
    stage = await startStage();
  });
  afterEach(() => stage.close());

  const many = (ids: unknown) => graph(stage, 'POST', '/communications/getPresencesByUserId', { ids });

  it('is what the control API says, for one and for many', async () => {
    const adele = idOf(stage, 'Adele Vance');
    const presence = { availability: 'Busy', activity: 'InACall' };
    const changed = await control(stage, 'PATCH', '/people/Adele%20Vance', { presence });
    assert.deepEqual(changed.body.presence, presence);
    for (const path of [`/users/${adele}/presence`, `/communications/presences/${adele}`]) {
      const { status, body } = await graph(stage, 'GET', path);
      assert.deepEqual([status, body.availability, body.activity], [200, 'Busy', 'InACall']);
    }
    const stranger = '77777777-7777-4777-8777-777777777777';
    const { body } = await many([idOf(stage, 'Megan Bowen'), adele, stranger]);
    assert.deepEqual(
      body.value.map(({ availability }: { availability: string }) => availability),
      ['Available', 'Busy', 'PresenceUnknown'],
    );
    assert.equal((await graph(stage, 'GET', `/users/${stranger}/presence`)).status, 404);
  });

  it('is given for 650 at most, and to who may read it', async () => {
    const ids = Array.from({ length: 650 }, () => idOf(stage, 'Megan Bowen'));
    assert.equal((await many(ids)).status, 200);
    assert.equal((await many([...ids, 'one more'])).status, 400);
    assert.equal((await many([])).status, 400);
    stage.simulator.context.permissions.delete('Presence.Read.All');
    assert.equal((await many(ids)).status, 403);
  });

  it('refuses a presence or behaviour that makes no sense', async () => {
    const change = async (body: object) =>
      (await control(stage, 'PATCH', '/people/Adele%20Vance', body)).status;
    assert.equal(await change({ presence: 'Busy' }), 400);
    assert.equal(await change({ behaviour: 'sleeps' }), 400);
    assert.equal(await change({ presence: { availability: 'Away' }, behaviour: 'busy' }), 200);
    assert.equal((await control(stage, 'PATCH', '/people/nobody', {})).status, 404);
  });
});
