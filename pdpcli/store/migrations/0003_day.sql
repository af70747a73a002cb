-- The coordinator's day: what is due and why, her notes, who is away, the agenda of meetings, what
-- a convention lived, and the directories.

-- Échéances ------------------------------------------------------------------------------------
-- Derived from the facts by rules/deadlines at each write about its subject (see store/due.py);
-- what she says of one (done, suspended) is in deadline_change, and survives the recomputation.
CREATE TABLE deadline (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,                   -- stable: the calendar's identifier
  subject TEXT NOT NULL,                      -- a situation's reference, an agreement's id, 'cell'
  rule TEXT NOT NULL,
  occurrence TEXT NOT NULL,                   -- which one of this rule for this subject
  case_id INTEGER REFERENCES case_file(id),
  agreement TEXT REFERENCES agreement(id),
  status TEXT NOT NULL,                       -- obligation, limit, agreement, recommendation…
  opens_on TEXT NOT NULL,                     -- from this day it is shown
  due_on TEXT NOT NULL,
  closes_on TEXT,                             -- the last day it is worth showing
  planned_on TEXT,                            -- an act that meets it is planned
  hour TEXT,                                  -- of due_on: a breach is told within 72 hours
  why TEXT NOT NULL,
  counted TEXT NOT NULL,
  doubt TEXT,
  fiche INTEGER, act INTEGER,                 -- what it is about
  state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'met', 'done', 'suspended', 'void')),
  until TEXT,                                 -- suspended until that day
  UNIQUE (subject, rule, occurrence)
) STRICT;
CREATE INDEX deadline_open ON deadline (opens_on, due_on)
  WHERE state = 'open' AND rule NOT IN ('recall', 'purge');
-- What may be late for any number of situations at once is read by its day, some of it only.
CREATE INDEX deadline_batch ON deadline (rule, due_on)
  WHERE state = 'open' AND rule IN ('recall', 'purge');
CREATE INDEX deadline_suspended ON deadline (until) WHERE state = 'suspended';
CREATE INDEX deadline_case ON deadline (case_id) WHERE case_id IS NOT NULL;

CREATE TABLE deadline_change (                -- what she said of one: the last row holds
  id INTEGER PRIMARY KEY,
  deadline TEXT NOT NULL,                     -- its uid
  state TEXT NOT NULL CHECK (state IN ('open', 'done', 'suspended')),
  until TEXT,
  reason TEXT,
  at TEXT NOT NULL,
  author TEXT NOT NULL
) STRICT;
CREATE INDEX deadline_change_of ON deadline_change (deadline, id);

CREATE TABLE reminder_note (                  -- « rappeler le chef d'atelier jeudi »
  id INTEGER PRIMARY KEY,
  text TEXT NOT NULL,
  on_date TEXT NOT NULL,
  case_id INTEGER REFERENCES case_file(id),
  added_at TEXT NOT NULL,
  author TEXT NOT NULL
) STRICT;
CREATE INDEX reminder_note_case ON reminder_note (case_id) WHERE case_id IS NOT NULL;

-- How many situations, by state and month: what the morning screen counts without reading them all.
CREATE TABLE case_tally (
  month TEXT NOT NULL,
  state TEXT NOT NULL,
  n INTEGER NOT NULL,
  PRIMARY KEY (month, state)
) STRICT, WITHOUT ROWID;
INSERT INTO case_tally SELECT substr(opened_on, 1, 7), state, count(*) FROM case_file GROUP BY 1, 2;

CREATE TRIGGER case_tally_insert AFTER INSERT ON case_file BEGIN
  INSERT INTO case_tally VALUES (substr(NEW.opened_on, 1, 7), NEW.state, 1)
  ON CONFLICT (month, state) DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER case_tally_delete AFTER DELETE ON case_file BEGIN
  UPDATE case_tally SET n = n - 1 WHERE month = substr(OLD.opened_on, 1, 7) AND state = OLD.state;
END;
CREATE TRIGGER case_tally_update AFTER UPDATE OF state, opened_on ON case_file
WHEN (NEW.state <> OLD.state OR NEW.opened_on <> OLD.opened_on)
  AND NOT EXISTS (SELECT 1 FROM case_alias WHERE ref = NEW.ref) BEGIN
  UPDATE case_tally SET n = n - 1 WHERE month = substr(OLD.opened_on, 1, 7) AND state = OLD.state;
  INSERT INTO case_tally VALUES (substr(NEW.opened_on, 1, 7), NEW.state, 1)
  ON CONFLICT (month, state) DO UPDATE SET n = n + 1;
