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

-- posted_minor is what entries have moved out of pending for it, below zero for what was covered of a shortfall; the rest is open.
CREATE TABLE obligation (
    book             INTEGER NOT NULL,
    cycle            INTEGER NOT NULL,
    merchant         TEXT    NOT NULL,
    net_minor        INTEGER NOT NULL,
    carried_in_minor INTEGER NOT NULL,
    posted_minor     INTEGER NOT NULL DEFAULT 0,
    state            INTEGER NOT NULL,
    settlement_date  INTEGER NOT NULL,
    short_since      INTEGER NOT NULL,
    covers           INTEGER NOT NULL DEFAULT 0,
    carried_to_cycle INTEGER NOT NULL DEFAULT 0,
    note             TEXT    NOT NULL DEFAULT '',
    PRIMARY KEY (book, cycle, merchant)
) STRICT, WITHOUT ROWID;

-- What the next close has to carry in: carried forward or blocked, and taken over by no cycle yet.
CREATE INDEX obligation_open ON obligation (book, merchant) WHERE carried_to_cycle = 0 AND state IN (2, 3);
CREATE INDEX obligation_due ON obligation (book, cycle, merchant) WHERE state = 1;

-- What the obligations of a merchant have posted, ever: so that the tie-out costs O(merchants), however old the book.
CREATE TABLE settled_total (
    book         INTEGER NOT NULL,
    merchant     TEXT    NOT NULL,
    posted_minor INTEGER NOT NULL,
    PRIMARY KEY (book, merchant)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER obligation_posts AFTER UPDATE OF posted_minor ON obligation WHEN NEW.posted_minor <> OLD.posted_minor
BEGIN
    INSERT INTO settled_total VALUES (NEW.book, NEW.merchant, NEW.posted_minor - OLD.posted_minor)
    ON CONFLICT DO UPDATE SET posted_minor = posted_minor + excluded.posted_minor;
END;

-- Entries that settlement has decided on, written in the transaction of the decision and removed when the ledger has them. Legs are as in the journal:
-- account handle and signed amount, 16 bytes each, little-endian.
CREATE TABLE waiting_entry (
    position   INTEGER PRIMARY KEY,
    book       INTEGER NOT NULL,
    merchant   TEXT    NOT NULL,
    reference  TEXT    NOT NULL,
    kind       INTEGER NOT NULL,
    legs       BLOB    NOT NULL,
    attributes TEXT    NOT NULL
) STRICT;

-- What the payable accounts are made of. disbursement is the first of the payouts that paid it.
CREATE TABLE payable_item (
    item            INTEGER PRIMARY KEY,
    book            INTEGER NOT NULL,
    merchant        TEXT    NOT NULL,
    reference       TEXT    NOT NULL,
    amount_minor    INTEGER NOT NULL,
    open_minor      INTEGER NOT NULL CHECK (open_minor >= 0),
    due_date        INTEGER NOT NULL,
    replaces_payout TEXT    NOT NULL,
    disbursement    TEXT    NOT NULL DEFAULT ''
) STRICT;

CREATE INDEX payable_item_open ON payable_item (book, merchant, due_date, item) WHERE open_minor > 0;
CREATE INDEX payable_item_to_replace ON payable_item (book, replaces_payout) WHERE replaces_payout <> '';
CREATE INDEX payable_item_paid ON payable_item (book, disbursement) WHERE disbursement <> '';

-- What the rolling reserves are made of.
CREATE TABLE reserve_lot (
    book         INTEGER NOT NULL,
    merchant     TEXT    NOT NULL,
    reference    TEXT    NOT NULL,
    amount_minor INTEGER NOT NULL,
    open_minor   INTEGER NOT NULL CHECK (open_minor >= 0),
    release_date INTEGER NOT NULL,
    PRIMARY KEY (book, merchant, reference)
) STRICT, WITHOUT ROWID;

CREATE INDEX reserve_lot_open ON reserve_lot (book, merchant, release_date, reference) WHERE open_minor > 0;

-- What the receivables from merchants are made of; since is when the merchant went below zero.
CREATE TABLE receivable_item (
    book         INTEGER NOT NULL,
    merchant     TEXT    NOT NULL,
    reference    TEXT    NOT NULL,
    amount_minor INTEGER NOT NULL,
    open_minor   INTEGER NOT NULL CHECK (open_minor >= 0),
    since        INTEGER NOT NULL,
    PRIMARY KEY (book, merchant, reference)
) STRICT, WITHOUT ROWID;

CREATE INDEX receivable_item_open ON receivable_item (book, merchant, since, reference) WHERE open_minor > 0;

CREATE TABLE write_off (
    number       INTEGER PRIMARY KEY,
    book         INTEGER NOT NULL,
    merchant     TEXT    NOT NULL,
    receivable   TEXT    NOT NULL,
    amount_minor INTEGER NOT NULL,
    why          TEXT    NOT NULL,
    proposed_by  TEXT    NOT NULL,
    approved_by  TEXT    NOT NULL DEFAULT ''
) STRICT;

-- A file of payouts, with all that stands in its head, so that it can be written again to the same bytes.
CREATE TABLE payout_batch (
    book           INTEGER NOT NULL,
    message_id     TEXT    NOT NULL,
    execution_date INTEGER NOT NULL,
    created_at_us  INTEGER NOT NULL,
    currency       INTEGER NOT NULL,
    debtor_name    TEXT    NOT NULL,
    debtor_iban    TEXT    NOT NULL,
    debtor_bic     TEXT    NOT NULL,
    payout_count   INTEGER NOT NULL DEFAULT 0,
    sum_minor      INTEGER NOT NULL DEFAULT 0,
    sha256         TEXT    NOT NULL DEFAULT '',
    PRIMARY KEY (book, message_id)
) STRICT, WITHOUT ROWID;

-- The last number that was given on a date: to payouts (kind 1), to their files (kind 2).
CREATE TABLE payout_number (
    book        INTEGER NOT NULL,
    kind        INTEGER NOT NULL,
    date        INTEGER NOT NULL,
    last_number INTEGER NOT NULL,
    PRIMARY KEY (book, kind, date)
) STRICT, WITHOUT ROWID;

-- past: bit n is set when the payout has been in state n. booked_by and return_booked_by: the part of a reconciliation that showed the money leave,
-- and come back, or the resolution of a break that said so.
CREATE TABLE payout (
    book             INTEGER NOT NULL,
    end_to_end       TEXT    NOT NULL,
    merchant         TEXT    NOT NULL,
    disbursement     TEXT    NOT NULL,
    home_minor       INTEGER NOT NULL,
    amount_minor     INTEGER NOT NULL,
    currency         INTEGER NOT NULL,
    name             TEXT    NOT NULL,
    iban             TEXT    NOT NULL,
    due_date         INTEGER NOT NULL,
    state            INTEGER NOT NULL,
    past             INTEGER NOT NULL,
    message_id       TEXT    NOT NULL,
    replaces         TEXT    NOT NULL,
    proposed_by      TEXT    NOT NULL,
    note             TEXT    NOT NULL,
    booked_by        TEXT    NOT NULL DEFAULT '',
    return_booked_by TEXT    NOT NULL DEFAULT '',
    PRIMARY KEY (book, end_to_end)
) STRICT, WITHOUT ROWID;

CREATE INDEX payout_by_message ON payout (book, message_id, end_to_end) WHERE message_id <> '';
CREATE INDEX payout_by_state ON payout (book, state, end_to_end) WHERE state IN (1, 2, 3, 4);
-- Told to the bank and on no statement yet; came back and on no statement yet: 8 and 128 are the bits of instructed and returned, 32 and 64 of settled and rejected.
CREATE INDEX payout_to_book ON payout (book, end_to_end) WHERE booked_by = '' AND past & 8 <> 0 AND past & 64 = 0;
CREATE INDEX payout_return_to_book ON payout (book, end_to_end) WHERE return_booked_by = '' AND past & 128 <> 0;

CREATE TABLE payout_hold (
    number      INTEGER PRIMARY KEY,
    book        INTEGER NOT NULL,
    merchant    TEXT    NOT NULL,
    held_by     TEXT    NOT NULL,
    why         TEXT    NOT NULL,
    from_date   INTEGER NOT NULL,
    until_date  INTEGER NOT NULL,
    released_by TEXT    NOT NULL DEFAULT ''
) STRICT;

-- Files of the bank about payouts, each processed once.
CREATE TABLE bank_file (
    book       INTEGER NOT NULL,
    kind       INTEGER NOT NULL,
    message_id TEXT    NOT NULL,
    sha256     TEXT    NOT NULL,
    moved      INTEGER NOT NULL,
    unchanged  INTEGER NOT NULL,
    PRIMARY KEY (book, kind, message_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE bank_file_finding (
    book       INTEGER NOT NULL,
    kind       INTEGER NOT NULL,
    message_id TEXT    NOT NULL,
    line       INTEGER NOT NULL,
    type       INTEGER NOT NULL,
    reference  TEXT    NOT NULL,
    text       TEXT    NOT NULL,
    PRIMARY KEY (book, kind, message_id, line, type)
) STRICT, WITHOUT ROWID;

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

-- One comparison of a source with our records. part names which of a day's files it is about: bank/2026-11-11/1. A corrected file makes the next number, and the
-- earlier run stays with the number of the one that took its place. Nothing from here to break_proposal is ever deleted, and triggers see to it.
CREATE TABLE reconciliation_run (
    book             INTEGER NOT NULL,
    part             TEXT    NOT NULL,
    number           INTEGER NOT NULL,
    source           TEXT    NOT NULL,
    date             INTEGER NOT NULL,
    currency         INTEGER NOT NULL,
    statement        TEXT    NOT NULL,
    input_hash       TEXT    NOT NULL,
    result_hash      TEXT    NOT NULL,
    has_balances     INTEGER NOT NULL,
    opening_minor    INTEGER NOT NULL,
    closing_minor    INTEGER NOT NULL,
    our_lines        INTEGER NOT NULL,
    our_minor        INTEGER NOT NULL,
    our_matched      INTEGER NOT NULL,
    our_matched_minor INTEGER NOT NULL,
    their_lines      INTEGER NOT NULL,
    their_minor      INTEGER NOT NULL,
    their_matched    INTEGER NOT NULL,
    their_matched_minor INTEGER NOT NULL,
    flags            TEXT    NOT NULL,
    accepted_by      TEXT    NOT NULL,
    accepted_why     TEXT    NOT NULL,
    superseded_by    INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (book, part, number)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX reconciliation_run_in_force ON reconciliation_run (book, source, date, part) WHERE superseded_by = 0;
CREATE INDEX reconciliation_run_of_day ON reconciliation_run (book, source, date, part, number);

-- Statements of our accounts as they stand.
CREATE VIEW account_statement AS
SELECT book, currency, date, part, closing_minor FROM reconciliation_run WHERE superseded_by = 0 AND has_balances = 1;

-- Breaks as a run found them.
CREATE TABLE run_finding (
    book           INTEGER NOT NULL,
    part           TEXT    NOT NULL,
    run            INTEGER NOT NULL,
    key            TEXT    NOT NULL,
    place          INTEGER NOT NULL,
    type           INTEGER NOT NULL,
    reference      TEXT    NOT NULL,
    item           TEXT    NOT NULL,
    line           INTEGER NOT NULL,
    expected_minor INTEGER NOT NULL,
    actual_minor   INTEGER NOT NULL,
    opened_on      INTEGER NOT NULL,
    is_booked      INTEGER NOT NULL,
    PRIMARY KEY (book, part, run, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE run_match (
    book           INTEGER NOT NULL,
    part           TEXT    NOT NULL,
    run            INTEGER NOT NULL,
    line           INTEGER NOT NULL,
    item           TEXT    NOT NULL,
    expected_minor INTEGER NOT NULL,
    actual_minor   INTEGER NOT NULL,
    is_booked      INTEGER NOT NULL,
    PRIMARY KEY (book, part, run, line, item)
) STRICT, WITHOUT ROWID;

CREATE INDEX run_finding_by_item ON run_finding (book, item) WHERE item <> '';
CREATE INDEX run_match_by_item ON run_match (book, item);

-- Entries that runs have made, and the run that has turned one round. legs as in waiting_entry.
CREATE TABLE run_posting (
    book        INTEGER NOT NULL,
    slot        TEXT    NOT NULL,
    version     INTEGER NOT NULL,
    part        TEXT    NOT NULL,
    run         INTEGER NOT NULL,
    queue       TEXT    NOT NULL,
    kind        INTEGER NOT NULL,
    legs        BLOB    NOT NULL,
    attributes  TEXT    NOT NULL,
    reversed_by INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (book, slot, version)
) STRICT, WITHOUT ROWID;

CREATE INDEX run_posting_in_force ON run_posting (book, part, slot) WHERE reversed_by = 0;

-- Each break as it is now. suspense_minor and suspended_minor: what stands for it on suspense and on the account of suspended items, debits positive.
CREATE TABLE reconciliation_break (
    number          INTEGER PRIMARY KEY,
    book            INTEGER NOT NULL,
    source          TEXT    NOT NULL,
    key             TEXT    NOT NULL,
    part            TEXT    NOT NULL,
    type            INTEGER NOT NULL,
    reference       TEXT    NOT NULL,
    item            TEXT    NOT NULL,
    line            INTEGER NOT NULL,
    expected_minor  INTEGER NOT NULL,
    actual_minor    INTEGER NOT NULL,
    currency        INTEGER NOT NULL,
    opened_on       INTEGER NOT NULL,
    due_on          INTEGER NOT NULL,
    state           INTEGER NOT NULL,
    owner           TEXT    NOT NULL,
    reason          TEXT    NOT NULL,
    open_minor      INTEGER NOT NULL,
    suspense_minor  INTEGER NOT NULL,
    suspended_minor INTEGER NOT NULL,
    suspensions     INTEGER NOT NULL,
    chase_on        INTEGER NOT NULL,
    parent          INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX reconciliation_break_living ON reconciliation_break (book, source, key) WHERE state IN (1, 2, 3, 4);
CREATE INDEX reconciliation_break_by_key ON reconciliation_break (book, source, key, number);

-- What happened to each: written once.
CREATE TABLE break_event (
    book    INTEGER NOT NULL,
    number  INTEGER NOT NULL,
    place   INTEGER NOT NULL,
    type    INTEGER NOT NULL,
    made_by TEXT    NOT NULL,
    on_date INTEGER NOT NULL,
    text    TEXT    NOT NULL,
    PRIMARY KEY (book, number, place)
) STRICT, WITHOUT ROWID;

-- What a maker wants done and a checker decides. breaks and open_minor: numbers with blanks between, in the same order.
CREATE TABLE break_proposal (
    number      INTEGER PRIMARY KEY,
    book        INTEGER NOT NULL,
    kind        INTEGER NOT NULL,
    breaks      TEXT    NOT NULL,
    open_minor  TEXT    NOT NULL,
    account     TEXT    NOT NULL,
    why         TEXT    NOT NULL,
    maker       TEXT    NOT NULL,
    state       INTEGER NOT NULL,
    decided_by  TEXT    NOT NULL,
    decided_why TEXT    NOT NULL
) STRICT;

CREATE INDEX break_proposal_open ON break_proposal (book, number) WHERE state = 1;

CREATE TRIGGER reconciliation_run_stays BEFORE DELETE ON reconciliation_run BEGIN SELECT raise(ABORT, 'nothing of reconciliation is deleted'); END;
CREATE TRIGGER run_finding_stays BEFORE DELETE ON run_finding BEGIN SELECT raise(ABORT, 'nothing of reconciliation is deleted'); END;
CREATE TRIGGER run_match_stays BEFORE DELETE ON run_match BEGIN SELECT raise(ABORT, 'nothing of reconciliation is deleted'); END;
CREATE TRIGGER run_posting_stays BEFORE DELETE ON run_posting BEGIN SELECT raise(ABORT, 'nothing of reconciliation is deleted'); END;
CREATE TRIGGER reconciliation_break_stays BEFORE DELETE ON reconciliation_break BEGIN SELECT raise(ABORT, 'nothing of reconciliation is deleted'); END;
CREATE TRIGGER break_event_stays BEFORE DELETE ON break_event BEGIN SELECT raise(ABORT, 'nothing of reconciliation is deleted'); END;
CREATE TRIGGER break_proposal_stays BEFORE DELETE ON break_proposal BEGIN SELECT raise(ABORT, 'nothing of reconciliation is deleted'); END;
CREATE TRIGGER break_event_is_written_once BEFORE UPDATE ON break_event BEGIN SELECT raise(ABORT, 'what happened stays as it is written'); END;

-- What this file is, and which migrations it has seen.
CREATE TABLE giro (
    kind    TEXT    NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL
) STRICT;

-- What a person has to look at; closed ones are kept.
CREATE TABLE alert (
    book         INTEGER NOT NULL,
    number       INTEGER NOT NULL,
    raised_at_us INTEGER NOT NULL,
    kind         TEXT    NOT NULL,
    subject      TEXT    NOT NULL,
    text         TEXT    NOT NULL,
    closed_at_us INTEGER NOT NULL DEFAULT 0,
    closed_by    TEXT    NOT NULL DEFAULT '',
    PRIMARY KEY (book, number)
) STRICT, WITHOUT ROWID;
