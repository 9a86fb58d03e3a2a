package io.colonnade.sql.definition;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.log.ColumnDefinition;
import io.colonnade.log.TableDefinition;
import io.colonnade.sql.parser.AlterAction;
import io.colonnade.sql.parser.DdlStatement;
import io.colonnade.type.SqlType;

import org.apache.calcite.sql.SqlIdentifier;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Resolves the ALTER TABLE forms that concern two tables. One per statement. */
final class TableExchangeBinder {
    private final NameResolver names;

    TableExchangeBinder(NameResolver names) {
        this.names = names;
    }

    /** SWAP WITH and APPEND FROM; nothing for other statements. */
    Optional<Definition> bind(DdlStatement.AlterTable alter) {
        if (alter.actions().size() != 1) {
            return Optional.empty();
        }
        return switch (alter.actions().getFirst()) {
            case AlterAction.SwapWith swap -> {
                TableDefinition first = names.table(alter.name()).definition();
                TableDefinition second = other(first, swap.other(), "swapped with");
                yield Optional.of(new Definition.SwapTables(first, second));
            }
            case AlterAction.AppendFrom append -> {
                TableDefinition target = names.table(alter.name()).definition();
                TableDefinition source = other(target, append.source(), "appended to");
                yield Optional.of(append(append, target, source));
            }
            default -> Optional.empty();
        };
    }

    private TableDefinition other(TableDefinition table, SqlIdentifier name, String what) {
        TableDefinition other = names.table(name).definition();
        if (other.getId() == table.getId()) {
            throw names.at(
                    name,
                    new ColonnadeException(
                            ErrorCode.INVALID_ARGUMENT,
                            "table \"" + table.getName() + "\" cannot be " + what + " itself"));
        }
        return other;
    }

    private static Definition append(
            AlterAction.AppendFrom append, TableDefinition target, TableDefinition source) {
        List<ColumnDefinition> common = common(append, target, source);
        checkLayout(target, source);
        return new Definition.AppendTable(
                target,
                source,
                common.stream().map(ColumnDefinition::getName).toList(),
                sharesSegments(target, source));
    }

    /** The target's columns that the source has too; what else there is must be allowed. */
    private static List<ColumnDefinition> common(
            AlterAction.AppendFrom append, TableDefinition target, TableDefinition source) {
        Map<String, ColumnDefinition> left = byName(source);
        List<ColumnDefinition> common = new ArrayList<>();
        for (ColumnDefinition column : target.getColumnsList()) {
            ColumnDefinition twin = left.get(column.getName());
            if (column.getIdentity()) {
                numbered(column, twin, append.ignoreExtra());
                left.remove(column.getName());
                continue;
            }
            left.remove(column.getName());
            if (twin != null) {
                requireSameType(column, twin);
                common.add(column);
            } else if (!append.fillTarget()) {
                throw refused(
                        "column \"" + column.getName() + "\" is missing in the source",
                        "FILLTARGET gives such columns their defaults.");
            }
        }
        if (!left.isEmpty() && !append.ignoreExtra()) {
            throw refused(
                    "column \"" + left.keySet().iterator().next() + "\" is missing in the target",
                    "IGNOREEXTRA leaves such columns out.");
        }
        if (common.isEmpty()) {
            throw refused("the tables have no column in common", "");
        }
        return common;
    }

    /**
     * Rows get new numbers, as in any INSERT: those of the source may be taken. What is lost must
     * be numbers only, too, or allowed.
     */
    private static void numbered(
            ColumnDefinition identity, ColumnDefinition twin, boolean ignoreExtra) {
        if (twin != null && !twin.getIdentity() && !ignoreExtra) {
            throw refused(
                    "column \""
                            + identity.getName()
                            + "\" is an identity column in the target only",
                    "IGNOREEXTRA leaves such columns out.");
        }
    }

    private static Map<String, ColumnDefinition> byName(TableDefinition table) {
        Map<String, ColumnDefinition> columns = new HashMap<>();
        table.getColumnsList().forEach(column -> columns.put(column.getName(), column));
        return columns;
    }

    private static void requireSameType(ColumnDefinition target, ColumnDefinition source) {
        SqlType to = SqlType.fromProto(target.getType());
        SqlType from = SqlType.fromProto(source.getType());
        boolean nullable = source.getType().getNullable() && !target.getType().getNullable();
        if (!to.equals(from) || nullable) {
            throw refused(
                    "column \""
                            + target.getName()
                            + "\" is "
                            + described(to, target)
                            + " in the target and "
                            + described(from, source)
                            + " in the source",
                    "");
        }
    }

    private static String described(SqlType type, ColumnDefinition column) {
        return type + (column.getType().getNullable() ? "" : " NOT NULL");
    }

    private static void checkLayout(TableDefinition target, TableDefinition source) {
        boolean sameDistribution =
                target.getDistribution() == source.getDistribution()
                        && name(target, target.getDistributionColumn())
                                .equals(name(source, source.getDistributionColumn()));
        if (!sameDistribution) {
            throw refused("the distribution styles or keys differ", "");
        }
        if (target.getSort() != source.getSort() || !sortKey(target).equals(sortKey(source))) {
            throw refused("the sort keys differ", "");
        }
    }

    private static List<String> sortKey(TableDefinition table) {
        return table.getSortColumnsList().stream().map(id -> name(table, id)).toList();
    }

    private static String name(TableDefinition table, int columnId) {
        for (ColumnDefinition column : table.getColumnsList()) {
            if (column.getId() == columnId) {
                return column.getName();
            }
        }
        return "";
    }

    /**
     * Segments name columns by id: common columns must have the same, those that only the source
     * has must have ones that the target has used up, and those that only the target has read NULL.
     */
    private static boolean sharesSegments(TableDefinition target, TableDefinition source) {
        Map<String, ColumnDefinition> from = byName(source);
        Set<Integer> used = new HashSet<>();
        int last = target.getLastColumnId();
        for (ColumnDefinition column : target.getColumnsList()) {
            used.add(column.getId());
            last = Math.max(last, column.getId());
            ColumnDefinition twin = from.remove(column.getName());
            if (column.getIdentity()) {
                return false;
            }
            boolean fits =
                    twin == null
                            ? column.getDefaultSql().isEmpty()
                            : twin.getId() == column.getId();
            if (!fits) {
                return false;
            }
        }
        for (ColumnDefinition extra : from.values()) {
            if (used.contains(extra.getId()) || extra.getId() > last) {
                return false;
            }
        }
        return true;
    }

    private static ColonnadeException refused(String why, String hint) {
        ColonnadeException error =
                new ColonnadeException(
                                ErrorCode.INVALID_TABLE_DEFINITION,
                                "cannot append: the tables do not agree")
                        .detail(why);
        return hint.isEmpty() ? error : error.hint(hint);
    }
}
