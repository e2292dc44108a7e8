-- Clearing, settlement and reconciliation of books. Amounts are minor units; cycles are numbers as in Institution/Cycles/CycleId.cs; dates are yyyymmdd;
-- kinds, states and types are the numbered enums of Giro.Operations. The tables are those of sql/sqlite/records with their columns in the same order, as one text of
-- SQL runs on both; what differs is said where it does. Texts compare by bytes, as in SQLite. Numbers that are drawn (IDENTITY) are of the table, so those of one
-- book rise and may have gaps.

-- Books that have records here.
CREATE TABLE giro.records (
    book bigint PRIMARY KEY
);

-- How far a consumer of the journal has come, written in the transaction of what it wrote.
CREATE TABLE giro.checkpoint (
    book          bigint NOT NULL,
    consumer      text COLLATE "C" NOT NULL,
    next_sequence bigint NOT NULL,
    last_number   bigint NOT NULL,
    PRIMARY KEY (book, consumer)
);

-- The lines of one merchant out of one clearing transaction, 32 bytes each as in Records/PackedLines.cs. chunk is the number of the first record of the
-- transaction, so rows are appended; those of a merchant are found by the index. slot is the partition, whose digits say what it holds
-- (PostgreSql/Partitions/PartitionSlots.cs); partitions are made by the program.
CREATE TABLE giro.clearing_lines (
    book       bigint NOT NULL,
    slot       bigint NOT NULL,
    chunk      bigint NOT NULL,
    merchant   text COLLATE "C" NOT NULL,
    line_count bigint NOT NULL,
    lines      bytea NOT NULL,
    PRIMARY KEY (book, chunk, merchant, slot)
) PARTITION BY RANGE (slot);

CREATE INDEX clearing_lines_by_merchant ON giro.clearing_lines (book, merchant, chunk);

-- The first chunk of each business date: so that a record is looked for in the partitions of its date alone. Not in a file, which has no partitions.
CREATE TABLE giro.clearing_day (
    book        bigint NOT NULL,
    date        bigint NOT NULL,
    first_chunk bigint NOT NULL,
    PRIMARY KEY (book, date)
);

CREATE UNIQUE INDEX clearing_day_by_chunk ON giro.clearing_day (book, first_chunk);

-- Kept with the lines, so that a cycle closes in the number of its participants. Pages of totals are left with room, so that a total that is added to stays in its
-- page and its index is left alone.
CREATE TABLE giro.cycle_total (
    book         bigint NOT NULL,
    cycle        bigint NOT NULL,
    merchant     text COLLATE "C" NOT NULL,
    account      bigint NOT NULL,
    kind         bigint NOT NULL,
    line_count   bigint NOT NULL,
    amount_minor bigint NOT NULL,
    PRIMARY KEY (book, cycle, merchant, account, kind)
) WITH (fillfactor = 60);

-- All lines of a merchant on an account, ever: so that the tie-out costs O(merchants), however old the book.
CREATE TABLE giro.cleared_total (
    book         bigint NOT NULL,
    merchant     text COLLATE "C" NOT NULL,
    account      bigint NOT NULL,
    line_count   bigint NOT NULL,
    amount_minor bigint NOT NULL,
    PRIMARY KEY (book, merchant, account)
) WITH (fillfactor = 60);

-- What the payments of a period came to, for terms that depend on it. Merchant '' is over all of them; periods as in Institution/Terms/PeriodTotals.cs.
CREATE TABLE giro.period_total (
    book     bigint NOT NULL,
    total    bigint NOT NULL,
    period   bigint NOT NULL,
    merchant text COLLATE "C" NOT NULL,
    amount   bigint NOT NULL,
    PRIMARY KEY (book, total, period, merchant)
) WITH (fillfactor = 60);

