package io.colonnade.sql.parser;

import java.util.Set;

/** PostgreSQL's keyword categories. A word in none of the sets is free for every use. */
final class Keywords {
    private Keywords() {}

    /** Never a name unless quoted or after a dot. */
    private static final Set<String> RESERVED =
            words(
                    "all analyse analyze and any array as asc asymmetric both case cast check"
                            + " collate column constraint create current_catalog current_date"
                            + " current_role current_time current_timestamp current_user default"
                            + " deferrable desc distinct do else end except false fetch for foreign"
                            + " from grant group having in initially intersect into lateral leading"
                            + " limit localtime localtimestamp not null offset on only or order"
                            + " placing primary references returning select session_user some"
                            + " symmetric table then to trailing true union unique user using"
                            + " variadic when where window with");

    /** Names of functions and types, but not of columns or tables. */
    private static final Set<String> FUNCTION_OR_TYPE =
            words(
                    "authorization binary collation concurrently cross current_schema freeze full"
                            + " ilike inner is isnull join left like natural notnull outer overlaps"
                            + " right similar tablesample verbose");

    /** Words that cannot name a column in a select list without AS, beyond the reserved ones. */
    private static final Set<String> NEEDS_AS =
            words(
                    "filter isnull notnull over overlaps precision varying within without qualify"
                            + " minus");

    /**
     * Words that cannot name a table without AS because a clause begins with them, beyond the
     * reserved ones.
     */
    private static final Set<String> CLAUSE_STARTS =
            words("qualify minus pivot unpivot connect start set values");

    /** Reserved words that stand for a value, with no parentheses behind them. */
    static final Set<String> CONTEXT_VALUES =
            words(
                    "current_catalog current_date current_role current_schema current_time"
                        + " current_timestamp current_user localtime localtimestamp session_user"
                        + " user");

    /** Every word that can begin a statement, for hints. */
    static final Set<String> STATEMENT_STARTS =
            words(
                    "abort alter analyze attach begin call cancel close collect comment commit copy"
                        + " create deallocate declare delete desc detach discard drop end execute"
                        + " explain fetch grant insert lock merge move notify prepare reassign"
                        + " refresh reindex release reset restore revoke rollback savepoint select"
                        + " set show start table truncate undrop unload unlisten update vacuum"
                        + " values with");

    /** May name a column or table (PostgreSQL's ColId). */
    static boolean isColumnName(String word) {
        return !RESERVED.contains(word) && !FUNCTION_OR_TYPE.contains(word);
    }

    /** May name a function (PostgreSQL's func_name). */
    static boolean isFunctionName(String word) {
        return !RESERVED.contains(word);
    }

    /** May name a select item without AS. */
    static boolean isBareLabel(String word) {
        return !RESERVED.contains(word) && !NEEDS_AS.contains(word);
    }

    /** May name a table without AS. */
    static boolean isBareTableAlias(String word) {
        return isColumnName(word) && !CLAUSE_STARTS.contains(word);
    }

    private static Set<String> words(String list) {
        return Set.of(list.split(" "));
    }
}
