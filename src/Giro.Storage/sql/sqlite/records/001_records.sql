-- Clearing, settlement and reconciliation of a book. Amounts are minor units; cycles are numbers as in Institution/Cycles/CycleId.cs; dates are yyyymmdd;
-- kinds, states and types are the numbered enums of Giro.Operations.

-- How far a consumer of the journal has come, written in the transaction of what it wrote.
CREATE TABLE checkpoint (
    book          INTEGER NOT NULL,
    consumer      TEXT    NOT NULL,
    next_sequence INTEGER NOT NULL,
    last_number   INTEGER NOT NULL,
    PRIMARY KEY (book, consumer)
) STRICT, WITHOUT ROWID;

-- The lines of one merchant out of one clearing transaction, 32 bytes each as in Records/PackedLines.cs. chunk is the number of the first record of the
-- transaction, so rows are appended; those of a merchant are found by the index.
CREATE TABLE clearing_lines (
    book       INTEGER NOT NULL,
    chunk      INTEGER NOT NULL,
    merchant   TEXT    NOT NULL,
    line_count INTEGER NOT NULL,
    lines      BLOB    NOT NULL,
    PRIMARY KEY (book, chunk, merchant)
) STRICT, WITHOUT ROWID;

CREATE INDEX clearing_lines_by_merchant ON clearing_lines (book, merchant, chunk);

-- Kept with the lines, so that a cycle closes in the number of its participants.
CREATE TABLE cycle_total (
    book         INTEGER NOT NULL,
    cycle        INTEGER NOT NULL,
    merchant     TEXT    NOT NULL,
    account      INTEGER NOT NULL,
    kind         INTEGER NOT NULL,
    line_count   INTEGER NOT NULL,
    amount_minor INTEGER NOT NULL,
    PRIMARY KEY (book, cycle, merchant, account, kind)
) STRICT, WITHOUT ROWID;

-- All lines of a merchant on an account, ever: so that the tie-out costs O(merchants), however old the book.
CREATE TABLE cleared_total (
    book         INTEGER NOT NULL,
    merchant     TEXT    NOT NULL,
    account      INTEGER NOT NULL,
    line_count   INTEGER NOT NULL,
    amount_minor INTEGER NOT NULL,
    PRIMARY KEY (book, merchant, account)
) STRICT, WITHOUT ROWID;

-- What the payments of a period came to, for terms that depend on it. Merchant '' is over all of them; periods as in Institution/Terms/PeriodTotals.cs.
CREATE TABLE period_total (
    book     INTEGER NOT NULL,
    total    INTEGER NOT NULL,
    period   INTEGER NOT NULL,
    merchant TEXT    NOT NULL,
    amount   INTEGER NOT NULL,
    PRIMARY KEY (book, total, period, merchant)
) STRICT, WITHOUT ROWID;

-- Rules as text, each version for ever.
CREATE TABLE rule_file (
    book     INTEGER NOT NULL,
    name     TEXT    NOT NULL,
    version  INTEGER NOT NULL,
    text     TEXT    NOT NULL,
    hash     TEXT    NOT NULL,
    made_by  TEXT    NOT NULL,
    made_at_us INTEGER NOT NULL,
    PRIMARY KEY (book, name, version)
) STRICT, WITHOUT ROWID;

-- Which versions were in force together; entries carry the number of the rule book.
CREATE TABLE rule_book (
    book    INTEGER NOT NULL,
    number  INTEGER NOT NULL,
    name    TEXT    NOT NULL,
    version INTEGER NOT NULL,
    PRIMARY KEY (book, number, name)
) STRICT, WITHOUT ROWID;

-- Totals of strategies have one number through all versions.
CREATE TABLE rule_total (
    book     INTEGER NOT NULL,
    total    INTEGER NOT NULL,
    strategy TEXT    NOT NULL,
    name     TEXT    NOT NULL,
    PRIMARY KEY (book, total)
) STRICT, WITHOUT ROWID;