-- Rules as text, each version for ever.
CREATE TABLE giro.rule_file (
    book     bigint NOT NULL,
    name     text COLLATE "C" NOT NULL,
    version  bigint NOT NULL,
    text     text COLLATE "C" NOT NULL,
    hash     text COLLATE "C" NOT NULL,
    made_by  text COLLATE "C" NOT NULL,
    made_at_us bigint NOT NULL,
    PRIMARY KEY (book, name, version)
);

-- Which versions were in force together; entries carry the number of the rule book.
CREATE TABLE giro.rule_book (
    book    bigint NOT NULL,
    number  bigint NOT NULL,
    name    text COLLATE "C" NOT NULL,
    version bigint NOT NULL,
    PRIMARY KEY (book, number, name)
);

-- Totals of strategies have one number through all versions.
CREATE TABLE giro.rule_total (
    book     bigint NOT NULL,
    total    bigint NOT NULL,
    strategy text COLLATE "C" NOT NULL,
    name     text COLLATE "C" NOT NULL,
    PRIMARY KEY (book, total)
);

-- A cycle with a date is closed for all (merchant ''), one that is counted for each merchant is closed for that merchant. Places count the closes of the book, so that clearing reads only those it has not seen;
-- the merchant comes before the cycle in the key, so that a merchant's last closed cycle of a schedule is one look.
CREATE TABLE giro.closed_cycle (
    book            bigint NOT NULL,
    merchant        text COLLATE "C" NOT NULL,
    cycle           bigint NOT NULL,
    place           bigint NOT NULL,
    settlement_date bigint NOT NULL,
    closed_at_us    bigint NOT NULL,
    closed_number   bigint NOT NULL,
    PRIMARY KEY (book, merchant, cycle)
);

CREATE UNIQUE INDEX closed_cycle_by_place ON giro.closed_cycle (book, place);

-- posted_minor is what entries have moved out of pending for it, below zero for what was covered of a shortfall; the rest is open.
CREATE TABLE giro.obligation (
    book             bigint NOT NULL,
    cycle            bigint NOT NULL,
    merchant         text COLLATE "C" NOT NULL,
    net_minor        bigint NOT NULL,
    carried_in_minor bigint NOT NULL,
    posted_minor     bigint NOT NULL DEFAULT 0,
    state            bigint NOT NULL,
    settlement_date  bigint NOT NULL,
    short_since      bigint NOT NULL,
    covers           bigint NOT NULL DEFAULT 0,
    carried_to_cycle bigint NOT NULL DEFAULT 0,
    note             text COLLATE "C" NOT NULL DEFAULT '',
    PRIMARY KEY (book, cycle, merchant)
);

-- What the next close has to carry in: carried forward or blocked, and taken over by no cycle yet.
CREATE INDEX obligation_open ON giro.obligation (book, merchant) WHERE carried_to_cycle = 0 AND state IN (2, 3);
CREATE INDEX obligation_due ON giro.obligation (book, cycle, merchant) WHERE state = 1;

-- What the obligations of a merchant have posted, ever: so that the tie-out costs O(merchants), however old the book.
CREATE TABLE giro.settled_total (
    book         bigint NOT NULL,
    merchant     text COLLATE "C" NOT NULL,
    posted_minor bigint NOT NULL,
    PRIMARY KEY (book, merchant)
);

-- Entries that settlement has decided on, written in the transaction of the decision and removed when the ledger has them. Legs are as in the journal:
-- account handle and signed amount, 16 bytes each, little-endian.
CREATE TABLE giro.waiting_entry (
    book       bigint NOT NULL,
    position   bigint GENERATED BY DEFAULT AS IDENTITY,
    merchant   text COLLATE "C" NOT NULL,
    reference  text COLLATE "C" NOT NULL,
    kind       bigint NOT NULL,
    legs       bytea NOT NULL,
    attributes text COLLATE "C" NOT NULL,
    PRIMARY KEY (book, position)
);

