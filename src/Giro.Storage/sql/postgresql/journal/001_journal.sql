-- The journals of all books: one row a batch. Nothing is ever updated or deleted in it.
-- Rows never change, so the first vacuum that sees a page freezes it for good.
CREATE TABLE giro.journal (
    book         bigint NOT NULL,
    sequence     bigint NOT NULL,
    time_us      bigint NOT NULL,
    first_number bigint NOT NULL,
    hash         bytea  NOT NULL,
    payload      bytea  NOT NULL,
    PRIMARY KEY (book, sequence)
) WITH (autovacuum_freeze_min_age = 0, toast.autovacuum_freeze_min_age = 0);

-- Ids and amounts do not compress well, and the attempt costs more than writing them. EXTERNAL also lets the server read a few bytes out of the middle.
ALTER TABLE giro.journal ALTER COLUMN hash SET STORAGE PLAIN, ALTER COLUMN payload SET STORAGE EXTERNAL;

-- Finds the row of a record in one look. One entry of 40 bytes for each batch.
CREATE INDEX journal_first_number ON giro.journal (book, first_number);

-- Where each journal ends, moved in the statement of each append, and the term of the only leader that may append. Updated in place all the time: the free
-- half of the page lets old versions go without the index being touched.
CREATE TABLE giro.head (
    book     bigint NOT NULL PRIMARY KEY,
    sequence bigint NOT NULL,
    hash     bytea  NOT NULL,
    term     bigint NOT NULL
) WITH (fillfactor = 50);
