package io.colonnade.sql.definition;

import io.colonnade.sql.parser.AtClause;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWithItem;

import java.util.HashSet;
import java.util.Set;

/**
 * Finds the places of a query where relations stand, other than its common tables. One per query.
 */
final class RelationNames {
    private final Found found;

    private RelationNames(Found found) {
        this.found = found;
    }

    /** Gets what is found. */
    interface Found {
        /**
         * A relation as it is now.
         *
         * @param aliased whether an alias cannot be put behind the name
         */
        void relation(SqlIdentifier name, boolean aliased);

        /** A relation of the past, see {@link AtClause}. */
        void past(SqlCall call);
    }

    /** Tells each relation. */
    static void visit(SqlNode query, Found found) {
        new RelationNames(found).visit(query, Set.of());
    }

    /**
     * @param common names of common table expressions that hide relations here
     */
    private void visit(SqlNode node, Set<String> common) {
        switch (node) {
            case null -> {
                // An absent clause.
            }
            case SqlWith with -> with(with, common);
            case SqlSelect select -> {
                from(select.getFrom(), common, false);
                for (int i = 0; i < select.operandCount(); i++) {
                    if (i != SqlSelect.FROM_OPERAND) {
                        visit(select.operand(i), common);
                    }
                }
            }
            case SqlCall call when call.getKind() == SqlKind.EXPLICIT_TABLE ->
                    from(call.operand(0), common, true);
            case SqlCall call -> call.getOperandList().forEach(operand -> visit(operand, common));
            case SqlNodeList list -> list.forEach(item -> visit(item, common));
            default -> {
                // No relation in it.
            }
        }
    }

    private void with(SqlWith with, Set<String> outer) {
        Set<String> common = new HashSet<>(outer);
        for (SqlNode node : with.withList) {
            SqlWithItem item = (SqlWithItem) node;
            Set<String> visible = new HashSet<>(common);
            if (item.recursive.booleanValue()) {
                visible.add(item.name.getSimple());
            }
            visit(item.query, visible);
            common.add(item.name.getSimple());
        }
        visit(with.body, common);
    }

    private void from(SqlNode node, Set<String> common, boolean aliased) {
        switch (node) {
            case null -> {
                // SELECT without FROM.
            }
            case SqlIdentifier name -> {
                if (!name.isSimple() || !common.contains(name.getSimple())) {
                    found.relation(name, aliased);
                }
            }
            case SqlCall call when call.getKind() == SqlKind.AS ->
                    from(call.operand(0), common, true);
            case SqlCall call when AtClause.isPast(call) -> found.past(call);
            case SqlJoin join -> {
                from(join.getLeft(), common, false);
                from(join.getRight(), common, false);
                visit(join.getCondition(), common);
            }
            default -> visit(node, common);
        }
    }
}
