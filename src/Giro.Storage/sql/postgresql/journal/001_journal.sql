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

-- lz4 makes a batch of entries a third of its size for less work than writing the other two thirds would be; pglz, the default, costs more than it saves.
-- A server that was built without lz4 keeps payloads as they are.
ALTER TABLE giro.journal ALTER COLUMN hash SET STORAGE PLAIN, ALTER COLUMN payload SET STORAGE EXTERNAL;
DO $$
BEGIN
    ALTER TABLE giro.journal ALTER COLUMN payload SET COMPRESSION lz4, ALTER COLUMN payload SET STORAGE EXTENDED;
EXCEPTION
    WHEN feature_not_supported THEN RAISE NOTICE 'no lz4 here: the journal is not compressed';
END $$;

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
