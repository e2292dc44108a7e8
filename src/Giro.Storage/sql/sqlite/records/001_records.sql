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

-- Lines come in the order of the journal, so they are appended.
CREATE TABLE clearing_line (
    book          INTEGER NOT NULL,
    number        INTEGER NOT NULL,
    kind          INTEGER NOT NULL,
    merchant      TEXT    NOT NULL,
    cycle         INTEGER NOT NULL,
    amount_minor  INTEGER NOT NULL,
    terms_version INTEGER NOT NULL,
    reference     TEXT    NOT NULL,
    PRIMARY KEY (book, number, kind)
) STRICT, WITHOUT ROWID;

-- Kept with the lines, so that a cycle closes in the number of its participants.
CREATE TABLE cycle_total (
    book         INTEGER NOT NULL,
    cycle        INTEGER NOT NULL,
    merchant     TEXT    NOT NULL,
    kind         INTEGER NOT NULL,
    line_count   INTEGER NOT NULL,
    amount_minor INTEGER NOT NULL,
    PRIMARY KEY (book, cycle, merchant, kind)
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
