/** What our forms ask for times and choices with. Texts come ready. */
import type { Text } from '../../locales/text.ts';
import type { Element } from './card.ts';

export const choice = (
  id: string,
  label: string,
  values: readonly string[],
  value: string,
  title: (value: string) => string,
): Element => ({
  type: 'Input.ChoiceSet',
  id,
  label,
  style: 'compact',
  choices: values.map((each) => ({ title: title(each), value: each })),
  value,
});

export const columns = (items: readonly Element[]): Element => ({
  type: 'ColumnSet',
  columns: items.map((item) => ({ type: 'Column', width: 'stretch', items: [item] })),
});

/** `date` YYYY-MM-DD and `time` HH:MM, side by side, without which the form is not sent. */
export function dateAndTime(text: Text, filled: { date: string | null; time: string | null }): Element {
  const input = (type: string, id: 'date' | 'time', value: string | null): Element => ({
    type,
    id,
    label: text(`card.form.${id}`),
    isRequired: true,
    errorMessage: text(`card.form.${id}Missing`),
    ...(value ? { value } : {}),
  });
  return columns([input('Input.Date', 'date', filled.date), input('Input.Time', 'time', filled.time)]);
}
