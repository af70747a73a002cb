-- Trust: the requests of persons, what was kept and what was erased, imports.

-- Les droits des personnes (RGPD, art. 12 à 22) ----------------------------------------------------
-- A request and what became of it (see store/rights.py). Its texts go with the erasure; the rest
-- shows that it was answered in time.
CREATE TABLE rights_request (
  id INTEGER PRIMARY KEY,
  person_key TEXT NOT NULL,
  case_ref TEXT NOT NULL,                     -- the situation by which she was named
  kind TEXT NOT NULL CHECK (kind IN (
    'access', 'portability', 'rectification', 'limitation', 'opposition', 'erasure')),
  received_on TEXT NOT NULL,
  asked TEXT,                                 -- what she asks for, in words
  identity_on TEXT,
  identity_how TEXT,                          -- a code of CHOICES['identity_how']; no copy is kept
  extended_on TEXT, extended_why TEXT,        -- told within the first month (art. 12, 3)
  answered_on TEXT,
  outcome TEXT CHECK (outcome IN ('granted', 'partly', 'refused')),
  answer TEXT,
  lifted_on TEXT, lifted_why TEXT,            -- the end of a limitation (art. 18, 3)
  recorded_at TEXT NOT NULL,
  author TEXT NOT NULL
) STRICT;
CREATE INDEX rights_request_person ON rights_request (person_key);
CREATE INDEX rights_request_case ON rights_request (case_ref);

-- Must not be erased for the time being: a dispute, a legal obligation (art. 17, 3).
CREATE TABLE hold (
  id INTEGER PRIMARY KEY,
  person_key TEXT NOT NULL,
  since TEXT NOT NULL,
  reason TEXT,
  lifted_on TEXT, lifted_why TEXT,
  author TEXT NOT NULL
) STRICT;
CREATE INDEX hold_person ON hold (person_key);
CREATE TRIGGER erasure_held BEFORE INSERT ON erasure
WHEN EXISTS (SELECT 1 FROM hold WHERE person_key = NEW.person_key AND lifted_on IS NULL)
BEGIN SELECT RAISE(ABORT, 'held: erasure'); END;
@erased rights_request NEW.person_key
@erased hold NEW.person_key

-- Les sauvegardes --------------------------------------------------------------------------------
-- Where each one was written and when it was last read entirely (see store/backup.py). A backup
-- does not hold its own row; one that was moved by hand is not followed.
CREATE TABLE backup (
  id INTEGER PRIMARY KEY,
  made_at TEXT NOT NULL,
  path TEXT NOT NULL,
  size INTEGER NOT NULL,
  sha256 TEXT NOT NULL,                       -- of the whole file
  generation INTEGER NOT NULL,                -- of the key that opens it
  installation TEXT NOT NULL,                 -- the path is one of that machine
  rotated INTEGER NOT NULL,                   -- 1: the rotation may delete it
  read_at TEXT NOT NULL,
  sound INTEGER NOT NULL DEFAULT 1,           -- what that reading found
  gone_at TEXT                                -- deleted by the program
) STRICT;
