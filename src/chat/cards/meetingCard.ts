import type { Text } from '../../locales/text.ts';
import type { Meeting, Response } from '../../meetings/meeting.ts';
import { button, link } from './button.ts';
import { type Action, type Card, card, type Element } from './card.ts';
import { draftCard } from './draftCard.ts';
import { facts, heading, quiet, strong } from './elements.ts';
import { escaped } from './escape.ts';
import { meetingTime } from './meetingTime.ts';
import { nameOf, namesOf, titleOf } from './names.ts';
import { dateOf, sameDay, timeOf } from './time.ts';
import type { MeetingView } from './views.ts';

const responses: readonly Response[] = ['accepted', 'tentativelyAccepted', 'declined', 'none'];

/** The card of a meeting in each of its states: draft, scheduled, moved, live, cancelled, ended, or only a link. */
export function meetingCard(text: Text, view: MeetingView): Card {
  const { meeting } = view;
  if (meeting.state === 'draft') return draftCard(text, { meeting });
  const body: Element[] = [heading(titleOf(text, meeting.subject)), ...state(text, view)];
  body.push(facts(known(text, meeting)));
  const summary = text('card.meeting.summary', { subject: titleOf(text, meeting.subject) });
  return card(summary, body, actions(text, view));
}

function state(text: Text, { meeting, live }: MeetingView): Element[] {
  if (meeting.state === 'cancelled') {
    const who = meeting.cancelledBy;
    return [
      strong(
        who
          ? text('card.meeting.cancelledBy', { who: nameOf(text, who.name) })
          : text('card.meeting.cancelled'),
      ),
    ];
  }
  if (meeting.state === 'ended' && !live) return [strong(text('card.meeting.ended'))];
  if (meeting.source === 'link')
    return [strong(text('card.meeting.link')), quiet(text('card.meeting.linkNext'))];
  if (live) {
    return [
      strong(
        live.here === null ? text('card.meeting.joining') : text('card.meeting.live', { count: live.here }),
      ),
    ];
  }
  if (meeting.movedFrom !== null && meeting.movedFrom !== meeting.start) {
    const same = sameDay(meeting.movedFrom, meeting.start, meeting.zone);
    const was = same
      ? timeOf(meeting.movedFrom)
      : `${dateOf(meeting.movedFrom)}, ${timeOf(meeting.movedFrom)}`;
    return [strong(text('card.meeting.moved', { was }))];
  }
  return [];
}

function known(text: Text, meeting: Meeting): [string, string][] {
  const listed: [string, string][] = [
    [text('card.meeting.when'), meetingTime(text, meeting)],
    [text('card.meeting.organizer'), nameOf(text, meeting.organizer.name)],
  ];
  listed.push(...answers(text, meeting));
  if (meeting.state === 'scheduled' && meeting.joinMeetingId) {
    listed.push([text('card.meeting.id'), escaped(meeting.joinMeetingId, 40)]);
    if (meeting.passcode) listed.push([text('card.meeting.passcode'), escaped(meeting.passcode, 40)]);
  }
  return listed;
}

/** "3 accepted · 1 declined · 2 no answer", then the names of each; answers exist for calendar events alone. */
function answers(text: Text, meeting: Meeting): [string, string][] {
  if (meeting.invited.length === 0) return [];
  const named = (people: readonly { name: string }[]) =>
    namesOf(
      text,
      people.map((person) => person.name),
    );
  if (meeting.source !== 'event') return [[text('card.meeting.invited'), named(meeting.invited)]];
  const found = responses.flatMap((response) => {
    const people = meeting.invited.filter((person) => person.response === response);
    return people.length > 0 ? [{ response, people }] : [];
  });
  const counts = found.map(({ response, people }) =>
    text(`card.meeting.answer.${response}`, { count: people.length }),
  );
  return [
    [text('card.meeting.answers'), counts.join(' · ')],
    ...found.map(({ response, people }): [string, string] => [
      text(`card.meeting.answered.${response}`),
      named(people),
    ]),
  ];
}

function actions(text: Text, { meeting, live, newMeetingUrl }: MeetingView): Action[] {
  // One that runs late is live past its end.
  if (meeting.state !== 'scheduled' && !(meeting.state === 'ended' && live)) return [];
  if (meeting.source === 'link') {
    const url = newMeetingUrl ?? meeting.joinUrl;
    return url ? [link(text('card.meeting.open'), url)] : [];
  }
  const data = { meetingId: meeting.id };
  const join = meeting.joinUrl ? [link(text('card.join'), meeting.joinUrl)] : [];
  if (live) return join;
  const question = text(`card.meeting.cancelQuestion.${meeting.source}`, {
    subject: titleOf(text, meeting.subject),
  });
  const bringIn = button('bringIn', text('card.meeting.bringIn'), data);
  // A meeting made elsewhere is changed where it was made.
  if (meeting.learned && !meeting.eventId) return [...join, bringIn];
  return [
    ...join,
    bringIn,
    button('rescheduleForm', text('card.meeting.reschedule'), data),
    button('cancelMeeting', text('card.meeting.cancel'), data, {
      confirm: { question, title: text('card.meeting.cancelYes') },
    }),
  ];
}
