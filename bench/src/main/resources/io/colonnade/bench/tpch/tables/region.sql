-- Five rows: a copy on every node.
CREATE TABLE region (
    r_regionkey INTEGER NOT NULL,
    r_name CHAR(25) NOT NULL,
    r_comment VARCHAR(152) NOT NULL,
    PRIMARY KEY (r_regionkey)
)
DISTSTYLE ALL
SORTKEY (r_regionkey)
