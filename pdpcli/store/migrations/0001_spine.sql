-- The first schema. Dates are ISO texts, three-state answers are 'yes', 'no', 'unknown' or NULL
-- (not asked), identifiers that leave a row after erasure are opaque keys.

CREATE TABLE setting (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Organismes et services ---------------------------------------------------------------------
CREATE TABLE body (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  short TEXT NOT NULL,
  parent TEXT REFERENCES body(id),
  address TEXT, email TEXT, phone TEXT,
  dpo TEXT,
  is_us INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE TABLE member (
  id INTEGER PRIMARY KEY,
  first_name TEXT NOT NULL,
  last_name TEXT NOT NULL,
  functions TEXT NOT NULL DEFAULT '[]',      -- JSON list of codes of CHOICES['function']
  phone TEXT, email TEXT,
  since TEXT, until TEXT
) STRICT;

CREATE TABLE agreement (
  id TEXT PRIMARY KEY,                        -- the folder's id
  as_body TEXT NOT NULL REFERENCES body(id),  -- which party we are
  partner TEXT NOT NULL REFERENCES body(id),
  title TEXT NOT NULL,
  added_on TEXT NOT NULL,
  parameters TEXT NOT NULL DEFAULT '{}'       -- JSON: what she changed from the shown defaults
) STRICT, WITHOUT ROWID;

CREATE TABLE declaration (                    -- kept by hash at first use, never changed
  hash TEXT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('form', 'evaluation')),
  agreement TEXT NOT NULL,
  form_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  text TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Personnes, entreprises, situations -----------------------------------------------------------
CREATE TABLE person (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,                   -- opaque; all that stays of her after erasure
  last_name TEXT NOT NULL,
  first_name TEXT NOT NULL,
  birth_name TEXT,
  folded TEXT NOT NULL,                       -- rules.names.fold: for search and duplicates
  born_on TEXT,
  sex TEXT,
  address TEXT, dept TEXT, phone TEXT, email TEXT, household TEXT,
  nir TEXT,
  nir_reason TEXT,                            -- why the NIR is held (it is optional)
  limited_on TEXT                             -- RGPD art. 18: closes the gate while set
) STRICT;
CREATE INDEX person_folded ON person (folded);
CREATE INDEX person_nir ON person (nir) WHERE nir IS NOT NULL;
CREATE INDEX person_born ON person (born_on);

CREATE TABLE person_word (                    -- derived: what a search may begin with
  word TEXT NOT NULL,                         -- the folded names, from one of their words on
  person_id INTEGER NOT NULL REFERENCES person(id),
  PRIMARY KEY (word, person_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX person_word_person ON person_word (person_id);

CREATE TABLE employer (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  folded TEXT NOT NULL,
  siret TEXT,
  naf TEXT, naf_version TEXT,
  size INTEGER,                               -- number of salariés
  member TEXT,                                -- adhérente : yes, no, unknown
  address TEXT, phone TEXT,
  occupational_doctor TEXT
) STRICT;
CREATE INDEX employer_folded ON employer (folded);

CREATE TABLE case_file (
  id INTEGER PRIMARY KEY,
  year INTEGER NOT NULL,
  number INTEGER NOT NULL,
  ref TEXT NOT NULL UNIQUE,                   -- 2026-0042, never reused
  person_id INTEGER REFERENCES person(id),
  person_key TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'closed', 'cancelled')),
  opened_on TEXT NOT NULL,                    -- date du signalement
  closed_on TEXT,
  origin TEXT,
  origin_body TEXT REFERENCES body(id),
  motive TEXT,
  occupational_doctor TEXT,
  known_to_ssam TEXT,
  context TEXT,
  member_id INTEGER REFERENCES member(id),    -- our référent
  cancel_reason TEXT,
  updated_at TEXT NOT NULL,
  UNIQUE (year, number)
) STRICT;
CREATE INDEX case_file_person ON case_file (person_id);
CREATE INDEX case_file_state ON case_file (state, opened_on, number);
CREATE INDEX case_file_opened ON case_file (opened_on, number, state);
CREATE INDEX case_file_number ON case_file (number, year);  -- « 42 » at the keyboard

CREATE TABLE situation (                      -- dated: a row says only what changed that day
  id INTEGER PRIMARY KEY,
  case_id INTEGER NOT NULL REFERENCES case_file(id),
  from_date TEXT NOT NULL,
  on_leave TEXT,                              -- en arrêt ? the dates, when known, are in leave
  regime TEXT, status TEXT, position TEXT, horizon TEXT, unfit_risk TEXT,
  invalidity TEXT, rqth TEXT, boeth_other TEXT, boeth_title TEXT, rente_at TEXT,
  mdph TEXT, mdph_filed_on TEXT, part_time TEXT, adapted_return TEXT,
  prereprise TEXT,
  UNIQUE (case_id, from_date)
) STRICT;

CREATE TABLE employment (
  id INTEGER PRIMARY KEY,
  case_id INTEGER NOT NULL REFERENCES case_file(id),
  employer_id INTEGER REFERENCES employer(id),
  role TEXT NOT NULL DEFAULT 'employer' CHECK (role IN ('employer', 'agency')),
  from_date TEXT NOT NULL,
  job TEXT, contract TEXT, seniority TEXT
) STRICT;
CREATE INDEX employment_case ON employment (case_id);
CREATE INDEX employment_employer ON employment (employer_id);

CREATE TABLE leave (
  id INTEGER PRIMARY KEY,
  case_id INTEGER NOT NULL REFERENCES case_file(id),
  started_on TEXT NOT NULL,
  ended_on TEXT,                              -- last day of the period, included; NULL = not known
  risk TEXT
) STRICT;
CREATE INDEX leave_case ON leave (case_id);

-- Fiches -----------------------------------------------------------------------------------------
CREATE TABLE liaison (
  id INTEGER PRIMARY KEY,
  case_id INTEGER NOT NULL REFERENCES case_file(id),
  agreement TEXT NOT NULL REFERENCES agreement(id),
  form_hash TEXT NOT NULL REFERENCES declaration(hash),
  direction TEXT NOT NULL CHECK (direction IN ('out', 'in')),
  signalled_on TEXT NOT NULL,
  number INTEGER NOT NULL,                    -- 1, 2… within the situation
  answers TEXT NOT NULL DEFAULT '{}',         -- JSON: what has no place in the model
  cancelled_on TEXT,
  UNIQUE (case_id, number)
) STRICT;

-- Skeletons: append-only; their content is in *_detail, deletable only under an erasure ------------
CREATE TABLE erasure (
  id INTEGER PRIMARY KEY,
  person_key TEXT NOT NULL,
  on_date TEXT NOT NULL,
  reason TEXT NOT NULL
) STRICT;

CREATE TABLE consent (
  id INTEGER PRIMARY KEY,
  person_key TEXT NOT NULL,
  pair TEXT NOT NULL,                         -- the two bodies' ids in order, joined by '|'
  form_id TEXT NOT NULL,
  form_hash TEXT NOT NULL REFERENCES declaration(hash),
  act TEXT NOT NULL CHECK (act IN ('given', 'refused', 'withdrawn')),
  on_date TEXT NOT NULL,
  expires_on TEXT,
  recorded_at TEXT NOT NULL,
  author TEXT NOT NULL,
  digest TEXT NOT NULL                        -- HMAC-SHA256(salt, content) of consent_detail
) STRICT;
CREATE INDEX consent_latest ON consent (person_key, pair, form_id, id);

CREATE TABLE consent_detail (
  consent_id INTEGER PRIMARY KEY REFERENCES consent(id),
  salt TEXT NOT NULL,
  content TEXT NOT NULL                       -- JSON: signer, capacity, place, kept_by, collected_by
) STRICT;

CREATE TABLE release (
  id INTEGER PRIMARY KEY,
  person_key TEXT NOT NULL,
  case_ref TEXT NOT NULL,
  liaison_number INTEGER NOT NULL,
  pair TEXT NOT NULL,
  form_id TEXT NOT NULL,
  form_hash TEXT NOT NULL REFERENCES declaration(hash),
  consent_id INTEGER NOT NULL REFERENCES consent(id),
  recipient TEXT NOT NULL REFERENCES body(id),
  on_date TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  author TEXT NOT NULL,
  digest TEXT NOT NULL                        -- HMAC-SHA256(salt, content) of release_detail
) STRICT;
CREATE INDEX release_case ON release (case_ref, liaison_number);

CREATE TABLE release_detail (
  release_id INTEGER PRIMARY KEY REFERENCES release(id),
  salt TEXT NOT NULL,
  content TEXT NOT NULL                       -- JSON: the values that leave
) STRICT;

CREATE TABLE dispatch (                       -- a fact: always recorded
  id INTEGER PRIMARY KEY,
  person_key TEXT NOT NULL,
  case_ref TEXT NOT NULL,
  liaison_number INTEGER NOT NULL,
  release_id INTEGER REFERENCES release(id),
  recipient TEXT NOT NULL REFERENCES body(id),
  channel TEXT NOT NULL,
  on_date TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  author TEXT NOT NULL,
  breach INTEGER NOT NULL DEFAULT 0,          -- 1: sent without a valid consent
  digest TEXT NOT NULL
) STRICT;
CREATE INDEX dispatch_case ON dispatch (case_ref, liaison_number);

CREATE TABLE dispatch_detail (
  dispatch_id INTEGER PRIMARY KEY REFERENCES dispatch(id),
  salt TEXT NOT NULL,
  content TEXT NOT NULL                       -- JSON: the address it went to, a note
) STRICT;

CREATE TABLE document (
  id INTEGER PRIMARY KEY,
  person_key TEXT,
  kind TEXT NOT NULL,                         -- 'release', 'sheet_to_sign'…
  release_id INTEGER REFERENCES release(id),
  name TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  bytes BLOB NOT NULL,
  added_at TEXT NOT NULL
) STRICT;
CREATE INDEX document_release ON document (release_id) WHERE release_id IS NOT NULL;

-- Actes et réunions ------------------------------------------------------------------------------
CREATE TABLE gathering (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  agreement TEXT REFERENCES agreement(id),
  on_date TEXT NOT NULL,
  year INTEGER NOT NULL,
  title TEXT, nature TEXT,
  joint INTEGER NOT NULL DEFAULT 0,           -- 1: carried with at least one partner
  participants INTEGER,
  mode TEXT,
  state TEXT NOT NULL DEFAULT 'done' CHECK (state IN ('planned', 'done', 'cancelled')),
  cancel_reason TEXT,
  author TEXT NOT NULL
) STRICT;
CREATE INDEX gathering_year ON gathering (year, kind);

CREATE TABLE gathering_partner (
  gathering_id INTEGER NOT NULL REFERENCES gathering(id),
  body TEXT NOT NULL REFERENCES body(id),
  PRIMARY KEY (gathering_id, body)
) STRICT;

CREATE TABLE act (
  id INTEGER PRIMARY KEY,
  case_id INTEGER NOT NULL REFERENCES case_file(id),
  person_key TEXT NOT NULL,
  kind TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('planned', 'done', 'cancelled')),
  on_date TEXT NOT NULL,
  year INTEGER NOT NULL,
  ended_on TEXT,
  agreement TEXT, direction TEXT, body TEXT,
  nature TEXT, mode TEXT, requester TEXT,
  done_by_function TEXT,
  motive TEXT, after TEXT, dispensation TEXT,
  iri REAL, irdp REAL, days INTEGER,
  gathering_id INTEGER REFERENCES gathering(id),
  liaison_number INTEGER,                     -- for a referral: the fiche that carries it
  note TEXT, cancel_reason TEXT,
  author TEXT NOT NULL,
  -- snapshot: a cache of rules.snapshot.snapshot(facts, on_date), recomputed at each write
  origin TEXT, regime TEXT, status TEXT, contract TEXT, position TEXT, on_leave TEXT,
  risk TEXT, invalidity TEXT, rqth TEXT, boeth TEXT, rente_at TEXT,
  age INTEGER, sex TEXT, dept TEXT, household TEXT, horizon TEXT,
  naf TEXT, naf_version TEXT, size INTEGER, employer_id INTEGER, job TEXT
) STRICT;
CREATE INDEX act_case ON act (case_id, on_date);
CREATE INDEX act_year ON act (year, kind, state);
CREATE INDEX act_agreement ON act (agreement, kind, direction, case_id, state, year)
  WHERE agreement IS NOT NULL;

-- Brouillons, journal ------------------------------------------------------------------------------
CREATE TABLE draft (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  subject TEXT,
  answers TEXT NOT NULL,                      -- JSON
  updated_at TEXT NOT NULL,
  author TEXT NOT NULL
) STRICT;

CREATE TABLE journal (
  n INTEGER PRIMARY KEY,
  epoch INTEGER NOT NULL,
  at TEXT NOT NULL,                           -- UTC
  author TEXT NOT NULL,
  action TEXT NOT NULL,                       -- the command, e.g. 'signal new'
  subject TEXT NOT NULL,                      -- an opaque reference: 2026-0042, or ''
  "table" TEXT NOT NULL,                      -- '' for a read that is journaled
  row TEXT NOT NULL,                          -- the row's key, as text
  digest TEXT NOT NULL,                       -- HMAC of the row as it then was, '' when deleted
  previous TEXT NOT NULL,
  hash TEXT NOT NULL
) STRICT;
CREATE INDEX journal_row ON journal ("table", row, n);

-- Append-only ----------------------------------------------------------------------------------------
@append_only consent release dispatch erasure journal declaration
@detail consent_detail consent consent_id
@detail release_detail release release_id
@detail dispatch_detail dispatch dispatch_id

-- The gate (design, law 1; S0 art. 4) ------------------------------------------------------------------
-- A consent stands while it was given, nothing later in row order refused or withdrew it, nothing
-- later was signed on the same form, and the person has not asked for a limitation.
CREATE VIEW standing_consent AS
SELECT c.* FROM consent c
WHERE c.act = 'given'
  AND NOT EXISTS (
    SELECT 1 FROM consent l
    WHERE l.person_key = c.person_key AND l.pair = c.pair AND l.form_id = c.form_id
      AND l.id > c.id AND (l.act <> 'given' OR l.form_hash = c.form_hash))
  AND NOT EXISTS (
    SELECT 1 FROM person p WHERE p.key = c.person_key AND p.limited_on IS NOT NULL);

-- What a release says of itself must be so: this person's open fiche, for the partner of its pair.
CREATE TRIGGER release_gate BEFORE INSERT ON release
WHEN NOT EXISTS (
  SELECT 1 FROM standing_consent c
  WHERE c.id = NEW.consent_id
    AND c.person_key = NEW.person_key AND c.pair = NEW.pair
    AND c.form_id = NEW.form_id AND c.form_hash = NEW.form_hash
    AND c.on_date <= NEW.on_date
    AND (c.expires_on IS NULL OR c.expires_on >= max(NEW.on_date, date('now', 'localtime'))))
  OR NOT EXISTS (
  SELECT 1 FROM case_file f
    JOIN person p ON p.id = f.person_id AND p.key = f.person_key
    JOIN liaison l ON l.case_id = f.id AND l.cancelled_on IS NULL
    JOIN agreement a ON a.id = l.agreement
  WHERE f.ref = NEW.case_ref AND f.person_key = NEW.person_key AND f.state <> 'cancelled'
    AND l.number = NEW.liaison_number AND l.form_hash = NEW.form_hash
    AND a.partner = NEW.recipient
    AND NEW.pair = min(a.as_body, a.partner) || '|' || max(a.as_body, a.partner))
  OR NEW.on_date NOT GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'
  OR NEW.on_date > coalesce(date(NEW.recorded_at, '+1 day'), '')
BEGIN SELECT RAISE(ABORT, 'gate: no valid consent'); END;

CREATE TRIGGER case_file_keeps_person BEFORE UPDATE OF person_key ON case_file
WHEN NEW.person_key <> OLD.person_key
BEGIN SELECT RAISE(ABORT, 'gate: a situation keeps its person'); END;

CREATE TRIGGER person_keeps_key BEFORE UPDATE OF key ON person
WHEN NEW.key <> OLD.key
BEGIN SELECT RAISE(ABORT, 'gate: a person keeps her key'); END;
