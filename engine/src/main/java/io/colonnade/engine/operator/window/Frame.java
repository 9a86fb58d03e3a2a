package io.colonnade.engine.operator.window;

import io.colonnade.error.ColonnadeException;
import io.colonnade.plan.FrameBound;
import io.colonnade.plan.WindowCall;

/** The frame of a window call: which places of its partition a row sees. Immutable. */
final class Frame {
    private final WindowRows rows;
    private final boolean byRows;
    private final FrameBound.Kind startKind;
    private final long startOffset;
    private final FrameBound.Kind endKind;
    private final long endOffset;

    /** Without bounds in the plan: from the first row to the last peer, as SQL has it. */
    Frame(WindowCall call, WindowRows rows) {
        this.rows = rows;
        byRows = call.getRowsFrame();
        startKind = call.getStart().getKind();
        startOffset = call.getStart().getOffset();
        endKind = call.hasEnd() ? call.getEnd().getKind() : FrameBound.Kind.CURRENT_ROW;
        endOffset = call.getEnd().getOffset();
        if (!byRows && (hasOffset(startKind) || hasOffset(endKind))) {
            throw ColonnadeException.notSupported("RANGE with an offset");
        }
    }

    private static boolean hasOffset(FrameBound.Kind kind) {
        return kind == FrameBound.Kind.PRECEDING || kind == FrameBound.Kind.FOLLOWING;
    }

    /** Every frame is its whole partition. */
    boolean isWholePartition() {
        boolean allPeers = !byRows && endKind == FrameBound.Kind.CURRENT_ROW && !rows.isOrdered();
        return isGrowing() && (isShrinking() || allPeers);
    }

    /** Every frame starts at its partition's start. */
    boolean isGrowing() {
        return startKind == FrameBound.Kind.UNBOUNDED_PRECEDING;
    }

    /** Every frame ends at its partition's end. */
    boolean isShrinking() {
        return endKind == FrameBound.Kind.UNBOUNDED_FOLLOWING;
    }

    /** First place of the frame. */
    int start(int place, int partitionStart, int partitionEnd) {
        return switch (startKind) {
            case UNBOUNDED_PRECEDING -> partitionStart;
            case PRECEDING -> clip(place - startOffset, partitionStart, partitionEnd);
            case CURRENT_ROW -> byRows ? place : rows.peerStart(place);
            case FOLLOWING -> clip(place + startOffset, partitionStart, partitionEnd);
            case UNBOUNDED_FOLLOWING, UNRECOGNIZED -> partitionEnd;
        };
    }

    /** Place behind the frame; not above the start when the frame is empty. */
    int end(int place, int partitionStart, int partitionEnd) {
        return switch (endKind) {
            case UNBOUNDED_PRECEDING, UNRECOGNIZED -> partitionStart;
            case PRECEDING -> clip(place - endOffset + 1, partitionStart, partitionEnd);
            case CURRENT_ROW -> byRows ? place + 1 : rows.peerEnd(place);
            case FOLLOWING -> clip(place + endOffset + 1, partitionStart, partitionEnd);
            case UNBOUNDED_FOLLOWING -> partitionEnd;
        };
    }

    private static int clip(long place, int low, int high) {
        return (int) Math.max(low, Math.min(high, place));
    }
}