-- What the payable accounts are made of. disbursement is the first of the payouts that paid it.
CREATE TABLE giro.payable_item (
    book            bigint NOT NULL,
    item            bigint GENERATED BY DEFAULT AS IDENTITY,
    merchant        text COLLATE "C" NOT NULL,
    reference       text COLLATE "C" NOT NULL,
    amount_minor    bigint NOT NULL,
    open_minor      bigint NOT NULL CHECK (open_minor >= 0),
    due_date        bigint NOT NULL,
    replaces_payout text COLLATE "C" NOT NULL,
    disbursement    text COLLATE "C" NOT NULL DEFAULT '',
    PRIMARY KEY (book, item)
);

CREATE INDEX payable_item_open ON giro.payable_item (book, merchant, due_date, item) WHERE open_minor > 0;
CREATE INDEX payable_item_to_replace ON giro.payable_item (book, replaces_payout) WHERE replaces_payout <> '';
CREATE INDEX payable_item_paid ON giro.payable_item (book, disbursement) WHERE disbursement <> '';

-- What the rolling reserves are made of.
CREATE TABLE giro.reserve_lot (
    book         bigint NOT NULL,
    merchant     text COLLATE "C" NOT NULL,
    reference    text COLLATE "C" NOT NULL,
    amount_minor bigint NOT NULL,
    open_minor   bigint NOT NULL CHECK (open_minor >= 0),
    release_date bigint NOT NULL,
    PRIMARY KEY (book, merchant, reference)
);

CREATE INDEX reserve_lot_open ON giro.reserve_lot (book, merchant, release_date, reference) WHERE open_minor > 0;

-- What the receivables from merchants are made of; since is when the merchant went below zero.
CREATE TABLE giro.receivable_item (
    book         bigint NOT NULL,
    merchant     text COLLATE "C" NOT NULL,
    reference    text COLLATE "C" NOT NULL,
    amount_minor bigint NOT NULL,
    open_minor   bigint NOT NULL CHECK (open_minor >= 0),
    since        bigint NOT NULL,
    PRIMARY KEY (book, merchant, reference)
);

CREATE INDEX receivable_item_open ON giro.receivable_item (book, merchant, since, reference) WHERE open_minor > 0;

CREATE TABLE giro.write_off (
    book         bigint NOT NULL,
    number       bigint GENERATED BY DEFAULT AS IDENTITY,
    merchant     text COLLATE "C" NOT NULL,
    receivable   text COLLATE "C" NOT NULL,
    amount_minor bigint NOT NULL,
    why          text COLLATE "C" NOT NULL,
    proposed_by  text COLLATE "C" NOT NULL,
    approved_by  text COLLATE "C" NOT NULL DEFAULT '',
    PRIMARY KEY (book, number)
);

-- A file of payouts, with all that stands in its head, so that it can be written again to the same bytes.
CREATE TABLE giro.payout_batch (
    book           bigint NOT NULL,
    message_id     text COLLATE "C" NOT NULL,
    execution_date bigint NOT NULL,
    created_at_us  bigint NOT NULL,
    currency       bigint NOT NULL,
    debtor_name    text COLLATE "C" NOT NULL,
    debtor_iban    text COLLATE "C" NOT NULL,
    debtor_bic     text COLLATE "C" NOT NULL,
    payout_count   bigint NOT NULL DEFAULT 0,
    sum_minor      bigint NOT NULL DEFAULT 0,
    sha256         text COLLATE "C" NOT NULL DEFAULT '',
    PRIMARY KEY (book, message_id)
);

-- The last number that was given on a date: to payouts (kind 1), to their files (kind 2).
CREATE TABLE giro.payout_number (
    book        bigint NOT NULL,
    kind        bigint NOT NULL,
    date        bigint NOT NULL,
    last_number bigint NOT NULL,
    PRIMARY KEY (book, kind, date)
);