END;

-- Qui suit quoi, qui remplace qui ----------------------------------------------------------------
CREATE TABLE member_absence (
  id INTEGER PRIMARY KEY,
  member_id INTEGER NOT NULL REFERENCES member(id),
  from_date TEXT NOT NULL,
  until TEXT NOT NULL,
  replaced_by INTEGER REFERENCES member(id)
) STRICT;

-- « Mes situations »: those of one member, the latest first.
CREATE INDEX case_file_member ON case_file (member_id, opened_on, number);

CREATE TABLE contact (                        -- someone, or a mailbox, of a body; dated
  id INTEGER PRIMARY KEY,
  body TEXT NOT NULL REFERENCES body(id),
  name TEXT,                                  -- NULL: a generic mailbox
  function TEXT,
  phone TEXT, email TEXT,
  since TEXT, until TEXT
) STRICT;
CREATE INDEX contact_body ON contact (body);

-- La situation en main --------------------------------------------------------------------------
ALTER TABLE case_file ADD COLUMN employee_contact TEXT;   -- interlocuteur référent du salarié
ALTER TABLE case_file ADD COLUMN employer_contact TEXT;   -- … et de l'employeur

ALTER TABLE person ADD COLUMN died_on TEXT;               -- nothing is done about her any more
ALTER TABLE person ADD COLUMN same_as INTEGER REFERENCES person(id);  -- entered twice: this one
CREATE INDEX person_same_as ON person (same_as) WHERE same_as IS NOT NULL;
ALTER TABLE employment ADD COLUMN slot INTEGER NOT NULL DEFAULT 1;    -- 2: another one beside it
ALTER TABLE employment ADD COLUMN concerned TEXT;         -- of the second: first or second?
ALTER TABLE employment ADD COLUMN ended_on TEXT;          -- of the second: its last day
ALTER TABLE act ADD COLUMN fiche_under TEXT;              -- the merged reference of its fiche