-- A cycle with a date is closed for all (merchant ''), one that is counted for each merchant is closed for that merchant. Places count the closes of the book, so that clearing reads only those it has not seen;
-- the merchant comes before the cycle in the key, so that a merchant's last closed cycle of a schedule is one look.
CREATE TABLE closed_cycle (
    book            INTEGER NOT NULL,
    merchant        TEXT    NOT NULL,
    cycle           INTEGER NOT NULL,
    place           INTEGER NOT NULL,
    settlement_date INTEGER NOT NULL,
    closed_at_us    INTEGER NOT NULL,
    closed_number   INTEGER NOT NULL,
    PRIMARY KEY (book, merchant, cycle)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX closed_cycle_by_place ON closed_cycle (book, place);

CREATE TABLE obligation (
    book             INTEGER NOT NULL,
    cycle            INTEGER NOT NULL,
    merchant         TEXT    NOT NULL,
    net_minor        INTEGER NOT NULL,
    carried_in_minor INTEGER NOT NULL,
    state            INTEGER NOT NULL,
    settlement_date  INTEGER NOT NULL,
    carried_to_cycle INTEGER NOT NULL DEFAULT 0,
    note             TEXT    NOT NULL DEFAULT '',
    PRIMARY KEY (book, cycle, merchant)
) STRICT, WITHOUT ROWID;

CREATE INDEX obligation_by_state ON obligation (book, state);

CREATE TABLE payout_batch (
    book           INTEGER NOT NULL,
    message_id     TEXT    NOT NULL,
    execution_date INTEGER NOT NULL,
    created_at_us  INTEGER NOT NULL,
    payout_count   INTEGER NOT NULL DEFAULT 0,
    sum_minor      INTEGER NOT NULL DEFAULT 0,
    is_finished    INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (book, message_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE payout (
    book         INTEGER NOT NULL,
    end_to_end   TEXT    NOT NULL,
    message_id   TEXT    NOT NULL,
    cycle        INTEGER NOT NULL,
    merchant     TEXT    NOT NULL,
    amount_minor INTEGER NOT NULL,
    due_date     INTEGER NOT NULL,
    state        INTEGER NOT NULL,
    settled_by   TEXT    NOT NULL DEFAULT '',
    note         TEXT    NOT NULL DEFAULT '',
    PRIMARY KEY (book, end_to_end)
) STRICT, WITHOUT ROWID;

CREATE INDEX payout_by_batch ON payout (book, message_id);

CREATE TABLE channel_settlement (
    book        INTEGER NOT NULL,
    reference   TEXT    NOT NULL,
    channel     TEXT    NOT NULL,
    gross_minor INTEGER NOT NULL,
    cost_minor  INTEGER NOT NULL,
    due_date    INTEGER NOT NULL,
    settled_by  TEXT    NOT NULL DEFAULT '',
    PRIMARY KEY (book, reference)
) STRICT, WITHOUT ROWID;

CREATE TABLE bank_statement (
    book          INTEGER NOT NULL,
    statement     TEXT    NOT NULL,
    position      INTEGER NOT NULL,
    date          INTEGER NOT NULL,
    opening_minor INTEGER NOT NULL,
    closing_minor INTEGER NOT NULL,
    line_count    INTEGER NOT NULL,
    PRIMARY KEY (book, statement)
) STRICT, WITHOUT ROWID;

CREATE TABLE statement_match (
    book         INTEGER NOT NULL,
    statement    TEXT    NOT NULL,
    line         INTEGER NOT NULL,
    reference    TEXT    NOT NULL,
    amount_minor INTEGER NOT NULL,
    PRIMARY KEY (book, statement, line)
) STRICT, WITHOUT ROWID;

CREATE TABLE statement_break (
    book           INTEGER NOT NULL,
    statement      TEXT    NOT NULL,
    break_id       TEXT    NOT NULL,
    type           INTEGER NOT NULL,
    reference      TEXT    NOT NULL,
    expected_minor INTEGER NOT NULL,
    actual_minor   INTEGER NOT NULL,
    line           INTEGER NOT NULL,
    opened_on      INTEGER NOT NULL,
    owner          TEXT    NOT NULL,
    PRIMARY KEY (book, statement, break_id)
) STRICT, WITHOUT ROWID;

-- What this file is, and which migrations it has seen.
CREATE TABLE giro (
    kind    TEXT    NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL
) STRICT;