-- past: bit n is set when the payout has been in state n. booked_by and return_booked_by: the part of a reconciliation that showed the money leave,
-- and come back, or the resolution of a break that said so.
CREATE TABLE giro.payout (
    book             bigint NOT NULL,
    end_to_end       text COLLATE "C" NOT NULL,
    merchant         text COLLATE "C" NOT NULL,
    disbursement     text COLLATE "C" NOT NULL,
    home_minor       bigint NOT NULL,
    amount_minor     bigint NOT NULL,
    currency         bigint NOT NULL,
    name             text COLLATE "C" NOT NULL,
    iban             text COLLATE "C" NOT NULL,
    due_date         bigint NOT NULL,
    state            bigint NOT NULL,
    past             bigint NOT NULL,
    message_id       text COLLATE "C" NOT NULL,
    replaces         text COLLATE "C" NOT NULL,
    proposed_by      text COLLATE "C" NOT NULL,
    note             text COLLATE "C" NOT NULL,
    booked_by        text COLLATE "C" NOT NULL DEFAULT '',
    return_booked_by text COLLATE "C" NOT NULL DEFAULT '',
    PRIMARY KEY (book, end_to_end)
);

CREATE INDEX payout_by_message ON giro.payout (book, message_id, end_to_end) WHERE message_id <> '';
CREATE INDEX payout_by_state ON giro.payout (book, state, end_to_end) WHERE state IN (1, 2, 3, 4);
-- Told to the bank and on no statement yet; came back and on no statement yet: 8 and 128 are the bits of instructed and returned, 32 and 64 of settled and rejected.
CREATE INDEX payout_to_book ON giro.payout (book, end_to_end) WHERE booked_by = '' AND past & 8 <> 0 AND past & 64 = 0;
CREATE INDEX payout_return_to_book ON giro.payout (book, end_to_end) WHERE return_booked_by = '' AND past & 128 <> 0;

CREATE TABLE giro.payout_hold (
    book        bigint NOT NULL,
    number      bigint GENERATED BY DEFAULT AS IDENTITY,
    merchant    text COLLATE "C" NOT NULL,
    held_by     text COLLATE "C" NOT NULL,
    why         text COLLATE "C" NOT NULL,
    from_date   bigint NOT NULL,
    until_date  bigint NOT NULL,
    released_by text COLLATE "C" NOT NULL DEFAULT '',
    PRIMARY KEY (book, number)
);

-- Files of the bank about payouts, each processed once.
CREATE TABLE giro.bank_file (
    book       bigint NOT NULL,
    kind       bigint NOT NULL,
    message_id text COLLATE "C" NOT NULL,
    sha256     text COLLATE "C" NOT NULL,
    moved      bigint NOT NULL,
    unchanged  bigint NOT NULL,
    PRIMARY KEY (book, kind, message_id)
);

CREATE TABLE giro.bank_file_finding (
    book       bigint NOT NULL,
    kind       bigint NOT NULL,
    message_id text COLLATE "C" NOT NULL,
    line       bigint NOT NULL,
    type       bigint NOT NULL,
    reference  text COLLATE "C" NOT NULL,
    text       text COLLATE "C" NOT NULL,
    PRIMARY KEY (book, kind, message_id, line, type)
);

CREATE TABLE giro.channel_settlement (
    book        bigint NOT NULL,
    reference   text COLLATE "C" NOT NULL,
    channel     text COLLATE "C" NOT NULL,
    gross_minor bigint NOT NULL,
    cost_minor  bigint NOT NULL,
    due_date    bigint NOT NULL,
    settled_by  text COLLATE "C" NOT NULL DEFAULT '',
    PRIMARY KEY (book, reference)
);

