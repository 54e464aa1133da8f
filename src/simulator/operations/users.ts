/** /users: by id or UPN, and by $filter with eq and startswith on displayName, userPrincipalName and mail. */
import { badRequest, GraphError } from '../graphError.ts';
import type { GraphRequest, Operation } from '../operation.ts';
import type { SimulatedPerson } from '../people.ts';
import { metadataOf } from '../resources.ts';
import type { Answer } from '../server.ts';
import type { Json } from '../shape.ts';

const permissions = ['User.ReadBasic.All', 'User.Read.All', 'Directory.Read.All'];

export const mailOf = ({ kind, userPrincipalName }: SimulatedPerson): string =>
  kind === 'guest'
    ? userPrincipalName.replace(/#EXT#.*$/, '').replace(/_([^_]*)$/, '@$1')
    : userPrincipalName;

function userResource(person: SimulatedPerson): Json {
  return {
    businessPhones: [],
    displayName: person.name,
    givenName: person.givenName,
    jobTitle: person.jobTitle || null,
    mail: mailOf(person),
    mobilePhone: null,
    officeLocation: null,
    preferredLanguage: null,
    surname: person.surname,
    userPrincipalName: person.userPrincipalName,
    id: person.id,
  };
}

/** Members a client may $select besides those that come by default. */
const more = (person: SimulatedPerson): Json => ({
  userType: person.kind === 'guest' ? 'Guest' : 'Member',
  accountEnabled: true,
});

function selected({ query }: GraphRequest, person: SimulatedPerson): Json {
  const resource = userResource(person);
  const wanted = query.get('$select')?.split(',');
  if (!wanted) return resource;
  const all = { ...resource, ...more(person) };
  return Object.fromEntries(
    wanted.flatMap((name) => (name.trim() in all ? [[name.trim(), all[name.trim()]]] : [])),
  );
}

const term =
  /^(?:startswith\(\s*(\w+)\s*,\s*'((?:[^']|'')*)'\s*\)|(\w+)\s+eq\s+'((?:[^']|'')*)')(?:\s+(or|and)\s+|$)/i;
const fields = ['displayName', 'userPrincipalName', 'mail', 'id', 'givenName', 'surname'];

/** @throws GraphError 400 for a filter outside what is simulated. */
function predicate(filter: string): (user: Json) => boolean {
  const alternatives: ((user: Json) => boolean)[][] = [[]];
  let rest = filter.trim();
  while (rest) {
    const match = term.exec(rest);
    const [whole = '', begins, beginning = '', equals, value = '', joint] = match ?? [];
    const field = fields.find((name) => name.toLowerCase() === (begins ?? equals)?.toLowerCase());
    if (!match || !field) throw badRequest(`Invalid filter clause: ${filter}`);
    const wanted = (begins ? beginning : value).replaceAll("''", "'").toLowerCase();
    alternatives.at(-1)?.push((user) => {
      const text = String(user[field] ?? '').toLowerCase();
      return begins ? text.startsWith(wanted) : text === wanted;
    });
    if (joint?.toLowerCase() === 'or') alternatives.push([]);
    rest = rest.slice(whole.length);
  }
  return (user) => alternatives.some((tests) => tests.length > 0 && tests.every((test) => test(user)));
}

function list(request: GraphRequest): Answer {
  const { query, context } = request;
  if (query.has('$search')) {
    throw new GraphError(501, 'NotImplemented', 'The simulator has no $search in GET /users.');
  }
  const filter = query.get('$filter');
  const fits = filter ? predicate(filter) : () => true;
  const top = Number(query.get('$top') ?? 100);
  const value = [...context.world.people.values()]
    .filter((person) => person.userPrincipalName && fits(userResource(person)))
    .slice(0, top)
    .map((person) => selected(request, person));
  return { status: 200, body: { '@odata.context': metadataOf('users'), value } };
}

function get(request: GraphRequest): Answer {
  const key = request.params.user ?? '';
  const wanted = key.toLowerCase();
  const person = [...request.context.world.people.values()].find(
    ({ id, userPrincipalName }) =>
      userPrincipalName && (id === wanted || userPrincipalName.toLowerCase() === wanted),
  );
  if (!person) {
    const message = `Resource '${key}' does not exist or one of its queried reference-property objects are not present.`;
    throw new GraphError(404, 'Request_ResourceNotFound', message);
  }
  return {
    status: 200,
    body: { '@odata.context': metadataOf('users/$entity'), ...selected(request, person) },
  };
}

export const users: readonly Operation[] = [
  { method: 'GET', path: '/users', permissions, denial: 'directory', handle: list },
  { method: 'GET', path: '/users/{user}', permissions, denial: 'directory', handle: get },
];
