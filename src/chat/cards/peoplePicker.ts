import type { Text } from '../../locales/text.ts';
import type { Person } from '../../people/person.ts';
import type { Element } from './card.ts';
import { plain } from './escape.ts';
import { longestName } from './names.ts';

/**
 * Teams' people picker (cards/people-picker in Microsoft's docs): searches the organization, gives Entra object
 * ids, comma-separated. `known` are offered without a search, so that the names of those in `chosen` are shown.
 */
export const peoplePicker = (
  text: Text,
  id: string,
  label: string,
  known: readonly Person[],
  chosen: readonly Person[],
): Element => ({
  type: 'Input.ChoiceSet',
  id,
  label,
  placeholder: text('card.form.search'),
  isMultiSelect: true,
  style: 'filtered',
  choices: known.map((person) => ({ title: plain(person.name, longestName) || person.id, value: person.id })),
  'choices.data': { type: 'Data.Query', dataset: 'graph.microsoft.com/users' },
  ...(chosen.length > 0 ? { value: chosen.map((person) => person.id).join(',') } : {}),
});
