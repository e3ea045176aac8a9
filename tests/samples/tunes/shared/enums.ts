export enum PracticeGoal {
  Initial = 'initial',
  Recall = 'recall', // from memory
  Fluency = 'fluency',
}

export const TUNE_MODES = ['major', 'minor', 'dorian', 'mixolydian'] as const;
export type TuneMode = (typeof TUNE_MODES)[number];

/** No type of the database: a text with a check. */
export type SetlistStatus = 'draft' | 'final';

export const LogSource = { App: 'app', Import: 'import' } as const;
export type LogSource = (typeof LogSource)[keyof typeof LogSource];

export type VenueKind = "pub" | "hall";

// interface Commented { id: string }
export enum HttpStatus {
  Ok = 200,
}
