/** A person (or, with `bot`, an application) as Graph and Teams know them. */
export interface Person {
  /** Entra object id, lower case; for a bot its application id. */
  id: string;
  name: string;
  bot?: boolean;
}
