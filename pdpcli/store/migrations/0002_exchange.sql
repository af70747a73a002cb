-- The exchange both ways: what a consent covers and how it was given, versions and rounds of a
-- fiche, what each side said of it, the files received, the seals.
-- A round is a request and its reply: 0 is the fiche itself, 1 its first « nouvelle liaison ».

ALTER TABLE consent ADD COLUMN means TEXT NOT NULL DEFAULT 'paper'
  CHECK (means IN ('paper', 'screen', 'oral', 'partner'));
ALTER TABLE consent ADD COLUMN scope TEXT;         -- NULL: every fiche of the form; else a
                                                   -- situation's reference, or one fiche's

ALTER TABLE liaison ADD COLUMN version INTEGER NOT NULL DEFAULT 1;   -- 2: « fiche rectifiée »
ALTER TABLE liaison ADD COLUMN round INTEGER NOT NULL DEFAULT 0;     -- the last one begun
ALTER TABLE liaison ADD COLUMN consent_after INTEGER;  -- rectified with a new signature asked:
                                                       -- only a consent told after this one opens
ALTER TABLE liaison ADD COLUMN received_on TEXT;   -- of an incoming fiche: our delay begins here
ALTER TABLE liaison ADD COLUMN cancel_reason TEXT;

ALTER TABLE release ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE release ADD COLUMN round INTEGER NOT NULL DEFAULT 0;
ALTER TABLE dispatch ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE dispatch ADD COLUMN round INTEGER NOT NULL DEFAULT 0;

ALTER TABLE document ADD COLUMN consent_id INTEGER REFERENCES consent(id);
ALTER TABLE document ADD COLUMN case_ref TEXT;
ALTER TABLE document ADD COLUMN liaison_number INTEGER;
ALTER TABLE document ADD COLUMN media TEXT;        -- 'pdf', 'jpeg', 'png': recognised by content
CREATE INDEX document_consent ON document (consent_id) WHERE consent_id IS NOT NULL;
CREATE INDEX document_sha256 ON document (sha256);
CREATE INDEX document_case ON document (case_ref, liaison_number) WHERE case_ref IS NOT NULL;

CREATE TABLE entry (                               -- what one side wrote on the fiche
  id INTEGER PRIMARY KEY,
  liaison_id INTEGER NOT NULL REFERENCES liaison(id),
  round INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('request', 'reply')),
  side TEXT NOT NULL CHECK (side IN ('us', 'partner')),
  on_date TEXT NOT NULL,
  referent TEXT, phone TEXT, email TEXT,           -- who wrote it; asked when the form does not
  answers TEXT NOT NULL DEFAULT '{}',              -- JSON: field id of the form -> text
  document_id INTEGER REFERENCES document(id),     -- the file it was read from
  recorded_at TEXT NOT NULL,
  author TEXT NOT NULL,
  UNIQUE (liaison_id, round, kind)
) STRICT;

CREATE TABLE notice (                              -- a dated fact of the exchange: never edited
  id INTEGER PRIMARY KEY,
  person_key TEXT NOT NULL,
  case_ref TEXT NOT NULL,
  liaison_number INTEGER NOT NULL,
  version INTEGER NOT NULL DEFAULT 1,
  round INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN (
    'ack', 'taken_on', 'news', 'synthesis', 'replied', 'declined', 'dropped', 'reminded',
    'received', 'stop_letter', 'correction_letter', 'misdirected', 'undone')),
  body TEXT REFERENCES body(id),                   -- who said it, or whom it was said to
  channel TEXT,
  code TEXT,                                       -- why it was declined or dropped
  dispatch_id INTEGER REFERENCES dispatch(id),     -- the dispatch a letter names
  undoes INTEGER REFERENCES notice(id),            -- noted by mistake
  on_date TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  author TEXT NOT NULL,
  digest TEXT NOT NULL                             -- HMAC-SHA256(salt, content) of notice_detail
) STRICT;
CREATE INDEX notice_case ON notice (case_ref, liaison_number, round, kind);
CREATE INDEX notice_misdirected ON notice (on_date) WHERE kind = 'misdirected';
CREATE UNIQUE INDEX notice_undoes ON notice (undoes) WHERE undoes IS NOT NULL;

CREATE TABLE notice_detail (
  notice_id INTEGER PRIMARY KEY REFERENCES notice(id),
  salt TEXT NOT NULL,
  content TEXT NOT NULL                            -- JSON: the counsellor, the text, the facts
) STRICT;

