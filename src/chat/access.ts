import type { Call } from '../calling/call.ts';
import { Refusal } from '../lib/errors.ts';
import type { Text } from '../locales/text.ts';
import type { Meeting } from '../meetings/meeting.ts';
import { type Deed, may, type Role, whoMay } from '../policy/policy.ts';
import type { Reminder } from '../reminders/reminder.ts';
import type { Turn } from './turn.ts';

/** What somebody wants to do something with. */
export interface Subject {
  meeting: Meeting | null;
  call: Call | null;
  /** A reminder, or reminders from a file: their sender's. */
  reminder?: Pick<Reminder, 'by'>;
  /** For what agents do: the chat that is the front desk. */
  agentsChatId?: string | null;
}

export interface Access {
  /** @throws Refusal saying who may, when the sender of the turn may not. */
  require(deed: Deed, turn: Turn, subject: Subject): Promise<void>;
  isAdmin(turn: Turn): boolean;
}

/**
 * Holds the policy table against who asks. What we know ourselves is asked first; Graph and the connector only when
 * that does not suffice.
 */
export function createAccess(needs: {
  tenantId: string;
  adminIds: readonly string[];
  /** Roles from our own rows: admin, organizer, who brought Rollcall in, invited, member of the chat. */
  knownRoles(turn: Turn, subject: Subject): Role[];
  /** Roles from the online meeting in Graph and from the connector. */
  askedRoles(turn: Turn, subject: Subject): Promise<Role[]>;
  text(locale: string): Text;
  /** A refusal is written down like the deed itself. */
  refused(deed: Deed, turn: Turn, subject: Subject): Promise<void>;
}): Access {
  const { tenantId, adminIds, knownRoles, askedRoles, text, refused } = needs;
  return {
    async require(deed, turn, subject) {
      if (turn.tenantId !== tenantId) throw new Refusal('error.notOurTenant');
      const known = knownRoles(turn, subject);
      if (may(known, deed)) return;
      const asked = await askedRoles(turn, subject);
      if (may(asked, deed)) return;
      await refused(deed, turn, subject);
      const outsider = known.length + asked.length === 0;
      throw new Refusal(`refusal.${deed}`, { who: whoCan(deed, subject, outsider, text(turn.locale)) });
    },
    isAdmin: (turn) => turn.tenantId === tenantId && adminIds.includes(turn.who.id),
  };
}

/** Whom to ask, by name where we know one; an outsider learns no name. */
function whoCan(deed: Deed, { meeting, call, reminder }: Subject, outsider: boolean, text: Text): string {
  const roles = whoMay(deed);
  if (reminder) return reminder.by.name;
  if (roles.includes('agent')) return text('refusal.anAgent');
  if (!roles.includes('organizer')) return text('refusal.anAdmin');
  if (outsider) return text('refusal.anOrganizer');
  if (meeting) return meeting.organizer.name;
  if (call && (call.placed || roles.includes('broughtIn'))) return call.broughtBy.name;
  return text('refusal.anOrganizer');
}
