/**
 * The vocabulary of our cards: a schema for what each button carries. A verb carries ids and choices only; who
 * presses, in which tenant and with which role comes from the authenticated activity and our own state.
 */
import { z } from 'zod';

const id = z.guid();
/** What people pickers give: Entra object ids, comma-separated, or nothing. */
const picked = z.string().max(16_000).optional();
const word = z.string().max(2_500).optional();
/** What makes two presses on a form one deed. */
const formId = id;

/** Inputs of the meeting form, as Adaptive Cards name and type them: all strings. */
const form = {
  subject: word,
  /** Input.Date YYYY-MM-DD and Input.Time HH:MM, in the presser's zone. */
  date: word,
  time: word,
  /** Minutes. */
  duration: word,
  people: picked,
  lobby: z.enum(['organizer', 'organization', 'organizationAndFederated', 'everyone']).optional(),
  presenters: z.enum(['everyone', 'organization', 'organizer']).optional(),
};

/** A reminder as its form gives it, or as a question carries it until it is answered. */
const reminder = {
  formId,
  /** Everyone in this meeting, in place of people. */
  meetingId: id.optional(),
  /** Entra object ids, and numbers in E.164. */
  people: picked,
  phone: word,
  /** Longer than any that is taken, so that who writes too much is told how much that is. */
  said: z.string().max(20_000).optional(),
  date: word,
  time: word,
  /** Epoch milliseconds, in place of date and time. */
  due: z.number().int().optional(),
  /** 'never', or how often: see `everyCode`. */
  every: z.string().max(40).optional(),
  how: z.enum(['ring', 'chat']).optional(),
  /** A WAV file of config/prompts. */
  recording: z.string().max(200).optional(),
};

export const shows = ['all', 'lobby', 'unmuted', 'missing', 'letters'] as const;
export type Show = (typeof shows)[number];

/** Inputs of the roster card. `chosen`: participant ids, comma-separated. */
const roster = {
  callId: id,
  show: z.enum(shows).optional(),
  /** First letters shown, such as "a-f"; only with show = letters. */
  letters: z.string().max(10).optional(),
  chosen: picked,
  invitees: picked,
};

export const verbs = {
  /** A form, filled in or started from help. `formId` makes a double press one meeting. */
  meetingForm: z.object({ formId: id.optional() }),
  scheduleMeeting: z.object({ formId: id, ...form }),
  /** Draft card: send it, or go back to the form. */
  sendDraft: z.object({ meetingId: id }),
  changeDraft: z.object({ meetingId: id }),
  bringIn: z.object({ meetingId: id }),
  rescheduleForm: z.object({ meetingId: id }),
  rescheduleMeeting: z.object({ meetingId: id, date: word, time: word, duration: word }),
  cancelMeeting: z.object({ meetingId: id }),

  /** Live card. */
  showRoster: z.object({ callId: id }),
  leaveCall: z.object({ callId: id }),
  removeEveryone: z.object({ callId: id }),
  retryInvite: z.object({ callId: id, controlId: z.string().max(200) }),
  /** Asks whom of the missing to ring, and rings those that the question named. */
  ringMissing: z.object({ callId: id }),
  ringNamed: z.object({ callId: id, formId, people: picked }),

  /** Placing calls. `phone`: as typed; `also`: people and numbers that were clear beside the one asked about. */
  placeCall: z.object({ formId, people: picked, phone: word, say: word }),
  chooseCallee: z.object({ formId, personId: z.string().max(200), also: picked, say: word }),
  meetInstead: z.object({ formId, people: picked }),
  callAgain: z.object({ callId: id }),
  transferForm: z.object({ callId: id }),
  transferCall: z.object({ callId: id, formId, people: picked, confirmed: z.boolean().optional() }),
  addForm: z.object({ callId: id }),
  addPeople: z.object({ callId: id, formId, people: picked }),

  /** The front desk. */
  deskCall: z.object({ callId: id, choice: z.enum(['take', 'menu', 'voicemail', 'reject']) }),
  callBack: z.object({ callId: id }),

  /** Reminders. `confirmBatch` answers whether to ring many, `chooseReminded` "Which Alex?". */
  remindForm: z.object({ formId: id.optional() }),
  scheduleReminder: z.object(reminder),
  confirmBatch: z.object(reminder),
  chooseReminded: z.object({ ...reminder, personId: z.string().max(200) }),
  cancelReminder: z.object({ reminderId: id }),
  cancelReminders: z.object({ batchId: id }),
  /** Of one, or of a batch. */
  rescheduleReminderForm: z.object({ reminderId: id.optional(), batchId: id.optional() }),
  rescheduleReminder: z.object({ reminderId: id.optional(), batchId: id.optional(), date: word, time: word }),
  answerReminder: z.object({ reminderId: id, answer: z.enum(['heard', 'snooze', 'stop']) }),
  confirmImport: z.object({ importId: id }),
  cancelImport: z.object({ importId: id }),
  /** In the list, which stays, without it. */
  cancelListed: z.object({ reminderId: id }),
  /** Those by others, all of them. */
  stopReminders: z.object({}),

  /** Roster card. `confirmed` is the second press of a confirmation. */
  refreshRoster: z.object(roster),
  muteChosen: z.object(roster),
  muteOthers: z.object({ ...roster, confirmed: z.boolean().optional() }),
  inviteChosen: z.object(roster),
  removeChosen: z.object({ ...roster, confirmed: z.boolean().optional() }),

  /** "Which call?" and "Which Alex?": runs the command again with the answer put in. */
  chooseCall: z.object({ callId: id, command: z.string().max(20), rest: z.string().max(2_500) }),
  /** `also`: those who were clear, as ids of the same kind. */
  choosePerson: z.object({
    callId: id,
    command: z.string().max(20),
    personId: z.string().max(200),
    also: picked,
  }),
} as const;

export type Verb = keyof typeof verbs;
export type VerbData<V extends Verb> = z.infer<(typeof verbs)[V]>;
