-- The journal of a book: one row a batch. Nothing is ever updated or deleted in it.
-- first_number stands before the payload, so that a search by record number reads no payload.
CREATE TABLE journal (
    book         INTEGER NOT NULL,
    sequence     INTEGER NOT NULL,
    time_us      INTEGER NOT NULL,
    first_number INTEGER NOT NULL,
    hash         BLOB    NOT NULL,
    payload      BLOB    NOT NULL,
    PRIMARY KEY (book, sequence)
) STRICT;

-- Where the journal ends, written in the transaction of each append: without it a lost last row could not be told from an older journal.
CREATE TABLE head (
    book     INTEGER NOT NULL PRIMARY KEY,
    sequence INTEGER NOT NULL,
    hash     BLOB    NOT NULL
) STRICT;

-- What this file is, and which migrations it has seen.
CREATE TABLE giro (
    kind    TEXT    NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL
) STRICT;
