/** The names of tables and columns: the single source of truth. */
export const TBL = {
  USERS: 'users',
  GENRES: 'genres',
  TUNE: 'tune',
  REPERTOIRE: "repertoire",
  REPERTOIRE_TUNE: `repertoire_tune`,
  PRACTICE_LOG: 'practice_log',
} as const;

export const COL = {
  ID: 'id',
  TITLE: 'title',
  USER_ID: 'user_id',
  REPERTOIRE_ID: 'repertoire_id',
  TUNE_ID: 'tune_id',
  LAST_MODIFIED_AT: 'last_modified_at',
} as const;

export type TableName = (typeof TBL)[keyof typeof TBL];