-- One comparison of a source with our records. part names which of a day's files it is about: bank/2026-11-11/1. A corrected file makes the next number, and the
-- earlier run stays with the number of the one that took its place. Nothing from here to break_proposal is ever deleted; triggers see to it
-- (at the end).
CREATE TABLE giro.reconciliation_run (
    book             bigint NOT NULL,
    part             text COLLATE "C" NOT NULL,
    number           bigint NOT NULL,
    source           text COLLATE "C" NOT NULL,
    date             bigint NOT NULL,
    currency         bigint NOT NULL,
    statement        text COLLATE "C" NOT NULL,
    input_hash       text COLLATE "C" NOT NULL,
    result_hash      text COLLATE "C" NOT NULL,
    has_balances     bigint NOT NULL,
    opening_minor    bigint NOT NULL,
    closing_minor    bigint NOT NULL,
    our_lines        bigint NOT NULL,
    our_minor        bigint NOT NULL,
    our_matched      bigint NOT NULL,
    our_matched_minor bigint NOT NULL,
    their_lines      bigint NOT NULL,
    their_minor      bigint NOT NULL,
    their_matched    bigint NOT NULL,
    their_matched_minor bigint NOT NULL,
    flags            text COLLATE "C" NOT NULL,
    accepted_by      text COLLATE "C" NOT NULL,
    accepted_why     text COLLATE "C" NOT NULL,
    superseded_by    bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (book, part, number)
);

CREATE UNIQUE INDEX reconciliation_run_in_force ON giro.reconciliation_run (book, source, date, part) WHERE superseded_by = 0;
CREATE INDEX reconciliation_run_of_day ON giro.reconciliation_run (book, source, date, part, number);

-- Statements of our accounts as they stand.
CREATE VIEW giro.account_statement AS
SELECT book, currency, date, part, closing_minor FROM giro.reconciliation_run WHERE superseded_by = 0 AND has_balances = 1;

-- Breaks as a run found them.
CREATE TABLE giro.run_finding (
    book           bigint NOT NULL,
    part           text COLLATE "C" NOT NULL,
    run            bigint NOT NULL,
    key            text COLLATE "C" NOT NULL,
    place          bigint NOT NULL,
    type           bigint NOT NULL,
    reference      text COLLATE "C" NOT NULL,
    item           text COLLATE "C" NOT NULL,
    line           bigint NOT NULL,
    expected_minor bigint NOT NULL,
    actual_minor   bigint NOT NULL,
    opened_on      bigint NOT NULL,
    is_booked      bigint NOT NULL,
    PRIMARY KEY (book, part, run, key)
);

CREATE TABLE giro.run_match (
    book           bigint NOT NULL,
    part           text COLLATE "C" NOT NULL,
    run            bigint NOT NULL,
    line           bigint NOT NULL,
    item           text COLLATE "C" NOT NULL,
    expected_minor bigint NOT NULL,
    actual_minor   bigint NOT NULL,
    is_booked      bigint NOT NULL,
    PRIMARY KEY (book, part, run, line, item)
);

CREATE INDEX run_finding_by_item ON giro.run_finding (book, item) WHERE item <> '';
CREATE INDEX run_match_by_item ON giro.run_match (book, item);

-- Entries that runs have made, and the run that has turned one round. legs as in waiting_entry.
CREATE TABLE giro.run_posting (
    book        bigint NOT NULL,
    slot        text COLLATE "C" NOT NULL,
    version     bigint NOT NULL,
    part        text COLLATE "C" NOT NULL,
    run         bigint NOT NULL,
    queue       text COLLATE "C" NOT NULL,
    kind        bigint NOT NULL,
    legs        bytea NOT NULL,
    attributes  text COLLATE "C" NOT NULL,
    reversed_by bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (book, slot, version)
);

CREATE INDEX run_posting_in_force ON giro.run_posting (book, part, slot) WHERE reversed_by = 0;

-- Each break as it is now. suspense_minor and suspended_minor: what stands for it on suspense and on the account of suspended items, debits positive.
CREATE TABLE giro.reconciliation_break (
    book            bigint NOT NULL,
    number          bigint GENERATED BY DEFAULT AS IDENTITY,
    source          text COLLATE "C" NOT NULL,
    key             text COLLATE "C" NOT NULL,
    part            text COLLATE "C" NOT NULL,
    type            bigint NOT NULL,
    reference       text COLLATE "C" NOT NULL,
    item            text COLLATE "C" NOT NULL,
    line            bigint NOT NULL,
    expected_minor  bigint NOT NULL,
    actual_minor    bigint NOT NULL,
    currency        bigint NOT NULL,
    opened_on       bigint NOT NULL,
    due_on          bigint NOT NULL,
    state           bigint NOT NULL,
    owner           text COLLATE "C" NOT NULL,
    reason          text COLLATE "C" NOT NULL,
    open_minor      bigint NOT NULL,
    suspense_minor  bigint NOT NULL,
    suspended_minor bigint NOT NULL,
    suspensions     bigint NOT NULL,
    chase_on        bigint NOT NULL,
    parent          bigint NOT NULL,
    PRIMARY KEY (book, number)
);

