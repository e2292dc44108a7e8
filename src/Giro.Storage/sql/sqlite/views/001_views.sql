-- Views of a journal. Every row can be deleted and is rebuilt from the journal; the checkpoint is committed together with the rows it covers.
-- A part is 2^20 records of the book. Rows of one part stand together, so however old a book is, new rows go into a small region
-- at the end of each table and never into pages that were written long ago.

CREATE TABLE giro (
    kind    TEXT    NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL
) STRICT;

-- The last journal row whose records are in the views, its hash, and the number of the next record.
CREATE TABLE checkpoint (
    book        INTEGER NOT NULL PRIMARY KEY,
    sequence    INTEGER NOT NULL,
    hash        BLOB    NOT NULL,
    next_number INTEGER NOT NULL
) STRICT;

CREATE TABLE batches (
    book         INTEGER NOT NULL,
    sequence     INTEGER NOT NULL,
    first_number INTEGER NOT NULL,
    time_us      INTEGER NOT NULL,
    PRIMARY KEY (book, sequence)
) STRICT, WITHOUT ROWID;
CREATE INDEX batches_by_time ON batches (book, time_us, sequence);
CREATE INDEX batches_by_number ON batches (book, first_number, sequence);

-- Business dates, as days since 0001-01-01, with the first record posted on them.
CREATE TABLE days (
    book          INTEGER NOT NULL,
    business_date INTEGER NOT NULL,
    first_number  INTEGER NOT NULL,
    PRIMARY KEY (book, business_date)
) STRICT, WITHOUT ROWID;

CREATE TABLE accounts (
    book          INTEGER NOT NULL,
    account       INTEGER NOT NULL,
    path          TEXT    NOT NULL,
    class         INTEGER NOT NULL,
    currency      INTEGER NOT NULL,
    state         INTEGER NOT NULL,
    lowest        INTEGER NOT NULL,
    highest       INTEGER NOT NULL,
    opened_number INTEGER NOT NULL,
    metadata      BLOB    NOT NULL,
    PRIMARY KEY (book, account)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX accounts_by_path ON accounts (book, path);

-- The balance on the normal side after the last record in the views: an integer, or 16 bytes little-endian where 64 bits do not hold it.
CREATE TABLE balances (
    book    INTEGER NOT NULL,
    account INTEGER NOT NULL,
    balance ANY     NOT NULL,
    PRIMARY KEY (book, account)
) STRICT, WITHOUT ROWID;

-- Posted legs by account, up to 64 in a row, 40 bytes each (HistoryLeg).
CREATE TABLE history (
    book         INTEGER NOT NULL,
    part         INTEGER NOT NULL,
    account      INTEGER NOT NULL,
    first_number INTEGER NOT NULL,
    first_leg    INTEGER NOT NULL,
    legs         BLOB    NOT NULL,
    PRIMARY KEY (book, part, account, first_number, first_leg)
) STRICT, WITHOUT ROWID;

-- Ids with their record numbers, 24 bytes each, in 4,096 buckets a part.
CREATE TABLE ids (
    book         INTEGER NOT NULL,
    part         INTEGER NOT NULL,
    bucket       INTEGER NOT NULL,
    first_number INTEGER NOT NULL,
    entries      BLOB    NOT NULL,
    PRIMARY KEY (book, part, bucket, first_number)
) STRICT, WITHOUT ROWID;

-- What happened later to an entry or a hold: captures, releases, extensions, expiry, reversal.
CREATE TABLE links (
    book   INTEGER NOT NULL,
    target BLOB    NOT NULL,
    number INTEGER NOT NULL,
    type   INTEGER NOT NULL,
    PRIMARY KEY (book, target, number)
) STRICT, WITHOUT ROWID;

-- Legs whose value date is not their business date; all others count on the day they were booked.
CREATE TABLE value_shifts (
    book          INTEGER NOT NULL,
    account       INTEGER NOT NULL,
    number        INTEGER NOT NULL,
    leg           INTEGER NOT NULL,
    business_date INTEGER NOT NULL,
    value_date    INTEGER NOT NULL,
    amount        INTEGER NOT NULL,
    PRIMARY KEY (book, account, number, leg)
) STRICT, WITHOUT ROWID;
