/** What people do by themselves, in words. */

/** When they are called or asked into a meeting. */
export const behaviours = {
  joins: 'joins when asked',
  joinsMuted: 'joins muted',
  declines: 'declines',
  neverAnswers: 'never answers',
  joinsByPhone: 'joins by phone',
  waitsInLobby: 'waits in the lobby',
  mutesItself: 'mutes itself',
  busy: 'is busy',
  unreachable: 'is not reachable',
  voicemail: 'lets voicemail pick up',
  byHand: 'rings until you answer',
};
