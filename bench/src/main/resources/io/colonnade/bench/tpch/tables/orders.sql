-- Distributed like lineitem, so that the largest join moves nothing; sorted by what queries
-- restrict. Keys are BIGINT because order numbers pass four bytes above scale 300.
CREATE TABLE orders (
    o_orderkey BIGINT NOT NULL,
    o_custkey INTEGER NOT NULL,
    o_orderstatus CHAR(1) NOT NULL,
    o_totalprice DECIMAL(12,2) NOT NULL,
    o_orderdate DATE NOT NULL,
    o_orderpriority CHAR(15) NOT NULL,
    o_clerk CHAR(15) NOT NULL,
    o_shippriority INTEGER NOT NULL,
    o_comment VARCHAR(79) NOT NULL,
    PRIMARY KEY (o_orderkey)
)
DISTKEY (o_orderkey)
SORTKEY (o_orderdate)
