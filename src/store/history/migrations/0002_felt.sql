-- What the person said after a break about an exercise, both optional: how much it hurt, 0 to 10, and how hard it was:
-- easy, right, hard.
CREATE TABLE felt (
    id INTEGER PRIMARY KEY,
    at_ms INTEGER NOT NULL,
    zone_s INTEGER NOT NULL,
    exercise TEXT NOT NULL,
    pain INTEGER,
    effort TEXT
) STRICT;
CREATE INDEX felt_time ON felt (at_ms);