-- The notices that hold: not undone, and no undoing themselves.
CREATE VIEW standing_notice AS
SELECT n.* FROM notice n
WHERE n.kind <> 'undone' AND NOT EXISTS (SELECT 1 FROM notice u WHERE u.undoes = n.id);

CREATE TABLE clear_copy (                          -- a PDF in clear that we wrote: to be deleted
  id INTEGER PRIMARY KEY,
  case_ref TEXT NOT NULL,
  liaison_number INTEGER NOT NULL,
  path TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  written_at TEXT NOT NULL
) STRICT;
CREATE INDEX clear_copy_case ON clear_copy (case_ref, liaison_number);

CREATE TABLE watched_word (                        -- her own words to look at before a fiche leaves
  id INTEGER PRIMARY KEY,                          -- the word is no key: the journal names keys
  word TEXT NOT NULL UNIQUE,                       -- folded
  added_at TEXT NOT NULL
) STRICT;

CREATE TABLE seal (
  id INTEGER PRIMARY KEY,
  source TEXT NOT NULL CHECK (source IN ('own', 'imported')),
  subject TEXT NOT NULL,
  certificate TEXT NOT NULL,                       -- PEM
  chain TEXT NOT NULL DEFAULT '',                  -- PEM, the issuers of an imported one
  private_key TEXT NOT NULL,                       -- PEM: it is nowhere else
  fingerprint TEXT NOT NULL UNIQUE,                -- SHA-256 of the certificate, hexadecimal
  added_at TEXT NOT NULL,
  retired_on TEXT,
  retired_reason TEXT
) STRICT;

CREATE TABLE sealing (                             -- each seal that was put on a document
  id INTEGER PRIMARY KEY,
  seal_id INTEGER NOT NULL REFERENCES seal(id),
  signature TEXT NOT NULL,                         -- SHA-256 of the signature's own bytes
  sha256 TEXT NOT NULL,                            -- of the sealed document
  at TEXT NOT NULL,
  author TEXT NOT NULL
) STRICT;
CREATE INDEX sealing_signature ON sealing (signature);

@append_only notice sealing
@detail notice_detail notice notice_id
@in_order consent release dispatch erasure notice sealing

-- Nothing is written any more of somebody erased, whoever still holds her row in hand.
CREATE INDEX erasure_person ON erasure (person_key);
@erased consent NEW.person_key
@erased release NEW.person_key
@erased dispatch NEW.person_key
@erased notice NEW.person_key
@erased document NEW.person_key
@erased liaison (SELECT person_key FROM case_file WHERE id = NEW.case_id)
@erased situation (SELECT person_key FROM case_file WHERE id = NEW.case_id)
@erased employment (SELECT person_key FROM case_file WHERE id = NEW.case_id)
@erased leave (SELECT person_key FROM case_file WHERE id = NEW.case_id)
@erased entry (SELECT f.person_key FROM liaison l JOIN case_file f ON f.id = l.case_id WHERE l.id = NEW.liaison_id)

CREATE TRIGGER liaison_erased_answers BEFORE UPDATE OF answers ON liaison
WHEN NEW.answers <> '{}' AND EXISTS (SELECT 1 FROM erasure e
  JOIN case_file f ON f.person_key = e.person_key WHERE f.id = NEW.case_id)
BEGIN SELECT RAISE(ABORT, 'erased: liaison'); END;

-- Letters that ask to stop or to correct carry the reference of an earlier dispatch, and need it.
CREATE TRIGGER notice_letter BEFORE INSERT ON notice
WHEN NEW.kind IN ('stop_letter', 'correction_letter') AND NOT EXISTS (
  SELECT 1 FROM dispatch d
  WHERE d.id = NEW.dispatch_id AND d.person_key = NEW.person_key AND d.recipient = NEW.body)
BEGIN SELECT RAISE(ABORT, 'gate: no earlier dispatch'); END;

CREATE TRIGGER liaison_keeps_asking BEFORE UPDATE OF consent_after ON liaison
WHEN OLD.consent_after IS NOT NULL
  AND (NEW.consent_after IS NULL OR NEW.consent_after < OLD.consent_after)
BEGIN SELECT RAISE(ABORT, 'gate: a new signature stays asked'); END;

