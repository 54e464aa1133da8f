/** The cast: the people of one fictitious tenant, Contoso, and what each of them does when called or asked into a meeting. */

export const behaviours = [
  'joins',
  'joinsMuted',
  'declines',
  'neverAnswers',
  'joinsByPhone',
  'waitsInLobby',
  'mutesItself',
  'busy',
  'unreachable',
  /** The phone is picked up by voicemail, which presses no key. */
  'voicemail',
  /** Rings until somebody answers or declines for them. */
  'byHand',
] as const;

export type Behaviour = (typeof behaviours)[number];

/** Graph's presence, in its own words (learn.microsoft.com/graph/api/resources/presence). */
export interface Presence {
  availability: string;
  activity: string;
}

type PersonKind = 'user' | 'guest' | 'phone' | 'application';

export interface SimulatedPerson {
  /** Entra object id; for a phone caller the number in E.164. */
  id: string;
  name: string;
  givenName: string;
  surname: string;
  /** Empty for a phone caller. */
  userPrincipalName: string;
  jobTitle: string;
  kind: PersonKind;
  behaviour: Behaviour;
  presence: Presence;
  /** BCP 47, of the device they call from. */
  languageId: string;
}

/** What everybody starts with. */
export const atHand = {
  presence: { availability: 'Available', activity: 'Available' },
  languageId: 'en-US',
} as const;

const objectId = (n: number) => `c0a80000-7e57-4c0d-a000-${String(n).padStart(12, '0')}`;

function employee(n: number, name: string, jobTitle: string, behaviour: Behaviour): SimulatedPerson {
  const [givenName = '', surname = ''] = name.split(' ');
  const userPrincipalName = `${givenName}.${surname}@contoso.example`.toLowerCase();
  const names = { id: objectId(n), name, givenName, surname, userPrincipalName };
  return { ...names, jobTitle, kind: 'user', behaviour, ...atHand };
}

/** Everybody, always with the same ids; `npm start` makes the first of them the Playground's users. */
export const cast: readonly SimulatedPerson[] = [
  employee(1, 'Megan Bowen', 'Marketing Manager', 'joins'),
  employee(2, 'Adele Vance', 'Retail Manager', 'joins'),
  employee(3, 'Alex Wilber', 'Marketing Assistant', 'joinsMuted'),
  employee(4, 'Lee Gu', 'Director', 'mutesItself'),
  employee(5, 'Pat Gomez', 'Planner', 'joins'),
  employee(6, 'Alex Johnson', 'Analyst', 'joins'),
  employee(7, 'Isaiah Langer', 'Sales Rep', 'declines'),
  employee(8, 'Diego Siciliani', 'HR Manager', 'neverAnswers'),
  employee(9, 'Joni Sherman', 'Paralegal', 'joinsByPhone'),
  employee(10, 'Lynne Robbins', 'Planner', 'waitsInLobby'),
  employee(11, 'Nestor Wilke', 'Director', 'joinsMuted'),
  employee(12, 'Patti Fernandez', 'President', 'mutesItself'),
  {
    id: objectId(13),
    name: 'Robin Kline (Guest)',
    givenName: 'Robin',
    surname: 'Kline',
    userPrincipalName: 'robin.kline_fabrikam.example#EXT#@contoso.example',
    jobTitle: '',
    kind: 'guest',
    behaviour: 'waitsInLobby',
    ...atHand,
  },
  {
    id: '+12065550113',
    name: '+1 206 555 0113',
    givenName: '',
    surname: '',
    userPrincipalName: '',
    jobTitle: '',
    kind: 'phone',
    behaviour: 'joinsByPhone',
    ...atHand,
  },
];

/** The `n`th person made up to fill a room; the same `n` gives the same person. */
export function generatedPerson(n: number): SimulatedPerson {
  const first = ['Avery', 'Casey', 'Dana', 'Emery', 'Harper', 'Jordan', 'Kai', 'Morgan', 'Quinn', 'Riley'];
  const person = employee(10_000 + n, `${first[n % first.length]} Visitor${n}`, 'Employee', 'joinsMuted');
  return { ...person, behaviour: n % 10 === 0 ? 'joins' : 'joinsMuted' };
}
