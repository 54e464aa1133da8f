/** What each button does: one handler per verb, a verb without one does not compile. */
import { callAgain, chooseCallee, meetInstead, placeCall } from './actions/call.ts';
import { chooseCall, choosePerson } from './actions/choices.ts';
import { callBack, deskCall } from './actions/frontDesk.ts';
import { cancelImport, confirmImport } from './actions/import.ts';
import { leaveCall, removeEveryone, retryInvite, showRoster } from './actions/live.ts';
import { bringIn, cancelMeeting, rescheduleForm, rescheduleMeeting } from './actions/meeting.ts';
import { addForm, addPeople, transferCall, transferForm } from './actions/placed.ts';
import { changeDraft, meetingForm, scheduleMeeting, sendDraft } from './actions/plan.ts';
import { chooseReminded, confirmBatch, remindForm, scheduleReminder } from './actions/remind.ts';
import {
  answerReminder,
  cancelListed,
  cancelReminder,
  cancelReminders,
  rescheduleReminder,
  rescheduleReminderForm,
  stopReminders,
} from './actions/reminder.ts';
import { ringMissing, ringNamed } from './actions/ringMissing.ts';
import { inviteChosen, muteChosen, muteOthers, refreshRoster, removeChosen } from './actions/roster.ts';
import type { Answer } from './answer.ts';
import type { Services } from './services.ts';
import type { Turn } from './turn.ts';
import type { Verb, VerbData } from './verbs.ts';

/**
 * Answers a press. Who presses comes from the turn; `data` holds ids and choices only, looked up before use.
 * @throws Refusal when it cannot be done; nothing has changed then
 */
export type Handler<V extends Verb> = (turn: Turn, data: VerbData<V>, services: Services) => Promise<Answer>;

export const actions: { [V in Verb]: Handler<V> } = {
  meetingForm,
  scheduleMeeting,
  sendDraft,
  changeDraft,
  bringIn,
  rescheduleForm,
  rescheduleMeeting,
  cancelMeeting,
  showRoster,
  leaveCall,
  removeEveryone,
  retryInvite,
  refreshRoster,
  muteChosen,
  muteOthers,
  inviteChosen,
  removeChosen,
  chooseCall,
  choosePerson,
  ringMissing,
  ringNamed,
  placeCall,
  chooseCallee,
  meetInstead,
  callAgain,
  transferForm,
  transferCall,
  addForm,
  addPeople,
  remindForm,
  scheduleReminder,
  confirmBatch,
  chooseReminded,
  cancelReminder,
  cancelReminders,
  rescheduleReminderForm,
  rescheduleReminder,
  answerReminder,
  cancelListed,
  stopReminders,
  deskCall,
  callBack,
  confirmImport,
  cancelImport,
};
