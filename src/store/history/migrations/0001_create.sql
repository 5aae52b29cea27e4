-- Times are milliseconds since 1970 in UTC; zone_s is the zone's offset from UTC then, in seconds.
-- One series of ids runs through all tables, so that ids tell the order of events even where the clock was set back.
-- Words stand where the program has an enum: anybody can read this file with any SQLite tool.

-- What was going on: sitting, standing, away, locked, asleep, call, film, break.
CREATE TABLE span (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    counted TEXT,                -- sitting, standing, or null: not counted
    start_ms INTEGER NOT NULL,
    zone_s INTEGER NOT NULL,
    end_ms INTEGER NOT NULL
) STRICT;
-- Like the others: everything that statistics need, in the order in which they read it.
CREATE INDEX span_time ON span (start_ms, end_ms, zone_s, counted, kind);

-- A reminder that was shown, and what became of it.
CREATE TABLE asked (
    id INTEGER PRIMARY KEY,
    at_ms INTEGER NOT NULL,
    zone_s INTEGER NOT NULL,
    reminder TEXT NOT NULL,
    nudge INTEGER NOT NULL,
    showing INTEGER NOT NULL,    -- in a row, 1 first; 0: answered before it was shown
    sitting_ms INTEGER NOT NULL,
    offered TEXT NOT NULL,
    chosen TEXT NOT NULL,        -- why that was offered, in words
    waited_for TEXT,
    answer TEXT,                 -- started, snoozed, skipped, closed, withdrawn, expired
    answer_ms INTEGER,
    answer_detail TEXT           -- snoozed: for how many ms; withdrawn: why
) STRICT;
CREATE INDEX asked_time ON asked (at_ms, zone_s, nudge, showing, answer);

-- A guided break, and the exercises in it.
CREATE TABLE break (
    id INTEGER PRIMARY KEY,
    start_ms INTEGER NOT NULL,
    zone_s INTEGER NOT NULL,
    end_ms INTEGER NOT NULL,
    what TEXT NOT NULL,
    reminder TEXT,               -- null: started by hand
    chosen TEXT NOT NULL,
    guided_ms INTEGER NOT NULL,
    outcome TEXT                 -- done, abandoned, lost; null: still running
) STRICT;
CREATE INDEX break_time ON break (start_ms, zone_s, outcome);

CREATE TABLE exercise (
    break_id INTEGER NOT NULL REFERENCES break (id),
    place INTEGER NOT NULL,
    exercise TEXT NOT NULL,
    guided_ms INTEGER NOT NULL,
    reps INTEGER NOT NULL,
    whole INTEGER NOT NULL,
    PRIMARY KEY (break_id, place)
) STRICT, WITHOUT ROWID;

-- A natural break when it was credited: away, locked, asleep, standing.
CREATE TABLE natural (
    id INTEGER PRIMARY KEY,
    at_ms INTEGER NOT NULL,
    zone_s INTEGER NOT NULL,
    lasted_ms INTEGER NOT NULL,
    by TEXT NOT NULL
) STRICT;
CREATE INDEX natural_time ON natural (at_ms, zone_s);

-- A reason to stay quiet, and whether a due reminder waited for its end.
CREATE TABLE held (
    id INTEGER PRIMARY KEY,
    hold TEXT NOT NULL,
    start_ms INTEGER NOT NULL,
    zone_s INTEGER NOT NULL,
    end_ms INTEGER NOT NULL,
    waited INTEGER NOT NULL
) STRICT;
CREATE INDEX held_time ON held (start_ms);

-- What happened to the program itself: resumed and started (how long it was off), stopped, clock-set (by how much).
CREATE TABLE note (
    id INTEGER PRIMARY KEY,
    at_ms INTEGER NOT NULL,
    zone_s INTEGER NOT NULL,
    note TEXT NOT NULL,
    ms INTEGER
) STRICT;
CREATE INDEX note_time ON note (at_ms, zone_s, note);
