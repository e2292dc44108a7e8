-- Who may write a book now. One row a book, changed by single statements in autocommit, so that a client that is stopped in the middle holds no lock.
-- term grows with each taking and is written into head (kind journal) by the same statement: what fences a writer is the term there, never the time here.
CREATE TABLE giro.lease (
    book        bigint NOT NULL PRIMARY KEY,
    term        bigint NOT NULL,
    holder      text COLLATE "C" NOT NULL,        -- the node's name
    address     text COLLATE "C" NOT NULL,        -- where clients of the holder go; empty for a command
    until       timestamptz NOT NULL,             -- by this server's clock and no other
    handover_to text COLLATE "C" NOT NULL         -- the node that may take it before that; empty: none
);