CREATE UNIQUE INDEX reconciliation_break_living ON giro.reconciliation_break (book, source, key) WHERE state IN (1, 2, 3, 4);
CREATE INDEX reconciliation_break_by_key ON giro.reconciliation_break (book, source, key, number);

-- What happened to each: written once.
CREATE TABLE giro.break_event (
    book    bigint NOT NULL,
    number  bigint NOT NULL,
    place   bigint NOT NULL,
    type    bigint NOT NULL,
    made_by text COLLATE "C" NOT NULL,
    on_date bigint NOT NULL,
    text    text COLLATE "C" NOT NULL,
    PRIMARY KEY (book, number, place)
);

-- What a maker wants done and a checker decides. breaks and open_minor: numbers with blanks between, in the same order.
CREATE TABLE giro.break_proposal (
    book        bigint NOT NULL,
    number      bigint GENERATED BY DEFAULT AS IDENTITY,
    kind        bigint NOT NULL,
    breaks      text COLLATE "C" NOT NULL,
    open_minor  text COLLATE "C" NOT NULL,
    account     text COLLATE "C" NOT NULL,
    why         text COLLATE "C" NOT NULL,
    maker       text COLLATE "C" NOT NULL,
    state       bigint NOT NULL,
    decided_by  text COLLATE "C" NOT NULL,
    decided_why text COLLATE "C" NOT NULL,
    PRIMARY KEY (book, number)
);

CREATE INDEX break_proposal_open ON giro.break_proposal (book, number) WHERE state = 1;


-- What a person has to look at; closed ones are kept.
CREATE TABLE giro.alert (
    book         bigint NOT NULL,
    number       bigint NOT NULL,
    raised_at_us bigint NOT NULL,
    kind         text COLLATE "C" NOT NULL,
    subject      text COLLATE "C" NOT NULL,
    text         text COLLATE "C" NOT NULL,
    closed_at_us bigint NOT NULL DEFAULT 0,
    closed_by    text COLLATE "C" NOT NULL DEFAULT '',
    PRIMARY KEY (book, number)
);

-- What the base schema leaves out, as distributed tables of Citus have no triggers: nothing of reconciliation is deleted, and what happened to a break stays as it
-- was written.
DO $guards$
DECLARE
    guarded text;
BEGIN
    IF EXISTS (SELECT 1 FROM pg_extension WHERE extname = 'citus') THEN
        RETURN;
    END IF;

    CREATE FUNCTION giro.refuse() RETURNS trigger LANGUAGE plpgsql AS $refuse$
    BEGIN
        RAISE EXCEPTION USING MESSAGE = TG_ARGV[0], ERRCODE = 'restrict_violation';
    END
    $refuse$;

    FOREACH guarded IN ARRAY ARRAY['reconciliation_run', 'run_finding', 'run_match', 'run_posting', 'reconciliation_break', 'break_event', 'break_proposal']
    LOOP
        EXECUTE format('CREATE TRIGGER %I BEFORE DELETE OR TRUNCATE ON giro.%I FOR EACH STATEMENT EXECUTE FUNCTION giro.refuse(%L)',
            guarded || '_stays', guarded, 'nothing of reconciliation is deleted');
    END LOOP;

    CREATE TRIGGER break_event_is_written_once BEFORE UPDATE ON giro.break_event FOR EACH STATEMENT EXECUTE FUNCTION giro.refuse('what happened stays as it is written');
END
$guards$;