-- A fiche keeps its place and its way: what was asked of it goes with its row.
CREATE TRIGGER liaison_takes_no_place BEFORE INSERT ON liaison
WHEN EXISTS (SELECT 1 FROM liaison l
  WHERE l.id = NEW.id OR (l.case_id = NEW.case_id AND l.number = NEW.number))
BEGIN SELECT RAISE(ABORT, 'gate: a fiche is not replaced'); END;

CREATE TRIGGER liaison_keeps_place BEFORE UPDATE OF id, case_id, number, direction ON liaison
WHEN NEW.id <> OLD.id OR NEW.case_id <> OLD.case_id OR NEW.number <> OLD.number
  OR NEW.direction <> OLD.direction
BEGIN SELECT RAISE(ABORT, 'gate: a fiche keeps its place'); END;

CREATE TRIGGER liaison_stays BEFORE DELETE ON liaison
BEGIN SELECT RAISE(ABORT, 'gate: a fiche is not deleted'); END;

-- The gate, with what a consent covers and how it was given ---------------------------------------
DROP TRIGGER release_gate;
DROP VIEW standing_consent;

-- A consent stands while it was given, nothing later in row order refused or withdrew it, nothing
-- later was signed on the same form for the same scope, the person has not asked for a limitation;
-- an oral one, while the agreement's parameter accepts it; one collected by a partner, for the sheet
-- it sent.
CREATE VIEW standing_consent AS
SELECT c.* FROM consent c
WHERE c.act = 'given'
  AND NOT EXISTS (
    SELECT 1 FROM consent l
    WHERE l.person_key = c.person_key AND l.pair = c.pair AND l.form_id = c.form_id
      AND l.id > c.id
      AND (l.act <> 'given' OR (l.form_hash = c.form_hash AND l.scope IS c.scope)))
  AND NOT EXISTS (
    SELECT 1 FROM person p WHERE p.key = c.person_key AND p.limited_on IS NOT NULL)
  AND NOT EXISTS (SELECT 1 FROM erasure e WHERE e.person_key = c.person_key)
  AND (c.means <> 'oral' OR EXISTS (
    SELECT 1 FROM agreement a JOIN liaison l ON l.agreement = a.id AND l.form_hash = c.form_hash
    WHERE min(a.as_body, a.partner) || '|' || max(a.as_body, a.partner) = c.pair
      AND json_extract(a.parameters, '$.consent_oral') = 'yes'))
  AND (c.means <> 'partner' OR EXISTS (
    SELECT 1 FROM case_file f JOIN liaison l ON l.case_id = f.id AND l.direction = 'in'
    WHERE f.ref = substr(c.scope, 1, instr(c.scope, '/') - 1)
      AND c.scope = f.ref || '/' || l.number));

-- What a release says of itself must be so: this person's open fiche, as it now is, for the
-- partner of its pair, under a consent that covers it.
CREATE TRIGGER release_gate BEFORE INSERT ON release
WHEN NOT EXISTS (
  SELECT 1 FROM standing_consent c
  WHERE c.id = NEW.consent_id
    AND c.person_key = NEW.person_key AND c.pair = NEW.pair
    AND c.form_id = NEW.form_id AND c.form_hash = NEW.form_hash
    AND (c.scope IS NULL OR c.scope IN (NEW.case_ref, NEW.case_ref || '/' || NEW.liaison_number))
    AND c.on_date <= NEW.on_date
    AND (c.expires_on IS NULL OR c.expires_on >= max(NEW.on_date, date('now', 'localtime'))))
  OR NOT EXISTS (
  SELECT 1 FROM case_file f
    JOIN person p ON p.id = f.person_id AND p.key = f.person_key
    JOIN liaison l ON l.case_id = f.id AND l.cancelled_on IS NULL
    JOIN agreement a ON a.id = l.agreement
  WHERE f.ref = NEW.case_ref AND f.person_key = NEW.person_key AND f.state <> 'cancelled'
    AND l.number = NEW.liaison_number AND l.form_hash = NEW.form_hash
    AND l.version = NEW.version AND l.round = NEW.round
    AND (l.consent_after IS NULL OR NEW.consent_id > l.consent_after)
    AND a.partner = NEW.recipient
    AND NEW.pair = min(a.as_body, a.partner) || '|' || max(a.as_body, a.partner))
  OR NEW.on_date NOT GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'
  OR NEW.on_date > coalesce(date(NEW.recorded_at, '+1 day'), '')
BEGIN SELECT RAISE(ABORT, 'gate: no valid consent'); END;
