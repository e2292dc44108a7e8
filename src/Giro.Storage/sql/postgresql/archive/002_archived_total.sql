-- What the clearing lines of an archived partition come to, by kind and account, counted from its file; so the day end counts all lines and needs no file. payment_count is how many payments they begin.
CREATE TABLE giro.archived_total (
    book          bigint      NOT NULL,
    slot          bigint      NOT NULL,
    kind          bigint      NOT NULL,
    account       bigint      NOT NULL,
    line_count    bigint      NOT NULL,
    payment_count bigint      NOT NULL,
    amount        numeric(39) NOT NULL,
    PRIMARY KEY (book, slot, kind, account)
);
