-- Rows of partitions that were taken out of their tables and stand in files (docs/archive-format.md), a file for each book. Where views have generations, a file is of one.
CREATE TABLE giro.archive (
    book         bigint NOT NULL,
    table_name   text COLLATE "C" NOT NULL,
    slot         bigint NOT NULL,
    generation   bigint NOT NULL,
    file         text COLLATE "C" NOT NULL,
    row_count    bigint NOT NULL,
    first_number bigint NOT NULL,
    last_number  bigint NOT NULL,
    content_hash bytea  NOT NULL,
    file_hash    bytea  NOT NULL,
    PRIMARY KEY (book, table_name, slot, generation)
);
