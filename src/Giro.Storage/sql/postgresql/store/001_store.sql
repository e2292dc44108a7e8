-- Books that are being moved into this database: nobody opens them before they are here whole.
CREATE TABLE giro.arriving_book (
    book   bigint           NOT NULL PRIMARY KEY,
    source text COLLATE "C" NOT NULL
);
