-- Which class of partitions a merchant or an account has, from which business date on (yyyymmdd, 0: ever since). The key '' is for all that are not named.
-- Rows are added at a date that has no rows in the tables yet and stay: who reads a past day finds the partitions that it was written to.
CREATE TABLE giro.partition_class (
    book      bigint NOT NULL,
    kind      text COLLATE "C" NOT NULL,
    key       text COLLATE "C" NOT NULL,
    from_date bigint NOT NULL,
    class     bigint NOT NULL,
    buckets   bigint NOT NULL,
    PRIMARY KEY (book, kind, key, from_date)
);
