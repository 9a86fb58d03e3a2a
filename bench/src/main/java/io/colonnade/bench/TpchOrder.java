package io.colonnade.bench;

import java.util.Locale;

/** In which order both engines hold the rows of the tables. */
public enum TpchOrder {
    /** As they were generated; our tables have no sort keys. */
    NATURAL,

    /** By the sort keys of our tables; the other engine's rows were inserted in that order. */
    SORTED;

    /** As users write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
