-- Views of journals. Every row can be deleted and is rebuilt from the journal; a checkpoint is committed together with the rows it covers.
-- A generation is one making of the views of a book: new ones are made beside those that are read, and put in their place by one row of view_generation.

CREATE TABLE giro.view_generation (
    book       bigint NOT NULL PRIMARY KEY,
    generation bigint NOT NULL
);

-- The last journal row whose records are in the views, its hash, and the number of the next record.
CREATE TABLE giro.view_checkpoint (
    book        bigint NOT NULL,
    generation  bigint NOT NULL,
    sequence    bigint NOT NULL,
    hash        bytea  NOT NULL,
    next_number bigint NOT NULL,
    PRIMARY KEY (book, generation)
) WITH (fillfactor = 20);

-- A row of it for each row of the journal, of some 100 bytes.
CREATE TABLE giro.batches (
    book         bigint NOT NULL,
    generation   bigint NOT NULL,
    sequence     bigint NOT NULL,
    first_number bigint NOT NULL,
    time_us      bigint NOT NULL,
    PRIMARY KEY (book, generation, sequence)
);
CREATE INDEX batches_by_time ON giro.batches (book, generation, time_us, sequence);
CREATE INDEX batches_by_number ON giro.batches (book, generation, first_number, sequence);

-- Business dates, as days since 0001-01-01, with the first record posted on them.
CREATE TABLE giro.days (
    book          bigint NOT NULL,
    generation    bigint NOT NULL,
    business_date bigint NOT NULL,
    first_number  bigint NOT NULL,
    PRIMARY KEY (book, generation, business_date)
);

CREATE TABLE giro.accounts (
    book          bigint NOT NULL,
    generation    bigint NOT NULL,
    account       bigint NOT NULL,
    path          text COLLATE "C" NOT NULL,
    class         bigint NOT NULL,
    currency      bigint NOT NULL,
    state         bigint NOT NULL,
    lowest        bigint NOT NULL,
    highest       bigint NOT NULL,
    opened_number bigint NOT NULL,
    metadata      bytea  NOT NULL,
    PRIMARY KEY (book, generation, account),
    UNIQUE (book, generation, path)
);

-- The balance on the normal side after the account's last record, which is named too. Rows are updated where they stand: no index holds what changes.
CREATE TABLE giro.balances (
    book        bigint      NOT NULL,
    generation  bigint      NOT NULL,
    account     bigint      NOT NULL,
    balance     numeric(39) NOT NULL,
    last_number bigint      NOT NULL,
    PRIMARY KEY (book, generation, account)
) WITH (fillfactor = 70);

-- Posted legs by account, up to 64 in a row, 40 bytes each, of one business date. A slot is a place in time and among accounts (docs/postgresql-schema.md); each
-- has a partition of its own, made ahead of time. At most 2,560 bytes of legs stand in the row itself, three rows to a page, so that a pack is one page to read.
CREATE TABLE giro.history (
    book         bigint NOT NULL,
    generation   bigint NOT NULL,
    slot         bigint NOT NULL,
    account      bigint NOT NULL,
    first_number bigint NOT NULL,
    first_leg    bigint NOT NULL,
    legs         bytea  NOT NULL,
    PRIMARY KEY (book, generation, account, first_number, first_leg, slot)
) PARTITION BY RANGE (slot);
ALTER TABLE giro.history ALTER COLUMN legs SET STORAGE PLAIN;

-- The balance after the last record of an account whose legs are archived and no longer in history, so that later balances do not need the archive.
CREATE TABLE giro.carried_balances (
    book       bigint      NOT NULL,
    generation bigint      NOT NULL,
    account    bigint      NOT NULL,
    number     bigint      NOT NULL,
    balance    numeric(39) NOT NULL,
    PRIMARY KEY (book, generation, account)
);

-- Ids with their record numbers, 24 bytes each, in 4,096 buckets a part of 2^20 records. A partition holds 64 parts.
CREATE TABLE giro.ids (
    book         bigint NOT NULL,
    generation   bigint NOT NULL,
    part         bigint NOT NULL,
    bucket       bigint NOT NULL,
    first_number bigint NOT NULL,
    entries      bytea  NOT NULL,
    PRIMARY KEY (book, generation, part, bucket, first_number)
) PARTITION BY RANGE (part);
ALTER TABLE giro.ids ALTER COLUMN entries SET STORAGE EXTERNAL;

-- What happened later to an entry or a hold: captures, releases, extensions, expiry, reversal.
CREATE TABLE giro.links (
    book       bigint NOT NULL,
    generation bigint NOT NULL,
    target     bytea  NOT NULL,
    number     bigint NOT NULL,
    type       bigint NOT NULL,
    PRIMARY KEY (book, generation, target, number)
);

-- Legs whose value date is not their business date; all others count on the day they were booked.
CREATE TABLE giro.value_shifts (
    book          bigint NOT NULL,
    generation    bigint NOT NULL,
    account       bigint NOT NULL,
    number        bigint NOT NULL,
    leg           bigint NOT NULL,
    business_date bigint NOT NULL,
    value_date    bigint NOT NULL,
    amount        bigint NOT NULL,
    PRIMARY KEY (book, generation, account, number, leg)
);
