import type { LogSource, PracticeGoal, SetlistStatus, TuneMode } from './enums';

type Nullable<T> = T | null;
type Uuid = string;

interface Timestamps {
  created_at: string;
}

export interface UserRow extends Timestamps {
  readonly id: Uuid;
  email: string;
  display_name: string | null;
  is_admin: boolean;
  settings: Record<string, unknown>;
}

/** A row of tune, as it goes over the wire. */
export type TuneRow = {
  id: number;
  title: string;
  mode: Nullable<TuneMode>;
  genre?: string;
  structure: string | null;
  incipit: string | null;
  tags: string[];
  rating: 1 | 2 | 3 | 4 | 5 | null;
  tempo: string | null;
  confidence: number | null;
  private_for: Uuid | null;
  deleted: boolean;
  published: Date | null;
  length: string | null;
  last_modified_at: string;
};

export interface PracticeLogRow {
  id: bigint;
  repertoire_id: number;
  tune_id: number;
  quality: number | null;
  practiced: string;
  source: LogSource;
  note: string | null;
  extra: unknown;
}

export interface SetlistRow {
  id: Uuid;
  title: string;
  status: SetlistStatus;
  tunes: Array<number>;
  venue_id: number | null;
  cover: Uint8Array | null;
  price: number | null;
  plays: number;
  starts_at: Date | null;
  details: SetlistDetails | null;
}

export interface SetlistDetails {
  encore: string[];
}

export interface VenueRow {
  id: number;
  name: string;
  kind: 'pub' | 'hall';
  seats: number | undefined;
  opens: string | null;
}

/** No table: what a client sends. */
export interface SyncRequest {
  changes: Partial<TuneRow>[];
  goal: PracticeGoal;
}
