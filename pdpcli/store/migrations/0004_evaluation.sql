-- The annual evaluation: what is entered once a year, and what was frozen.

-- A convention that asks for figures only: no fiche is exchanged under it (NULL: one is) -----------
ALTER TABLE agreement ADD COLUMN no_fiche INTEGER;

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

-- Le bilan ----------------------------------------------------------------------------------------
CREATE TABLE report_text (                    -- the year in words: the last row of a part holds
  id INTEGER PRIMARY KEY,
  agreement TEXT NOT NULL REFERENCES agreement(id),
  first_on TEXT NOT NULL, last_on TEXT NOT NULL,
  part TEXT NOT NULL CHECK (part IN ('qualitative', 'perspectives')),
  text TEXT NOT NULL,                         -- '': withdrawn
  added_at TEXT NOT NULL,
  author TEXT NOT NULL
) STRICT;
CREATE INDEX report_text_held ON report_text (agreement, first_on, last_on, part, id);
-- Nothing written is ever changed but its words, whence an erasure takes a name.
CREATE TRIGGER report_text_before_update BEFORE UPDATE ON report_text
WHEN (NEW.id, NEW.agreement, NEW.first_on, NEW.last_on, NEW.part, NEW.added_at, NEW.author)
  <> (OLD.id, OLD.agreement, OLD.first_on, OLD.last_on, OLD.part, OLD.added_at, OLD.author)
BEGIN SELECT RAISE(ABORT, 'append-only: report_text'); END;
CREATE TRIGGER report_text_before_delete BEFORE DELETE ON report_text
BEGIN SELECT RAISE(ABORT, 'append-only: report_text'); END;
CREATE TRIGGER report_text_before_insert BEFORE INSERT ON report_text
WHEN EXISTS (SELECT 1 FROM report_text WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'append-only: report_text'); END;
CREATE TRIGGER report_text_after_insert AFTER INSERT ON report_text
WHEN NEW.id < (SELECT max(id) FROM report_text)
BEGIN SELECT RAISE(ABORT, 'append-only: report_text'); END;
@in_order report_text

-- What was handed over: it never moves. Of a person it holds opaque keys only.
CREATE TABLE frozen_evaluation (
  id INTEGER PRIMARY KEY,
  agreement TEXT NOT NULL REFERENCES agreement(id),
  label TEXT NOT NULL,                        -- of the period: 2025
  first_on TEXT NOT NULL, last_on TEXT NOT NULL,
  frozen_on TEXT NOT NULL,
  provisional INTEGER NOT NULL CHECK (provisional IN (0, 1)),
  again TEXT CHECK (again IN ('corrected', 'completed', 'asked')),  -- why one more
  writer TEXT,                                -- the party that writes this one, by its id
  after_journal INTEGER NOT NULL,             -- the journal's last row then: what moved is after
  definition TEXT NOT NULL REFERENCES declaration(hash),
  choices TEXT NOT NULL,                      -- JSON: parameter -> choice in force
  sheet TEXT NOT NULL,                        -- JSON: the figures and their lines
  method TEXT NOT NULL,                       -- JSON: figure -> what was counted, what was seen
  texts TEXT NOT NULL,                        -- JSON: part -> row of report_text, hash of its words
  sha256 TEXT NOT NULL,                       -- of all this and of its counts
  added_at TEXT NOT NULL,
  author TEXT NOT NULL
) STRICT;
CREATE INDEX frozen_evaluation_of ON frozen_evaluation (agreement, first_on, last_on, id);

CREATE TABLE frozen_count (
  id INTEGER PRIMARY KEY,
  evaluation_id INTEGER NOT NULL REFERENCES frozen_evaluation(id),
  indicator TEXT NOT NULL,
  count TEXT NOT NULL,
  unit TEXT NOT NULL,
  buckets TEXT NOT NULL,                      -- JSON: codes and value of each
  rows TEXT NOT NULL                          -- JSON: of each unit its key, bucket, weight, acts
) STRICT;
CREATE INDEX frozen_count_of ON frozen_count (evaluation_id);
@append_only frozen_evaluation frozen_count
@in_order frozen_evaluation frozen_count
