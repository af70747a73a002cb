-- The annual evaluation: what is entered once a year, and what was frozen.

-- Ce qui se saisit une fois l'an ------------------------------------------------------------------
CREATE TABLE figure (                         -- the last row of a (year, key, cell, side) holds
  id INTEGER PRIMARY KEY,
  agreement TEXT NOT NULL REFERENCES agreement(id),
  year INTEGER NOT NULL,
  key TEXT NOT NULL,                          -- what its evaluation declares; partner: INDICATOR/line
  cell TEXT NOT NULL DEFAULT '',              -- one of the cells it is entered by
  side TEXT NOT NULL DEFAULT 'us' CHECK (side IN ('us', 'partner')),
  value REAL,                                 -- NULL: withdrawn
  note TEXT,
  added_at TEXT NOT NULL,
  author TEXT NOT NULL
) STRICT;
CREATE INDEX figure_held ON figure (agreement, year, key, cell, side, id);
-- Nothing entered is ever changed but the note, whence an erasure takes a name.
CREATE TRIGGER figure_before_update BEFORE UPDATE ON figure
WHEN (NEW.id, NEW.agreement, NEW.year, NEW.key, NEW.cell, NEW.side, NEW.added_at, NEW.author)
  <> (OLD.id, OLD.agreement, OLD.year, OLD.key, OLD.cell, OLD.side, OLD.added_at, OLD.author)
  OR NEW.value IS NOT OLD.value
BEGIN SELECT RAISE(ABORT, 'append-only: figure'); END;
CREATE TRIGGER figure_before_delete BEFORE DELETE ON figure
BEGIN SELECT RAISE(ABORT, 'append-only: figure'); END;
CREATE TRIGGER figure_before_insert BEFORE INSERT ON figure
WHEN EXISTS (SELECT 1 FROM figure WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'append-only: figure'); END;
CREATE TRIGGER figure_after_insert AFTER INSERT ON figure
WHEN NEW.id < (SELECT max(id) FROM figure)
BEGIN SELECT RAISE(ABORT, 'append-only: figure'); END;
@in_order figure
