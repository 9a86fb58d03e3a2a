package io.colonnade.sql.rewrite;

import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.util.Sarg;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Lists of constants as one search, made at once because Calcite's simplification takes a time that
 * grows with the cube of the list's length:
 *
 * <pre>
 * a = 1 OR a = 2 OR a = 3          SEARCH(a, Sarg[1, 2, 3])
 * a &lt;&gt; 1 AND a &lt;&gt; 2 AND a &lt;&gt; 3    SEARCH(a, complement of that)
 * </pre>
 *
 * Stateless.
 */
final class ConstantLists {
    /** Shorter lists are left to Calcite, which also sees through overlaps. */
    private static final int SHORTEST = 3;

    private final RexBuilder builder;

    ConstantLists(RexBuilder builder) {
        this.builder = builder;
    }

    /** The disjunction, conjunction or negation with its lists as searches, or the call itself. */
    RexNode searched(RexCall call) {
        return switch (call.getKind()) {
            case OR -> grouped(call, SqlKind.EQUALS);
            case AND -> grouped(call, SqlKind.NOT_EQUALS);
            case NOT -> negated(call);
            default -> call;
        };
    }

    private RexNode grouped(RexCall call, SqlKind comparison) {
        boolean or = call.getKind() == SqlKind.OR;
        List<RexNode> terms = or ? RelOptUtil.disjunctions(call) : RelOptUtil.conjunctions(call);
        if (terms.size() < SHORTEST) {
            return call;
        }
        Map<RexNode, List<RexNode>> lists = new LinkedHashMap<>();
        List<RexNode> others = new ArrayList<>();
        for (RexNode term : terms) {
            if (isListed(term, comparison)) {
                List<RexNode> operands = ((RexCall) term).getOperands();
                lists.computeIfAbsent(operands.get(0), key -> new ArrayList<>())
                        .add(operands.get(1));
            } else {
                others.add(term);
            }
        }
        if (lists.values().stream().noneMatch(list -> list.size() >= SHORTEST)) {
            return call;
        }
        lists.forEach((value, list) -> others.add(search(value, list, or)));
        return or
                ? RexUtil.composeDisjunction(builder, others)
                : RexUtil.composeConjunction(builder, others);
    }

    private static boolean isListed(RexNode term, SqlKind comparison) {
        return term.getKind() == comparison
                && ((RexCall) term).getOperands().get(1) instanceof RexLiteral literal
                && !literal.isNull()
                && !(((RexCall) term).getOperands().get(0) instanceof RexLiteral);
    }

    private RexNode search(RexNode value, List<RexNode> list, boolean among) {
        RexNode in = builder.makeIn(value, list);
        if (among) {
            return in;
        }
        RexNode complement = complement(in);
        return complement == null ? builder.makeCall(SqlStdOperatorTable.NOT, in) : complement;
    }

    private RexNode negated(RexCall call) {
        RexNode complement = complement(call.getOperands().getFirst());
        return complement == null ? call : complement;
    }

    private RexNode complement(RexNode search) {
        if (search.getKind() != SqlKind.SEARCH) {
            return null;
        }
        List<RexNode> operands = ((RexCall) search).getOperands();
        RexLiteral argument = (RexLiteral) operands.get(1);
        Sarg<?> sarg = argument.getValueAs(Sarg.class);
        return builder.makeCall(
                SqlStdOperatorTable.SEARCH,
                operands.get(0),
                builder.makeSearchArgumentLiteral(sarg.negate(), argument.getType()));
    }
}
