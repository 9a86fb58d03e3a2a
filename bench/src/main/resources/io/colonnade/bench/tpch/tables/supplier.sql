-- Small (10,000 rows at scale 1) and joined by lineitem and partsupp, which are distributed by
-- other keys: a copy on every node costs little and no join has to move it.
CREATE TABLE supplier (
    s_suppkey INTEGER NOT NULL,
    s_name CHAR(25) NOT NULL,
    s_address VARCHAR(40) NOT NULL,
    s_nationkey INTEGER NOT NULL,
    s_phone CHAR(15) NOT NULL,
    s_acctbal DECIMAL(12,2) NOT NULL,
    s_comment VARCHAR(101) NOT NULL,
    PRIMARY KEY (s_suppkey)
)
DISTSTYLE ALL
SORTKEY (s_suppkey)
