-- The sums of days that are over, so that years are counted without their rows. Every day up to the last one here has its
-- row, or nothing is known of it; what comes after is counted from the rows.
CREATE TABLE day (
    day INTEGER PRIMARY KEY,     -- days since 1970 by the clock on the wall
    sitting_ms INTEGER NOT NULL,
    standing_ms INTEGER NOT NULL,
    longest_ms INTEGER NOT NULL,
    done INTEGER NOT NULL,
    abandoned INTEGER NOT NULL,
    lost INTEGER NOT NULL,
    natural INTEGER NOT NULL,
    asked INTEGER NOT NULL,
    snoozed INTEGER NOT NULL,
    skipped INTEGER NOT NULL,
    hours TEXT NOT NULL,         -- ms of sitting in each hour, midnight first
    exercises TEXT NOT NULL      -- done to their end: an id and how often, and so on
) STRICT;

-- Whoever changes a row, with whatever tool: sums that it could have touched are gone. Those are the day it is in and all
-- later ones, as the longest time of sitting may reach over midnight; two days before are for time zones and rounding.
-- A row that takes the place of another is no deletion to SQLite, so an insertion looks for what it replaces.
CREATE TRIGGER span_put BEFORE INSERT ON span BEGIN
    DELETE FROM day WHERE day >=
        min(NEW.start_ms, ifnull((SELECT start_ms FROM span WHERE id = NEW.id), NEW.start_ms)) / 86400000 - 2;
END;
CREATE TRIGGER span_set BEFORE UPDATE ON span BEGIN
    DELETE FROM day WHERE day >= min(NEW.start_ms, OLD.start_ms) / 86400000 - 2;
END;
CREATE TRIGGER span_gone BEFORE DELETE ON span BEGIN
    DELETE FROM day WHERE day >= OLD.start_ms / 86400000 - 2;
END;

CREATE TRIGGER asked_put BEFORE INSERT ON asked BEGIN
    DELETE FROM day WHERE day >=
        min(NEW.at_ms, ifnull((SELECT at_ms FROM asked WHERE id = NEW.id), NEW.at_ms)) / 86400000 - 2;
END;
CREATE TRIGGER asked_set BEFORE UPDATE ON asked BEGIN
    DELETE FROM day WHERE day >= min(NEW.at_ms, OLD.at_ms) / 86400000 - 2;
END;
CREATE TRIGGER asked_gone BEFORE DELETE ON asked BEGIN
    DELETE FROM day WHERE day >= OLD.at_ms / 86400000 - 2;
END;

CREATE TRIGGER break_put BEFORE INSERT ON break BEGIN
    DELETE FROM day WHERE day >=
        min(NEW.start_ms, ifnull((SELECT start_ms FROM break WHERE id = NEW.id), NEW.start_ms)) / 86400000 - 2;
END;
CREATE TRIGGER break_set BEFORE UPDATE ON break BEGIN
    DELETE FROM day WHERE day >= min(NEW.start_ms, OLD.start_ms) / 86400000 - 2;
END;
CREATE TRIGGER break_gone BEFORE DELETE ON break BEGIN
    DELETE FROM day WHERE day >= OLD.start_ms / 86400000 - 2;
END;

-- An exercise counts on the day of its break; without one it does not count.
CREATE TRIGGER exercise_put BEFORE INSERT ON exercise BEGIN
    DELETE FROM day WHERE day >= (SELECT start_ms FROM break WHERE id = NEW.break_id) / 86400000 - 2;
END;
CREATE TRIGGER exercise_set BEFORE UPDATE ON exercise BEGIN
    DELETE FROM day WHERE day >=
        (SELECT min(start_ms) FROM break WHERE id IN (NEW.break_id, OLD.break_id)) / 86400000 - 2;
END;
CREATE TRIGGER exercise_gone BEFORE DELETE ON exercise BEGIN
    DELETE FROM day WHERE day >= (SELECT start_ms FROM break WHERE id = OLD.break_id) / 86400000 - 2;
END;

CREATE TRIGGER natural_put BEFORE INSERT ON natural BEGIN
    DELETE FROM day WHERE day >=
        min(NEW.at_ms, ifnull((SELECT at_ms FROM natural WHERE id = NEW.id), NEW.at_ms)) / 86400000 - 2;
END;
CREATE TRIGGER natural_set BEFORE UPDATE ON natural BEGIN
    DELETE FROM day WHERE day >= min(NEW.at_ms, OLD.at_ms) / 86400000 - 2;
END;
CREATE TRIGGER natural_gone BEFORE DELETE ON natural BEGIN
    DELETE FROM day WHERE day >= OLD.at_ms / 86400000 - 2;
END;

CREATE TRIGGER note_put BEFORE INSERT ON note BEGIN
    DELETE FROM day WHERE day >=
        min(NEW.at_ms, ifnull((SELECT at_ms FROM note WHERE id = NEW.id), NEW.at_ms)) / 86400000 - 2;
END;
CREATE TRIGGER note_set BEFORE UPDATE ON note BEGIN
    DELETE FROM day WHERE day >= min(NEW.at_ms, OLD.at_ms) / 86400000 - 2;
END;
CREATE TRIGGER note_gone BEFORE DELETE ON note BEGIN
    DELETE FROM day WHERE day >= OLD.at_ms / 86400000 - 2;
END;