-- A reference merged into another situation. Its row stays in case_file, as the shell of its fiches:
-- they keep the reference that was printed, and the person who signed. It is counted nowhere.
CREATE TABLE case_alias (
  ref TEXT PRIMARY KEY,
  case_id INTEGER NOT NULL REFERENCES case_file(id),
  merged_on TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX case_alias_case ON case_alias (case_id);

CREATE TRIGGER case_alias_uncounted AFTER INSERT ON case_alias BEGIN
  UPDATE case_tally SET n = n - 1 WHERE (month, state) =
    (SELECT substr(opened_on, 1, 7), state FROM case_file WHERE ref = NEW.ref);
END;
CREATE TRIGGER case_alias_follows AFTER UPDATE OF state, closed_on ON case_file
WHEN EXISTS (SELECT 1 FROM case_alias WHERE case_id = NEW.id)
BEGIN
  UPDATE case_file SET state = NEW.state, closed_on = NEW.closed_on
  WHERE ref IN (SELECT ref FROM case_alias WHERE case_id = NEW.id);
END;
-- An act about a merged reference is of the situation kept, and of the person as she is now known.
CREATE TRIGGER act_of_merged AFTER INSERT ON act
WHEN EXISTS (SELECT 1 FROM case_file c JOIN case_alias a ON a.ref = c.ref WHERE c.id = NEW.case_id)
BEGIN
  UPDATE act SET case_id = (SELECT a.case_id FROM case_file c JOIN case_alias a ON a.ref = c.ref
      WHERE c.id = NEW.case_id),
    fiche_under = CASE WHEN NEW.liaison_number IS NOT NULL THEN
      (SELECT ref FROM case_file WHERE id = NEW.case_id) END
  WHERE id = NEW.id;
END;
CREATE TRIGGER act_of_person AFTER INSERT ON act
WHEN EXISTS (SELECT 1 FROM person WHERE key = NEW.person_key AND same_as IS NOT NULL)
BEGIN
  UPDATE act SET person_key = (SELECT k.key FROM person p JOIN person k ON k.id = p.same_as
    WHERE p.key = NEW.person_key) WHERE id = NEW.id;
END;
-- Both entries of a person say the same of her.
CREATE TRIGGER person_same AFTER UPDATE ON person
WHEN EXISTS (SELECT 1 FROM person WHERE same_as = NEW.id)
BEGIN
  UPDATE person SET last_name = NEW.last_name, first_name = NEW.first_name,
    birth_name = NEW.birth_name, folded = NEW.folded, born_on = NEW.born_on, sex = NEW.sex,
    address = NEW.address, dept = NEW.dept, phone = NEW.phone, email = NEW.email,
    household = NEW.household, nir = NEW.nir, nir_reason = NEW.nir_reason,
    limited_on = NEW.limited_on, died_on = NEW.died_on
  WHERE same_as = NEW.id;
END;

CREATE TABLE plan (                           -- plan de retour à l'emploi, préconisations: dated
  id INTEGER PRIMARY KEY,
  case_id INTEGER NOT NULL REFERENCES case_file(id),
  kind TEXT NOT NULL CHECK (kind IN ('return_plan', 'recommendation')),
  on_date TEXT NOT NULL,
  text TEXT NOT NULL,
  added_at TEXT NOT NULL,
  author TEXT NOT NULL
) STRICT;
CREATE INDEX plan_case ON plan (case_id);

-- Réunions ----------------------------------------------------------------------------------------
ALTER TABLE gathering ADD COLUMN starts_at TEXT;          -- 14:00
ALTER TABLE gathering ADD COLUMN place TEXT;
ALTER TABLE gathering ADD COLUMN minutes TEXT;
ALTER TABLE gathering ADD COLUMN instance TEXT;           -- which one examines: cell, insurance
ALTER TABLE gathering ADD COLUMN agenda_on TEXT;          -- last day its agenda was drawn to be sent
-- A release that names somebody on the agenda given to a body: no fiche was produced by it.
ALTER TABLE release ADD COLUMN gathering_id INTEGER REFERENCES gathering(id);

CREATE TABLE agenda_item (
  id INTEGER PRIMARY KEY,
  gathering_id INTEGER NOT NULL REFERENCES gathering(id),
  case_id INTEGER NOT NULL REFERENCES case_file(id),
  position INTEGER NOT NULL,
  reason TEXT,                                -- a code of CHOICES['agenda_reason']
  motive TEXT,                                -- in her words: for the cell only
  decision TEXT,
  act_id INTEGER REFERENCES act(id),          -- the examination it became
  UNIQUE (gathering_id, case_id)
) STRICT;
CREATE INDEX agenda_item_case ON agenda_item (case_id);

CREATE TABLE attendance (
  id INTEGER PRIMARY KEY,
  gathering_id INTEGER NOT NULL REFERENCES gathering(id),
  member_id INTEGER REFERENCES member(id),
  body TEXT REFERENCES body(id),
  name TEXT,
  invited INTEGER NOT NULL DEFAULT 1,
  present TEXT                                -- yes, no, unknown
) STRICT;
CREATE INDEX attendance_gathering ON attendance (gathering_id);

CREATE TABLE audience (                       -- anonymous participants of an action, by NAF and size
  id INTEGER PRIMARY KEY,
  gathering_id INTEGER NOT NULL REFERENCES gathering(id),
  naf TEXT NOT NULL DEFAULT '',
  size_band TEXT NOT NULL DEFAULT '',
  n INTEGER NOT NULL,
  UNIQUE (gathering_id, naf, size_band)
) STRICT;

-- Ce qu'une convention a vécu -----------------------------------------------------------------------
CREATE TABLE agreement_event (
  id INTEGER PRIMARY KEY,
  agreement TEXT NOT NULL REFERENCES agreement(id),
  kind TEXT NOT NULL CHECK (kind IN (
    'renewed', 'terminated', 'amended', 'evaluated', 'communicated', 'formal_notice', 'dispute')),
  on_date TEXT NOT NULL,
  note TEXT,
  added_at TEXT NOT NULL,
  author TEXT NOT NULL
) STRICT;
CREATE INDEX agreement_event_of ON agreement_event (agreement, on_date);

-- The breaches known lately, for the morning screen (see store/breaches.py).
CREATE INDEX dispatch_breach ON dispatch (recorded_at) WHERE breach = 1;
CREATE INDEX consent_no ON consent (recorded_at) WHERE act <> 'given';

-- Ce qui a été donné à signer ------------------------------------------------------------------------
CREATE TABLE printed_sheet (                  -- what a sheet to sign said: what leaves is compared to it
  id INTEGER PRIMARY KEY,
  liaison_id INTEGER NOT NULL REFERENCES liaison(id),
  after_consent INTEGER NOT NULL,             -- the last consent told before it was given
  on_date TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  shown TEXT NOT NULL,                        -- JSON: field id of the form -> text, as drawn
  recorded_at TEXT NOT NULL,
  author TEXT NOT NULL
) STRICT;
CREATE INDEX printed_sheet_liaison ON printed_sheet (liaison_id);
CREATE INDEX printed_sheet_sha256 ON printed_sheet (sha256);
