import type { Message, Room } from './room.ts';

/** What somebody has on the phone: words that are spoken, or with whom they talk. */
export interface OnThePhone {
  phone: string;
}

export interface Step {
  /** What happens, as one would tell it. */
  tells: string;
  /** Does it and gives the card that shows it, or what is on the phone; an Error says what did not hold. */
  play(room: Room): Promise<Message | OnThePhone>;
}
